import { DAY, HOUR, MINUTE, type Instant } from '../time.ts'
import type { Priority } from './limit.ts'
import { isActive, type Phase } from './state.ts'
import { announces, type TransitionKind } from './transition.ts'

/** What people add to its history, which changes nothing. */
const NOTES = ['commented', 'corrective-action', 'assigned'] as const

function isNote(kind: KpiEvent['kind']): kind is (typeof NOTES)[number] {
  return NOTES.some((note) => note === kind)
}

/** What happened to an alarm, as far as the measures need it. */
export interface KpiEvent {
  readonly alarm: number
  readonly kind: TransitionKind | (typeof NOTES)[number]
  readonly at: Instant
  /** When it was written: before that nobody could know. */
  readonly recordedAt: Instant
  readonly from: Phase
  readonly to: Phase
  readonly level: number
  readonly silent: boolean
  readonly by: string | null
  /** Of the level; null: none. */
  readonly priority: Priority | null
  /** How soon the limit asks for an answer, milliseconds. */
  readonly timeToRespond: number
}

/** `until` is exclusive. */
export interface KpiSpan {
  readonly from: Instant
  readonly until: Instant
}

/** An alarm to which nothing has happened since before what was read: as it is now. */
export interface QuietAlarm {
  readonly id: number
  readonly phase: Phase
  readonly silent: boolean
  readonly raisedAt: Instant | null
}

/**
 * Raised again and again. The trade's figure, three in one minute (Hollifield and Habibi), is for plants that are read each
 * second: three in sixty readings. Ours report every ten minutes or so.
 */
const CHATTER_COUNT = 3
const CHATTER_MAX = 10 * HOUR
/** Over before anybody could have done something. */
const FLEETING_MAX = 10 * MINUTE
/** Active for so long is stale (ISA-18.2, EEMUA 191). */
export const STALE_MIN = DAY

interface Answer {
  readonly by: string
  /** Milliseconds. */
  readonly after: number
  readonly isInTime: boolean
}

interface Announcement {
  readonly at: Instant
  readonly priority: Priority | null
}

/** What the measures need of one alarm; its events come in the order of their time. */
export class AlarmTrace {
  readonly alarm: number
  readonly announced: Announcement[] = []
  readonly answers: Answer[] = []
  /** From raised to cleared, milliseconds. */
  readonly lives: number[] = []
  fleetingCount = 0
  isChattering = false
  readonly #span: KpiSpan
  #phase: Phase | undefined
  #silent = false
  /** Null: before what was read. */
  #raisedAt: Instant | null = null
  /** When it was raised within the span and told; undefined: it was not, or is over. */
  #toldAt: Instant | undefined
  #backAt: Instant | undefined
  /** When somebody could know of what nobody has answered. */
  #askedAt: Instant | undefined
  #isAnswered = false
  readonly #raises: Instant[] = []

  constructor(alarm: number, span: KpiSpan) {
    this.alarm = alarm
    this.#span = span
  }

  static ofQuiet({ id, phase, silent, raisedAt }: QuietAlarm, span: KpiSpan): AlarmTrace {
    const trace = new AlarmTrace(id, span)
    trace.#phase = phase
    trace.#silent = silent
    trace.#raisedAt = raisedAt
    return trace
  }

  /** At the end of the span it is active, and not silent. */
  get isStanding(): boolean {
    return this.#phase !== undefined && isActive(this.#phase) && !this.#silent
  }

  get isStale(): boolean {
    return this.isStanding && this.#span.until - (this.#raisedAt ?? -Infinity) > STALE_MIN
  }

  /** True: it was announced within the span. */
  take(event: KpiEvent): boolean {
    const { kind } = event
    if (isNote(kind)) return false
    if (event.at >= this.#span.until) {
      this.#phase ??= event.from
      return false
    }
    if (kind === 'raised') this.#raise(event)
    if (kind === 'clearing') this.#backAt = event.at
    if (kind === 'acknowledged') this.#answer(event)
    if (kind === 'cleared') this.#clear(event)
    this.#phase = event.to
    this.#silent = event.silent
    return this.#announce(event, kind)
  }

  #raise({ at, silent }: KpiEvent): void {
    const isTold = at >= this.#span.from && !silent
    this.#raisedAt = at
    this.#toldAt = isTold ? at : undefined
    this.#isAnswered = false
    if (!isTold) return
    this.#raises.push(at)
    const first = this.#raises.at(-CHATTER_COUNT)
    if (first !== undefined && at - first <= CHATTER_MAX) this.isChattering = true
    if (this.#raises.length >= CHATTER_COUNT) this.#raises.shift()
  }

  #answer({ at, by, timeToRespond }: KpiEvent): void {
    this.#isAnswered = true
    if (this.#askedAt !== undefined && by !== null) {
      const after = Math.max(0, at - this.#askedAt)
      this.answers.push({ by, after, isInTime: after <= timeToRespond })
    }
    this.#askedAt = undefined
  }

  #clear({ at, to }: KpiEvent): void {
    if (this.#toldAt !== undefined) {
      this.lives.push(at - this.#toldAt)
      const backAt = this.#backAt ?? at
      if (backAt - this.#toldAt <= FLEETING_MAX && !this.#isAnswered) this.fleetingCount++
    }
    this.#toldAt = undefined
    if (to !== 'cleared-unacknowledged') this.#askedAt = undefined
  }

  #announce(event: KpiEvent, kind: TransitionKind): boolean {
    const { at, recordedAt, level, silent, priority } = event
    if (at < this.#span.from || !announces({ kind, level, silent })) return false
    this.announced.push({ at, priority })
    this.#askedAt ??= Math.max(at, recordedAt)
    return true
  }
}
