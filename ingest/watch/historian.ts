import type { Logger } from 'pino'

import { lookBackOf } from '#domain/alarm/calm.ts'
import { canReplay } from '#domain/alarm/replay.ts'
import { DAY, MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type {
  ExcursionMark,
  Excursions,
  KeptMark,
  WatchedSpan,
} from '#store/registry/contract-excursions.ts'

import { retell, type Learned, type Retelling, type Retold } from './retell.ts'

/** How often it looks whether there is something to tell. */
const EVERY = SECOND
/** Marks of one look. */
const MARKS_MAX = 50
/** Of what a limit that is new judges, or a device that was moved: so much is told at once. */
const SLICE_MAX = 31 * DAY
/** After so long a piece of work ends, milliseconds; what is due then is told after a rest. */
const PIECE_MS_MAX = 250
/** So long after a delay has ended it looks again: by then a device that reports has said more. */
const AGAIN_AFTER = 5 * MINUTE
/** How often it looks for excursions that nobody watches any more. */
const SWEEP_EVERY = 10 * MINUTE
const SWEPT_MAX = 1_000
const LOG_EVERY = MINUTE

export interface HistorianOptions {
  readonly excursions: Excursions
  readonly readings: Pick<ReadingsReader, 'range'>
  readonly log: Logger
  /** See `Watches`. */
  readonly atOdds: Set<number>
}

/**
 * Keeps the excursions as the stored readings tell them, in whatever order these have come. Marks say where something was learned;
 * it replays the limits around them, beside the ingest and one at a time, and pages nobody. A failure is logged at most once a minute
 * and tried again: the marks stay until what they mean is recorded. A long past is told slice by slice, the oldest first and between
 * what else is marked. After a piece of work it rests as long as the piece took.
 */
export class Historian implements AsyncDisposable {
  readonly #options: HistorianOptions
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #lookedAt: Instant = -Infinity
  #sweptAt: Instant = -Infinity
  /** Of a long past only a slice was told. */
  #hasMore = false
  #loggedAt: Instant = -Infinity

  constructor(options: HistorianOptions) {
    this.#options = options
  }

  /** To be called while ingest rests: then all that is marked is stored, too. What it begins goes on beside. */
  async tick(now: Instant): Promise<void> {
    if (this.#running !== undefined || now - this.#lookedAt < EVERY) return
    this.#lookedAt = now
    try {
      const marks = await this.#options.excursions.listDue(now, MARKS_MAX)
      if (marks.length < MARKS_MAX) await this.#sweep(now)
      else this.#lookedAt -= EVERY
      if (marks.length > 0) this.#running = this.#work(marks)
    } catch (error) {
      this.#complain(error)
    }
  }

  /** Waits until the excursions at work are told, or given up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #work(marks: readonly KeptMark[]): Promise<void> {
    const began = performance.now()
    try {
      for (const mark of marks) {
        await this.#tell(mark)
        if (performance.now() - began > PIECE_MS_MAX) break
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#complain(error)
    } finally {
      this.#running = undefined
      this.#lookedAt += performance.now() - began - (this.#hasMore ? EVERY : 0)
      this.#hasMore = false
    }
  }

  async #tell(mark: KeptMark): Promise<void> {
    const { excursions, readings } = this.#options
    const now = Date.now()
    const context: Retelling = { readings, excursions, now, signal: this.#stop.signal }
    const watched = await excursions.watched(mark.channel, { from: mark.from, until: Infinity })
    // Of the others readings alone do not tell.
    const spans = (watched ?? []).filter(({ limit }) => canReplay(limit.limit))
    await excursions.prune(mark.channel, mark, spans)
    const slice = toSlice(mark, spans)
    const retold: Retold[] = []
    for (const span of spans) {
      if (bearsOn(slice, span)) retold.push(await retell(context, span, slice))
    }
    const from = findRest(slice, spans, retold)
    if (from < mark.until) {
      this.#hasMore = true
      return await excursions.settle(mark, { from, dueAt: now })
    }
    const isNew = this.#noteOdds(mark, retold, spans.filter(({ until }) => until > now).length)
    const dues = retold.flatMap(({ dueAt }) => dueAt ?? [])
    const dueAt = dues.length === 0 ? undefined : Math.max(Math.min(...dues), now) + AGAIN_AFTER
    // From now on what comes is marked. What came in the meantime is told once more.
    const againAt = isNew ? now : dueAt
    await excursions.settle(mark, againAt === undefined ? undefined : { dueAt: againAt })
  }

  /** Whether the channel is at odds, and was not before. */
  #noteOdds({ channel }: KeptMark, retold: readonly Retold[], watchCount: number): boolean {
    const { atOdds } = this.#options
    if (retold.some(({ isAtOdds }) => isAtOdds === true)) {
      const isNew = !atOdds.has(channel)
      atOdds.add(channel)
      return isNew
    }
    if (retold.filter(({ isAtOdds }) => isAtOdds === false).length === watchCount) {
      atOdds.delete(channel)
    }
    return false
  }

  /** What is under way where nobody watches any more ends: the limit has changed, or the device stands elsewhere. */
  async #sweep(now: Instant): Promise<void> {
    if (now - this.#sweptAt < SWEEP_EVERY) return
    const { excursions } = this.#options
    const marks: ExcursionMark[] = []
    for (const open of await excursions.list({ settled: false, limit: SWEPT_MAX })) {
      const range = { from: open.from, until: Infinity }
      const spans = (await excursions.watched(open.channelId, range)) ?? []
      const span = spans.find((one) => isSpanOf(one, open))
      const endedAt = span?.until ?? open.from
      if (endedAt > now) continue
      marks.push({ channel: open.channelId, from: endedAt, until: endedAt, dueAt: 0 })
    }
    await excursions.note(marks)
    this.#sweptAt = now
  }

  #complain(err: unknown): void {
    if (Date.now() - this.#loggedAt < LOG_EVERY) return
    this.#loggedAt = Date.now()
    this.#options.log.warn({ err }, 'excursions of the past were not told; tried again later')
  }
}

/** The beginning of what is marked, where there was something to watch. */
function toSlice(
  { from: markedFrom, until }: ExcursionMark,
  spans: readonly WatchedSpan[],
): Learned {
  const watchedFrom = Math.min(...spans.map(({ from }) => from))
  const end = Math.max(markedFrom, watchedFrom) + SLICE_MAX
  return { from: markedFrom, until: Math.min(until, end), goesOn: end < until }
}

/** From where on the rest is to be told; Infinity: there is none. */
function findRest(
  { until, goesOn }: Learned,
  spans: readonly WatchedSpan[],
  retold: readonly Retold[],
): Instant {
  if (!goesOn) return Infinity
  const later = spans.filter(({ from }) => from > until).map(({ from }) => from)
  return Math.max(until, Math.min(...later, ...retold.map(({ toldUntil }) => toldUntil)))
}

/** Windows look back on what was learned before the span began. */
function bearsOn({ from, until }: Learned, span: WatchedSpan): boolean {
  return span.from <= until + lookBackOf(span.limit.limit.measure) && span.until >= from
}

function isSpanOf(
  { limit, place, from, until }: WatchedSpan,
  open: {
    readonly limit: string
    readonly limitVersion: number
    readonly place: string
    readonly from: Instant
  },
): boolean {
  const isSame = limit.limit.id === open.limit && limit.version === open.limitVersion
  return isSame && place === open.place && open.from >= from && open.from < until
}
