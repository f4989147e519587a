import { quantityOfChannel } from '../channel.ts'
import type { Instant } from '../time.ts'
import { advance, nextDueAt, observe } from './course.ts'
import { ExcursionFold, type Excursion } from './excursion.ts'
import { findLevel, isJoint, toAlarmSettings, type AlarmLimit } from './limit.ts'
import { isApart, isOfArrival } from './measure.ts'
import { createMeter, type Meter } from './meter.ts'
import { createAlarmState, type AlarmSettings, type AlarmState } from './state.ts'
import type { Course } from './transition.ts'

/**
 * Whether readings of the channel alone tell what the limit would have done. They do not tell of what is absent, of how readings came, nor
 * of what counts only while another channel says so.
 */
export function canReplay(limit: AlarmLimit): boolean {
  const { measure } = limit
  return !isJoint(limit) && !isOfArrival(measure) && !isApart(measure)
}

function isOfCounter({ channels: [channel = ''] }: AlarmLimit): boolean {
  return quantityOfChannel(channel)?.kind === 'counter'
}

/**
 * A limit over the readings of one channel, as it would have watched them: the meter, the levels and the life of the alarm
 * are those of `ingest/watch`, only that nobody answers. It begins in order.
 */
export class Replay {
  readonly #limit: AlarmLimit
  readonly #settings: AlarmSettings
  readonly #meter: Meter
  readonly #fold: ExcursionFold
  readonly #over: Excursion[] = []
  #state: AlarmState
  #level = 0
  #dueAt: Instant

  constructor(limit: AlarmLimit, from: Instant) {
    this.#limit = limit
    this.#settings = toAlarmSettings(limit)
    this.#meter = createMeter(limit.measure, limit.side, isOfCounter(limit))
    this.#fold = new ExcursionFold(limit)
    this.#state = createAlarmState(this.#settings, from)
    this.#dueAt = Infinity
  }

  /** Excursions that are over, the oldest first; each is given once. */
  takeOver(): Excursion[] {
    return this.#over.splice(0)
  }

  /** What is under way; undefined: all is in order, and nothing runs. */
  get open(): Excursion | undefined {
    return this.#fold.open
  }

  /** Of the condition, before any delay. */
  get level(): number {
    return this.#level
  }

  /** When something of what is under way comes by itself; undefined: never. */
  get dueAt(): Instant | undefined {
    return Number.isFinite(this.#dueAt) ? this.#dueAt : undefined
  }

  /** Fills the window of the meter with what was before, and judges nothing. */
  warm(at: Instant, value: number): void {
    this.#meter.feed(at, value)
  }

  /** The next usable reading. */
  feed(at: Instant, value: number): void {
    this.pass(at)
    const measured = this.#meter.feed(at, value)
    if (measured === undefined) return
    const level = findLevel(this.#limit, measured, this.#level)
    if (level !== this.#level) this.#observe(at, level)
    this.#fold.measure(level, measured)
  }

  /** Time goes on until then: delays end. */
  pass(until: Instant): void {
    if (until >= this.#dueAt) this.#take(advance(this.#state, this.#settings, until))
  }

  #observe(at: Instant, level: number): void {
    this.#level = level
    this.#take(observe(this.#state, this.#settings, { at, level }))
  }

  #take({ state, transitions }: Course): void {
    this.#state = state
    this.#dueAt = nextDueAt(state, this.#settings) ?? Infinity
    for (const transition of transitions) {
      const over = this.#fold.take(transition)
      if (over !== undefined) this.#over.push(over)
    }
  }
}

/** All excursions of readings in the order of their time, the last of them perhaps still under way at `until`. */
export function replayAll(
  limit: AlarmLimit,
  readings: Iterable<{ readonly at: Instant; readonly value: number }>,
  until: Instant,
): Excursion[] {
  let replay: Replay | undefined
  for (const { at, value } of readings) {
    replay ??= new Replay(limit, at)
    replay.feed(at, value)
  }
  replay?.pass(until)
  const over = replay?.takeOver() ?? []
  return replay?.open === undefined ? over : [...over, replay.open]
}
