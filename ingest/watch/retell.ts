import { lookBackOf } from '#domain/alarm/calm.ts'
import { endExcursion } from '#domain/alarm/excursion.ts'
import type { Range } from '#domain/alarm/range.ts'
import { Replay } from '#domain/alarm/replay.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader, StoredValue } from '#store/readings/contract.ts'
import type { Excursions, RecordedStory, WatchedSpan } from '#store/registry/contract-excursions.ts'
import { readUsable } from '#store/replay/read-usable.ts'

import { QUIET_MAX } from './punctuality.ts'

/** Readings of a page behind what was learned. */
const BEHIND_MAX = 1_000

export interface Retelling {
  readonly readings: Pick<ReadingsReader, 'range'>
  readonly excursions: Pick<Excursions, 'recorded' | 'record'>
  readonly now: Instant
  readonly signal: AbortSignal
}

/** `goesOn`: what is behind it is told next. */
export interface Learned extends Range {
  readonly goesOn: boolean
}

export interface Retold {
  /** Until where it has told; Infinity: there is nothing more. */
  readonly toldUntil: Instant
  /** When what is under way goes on by itself; undefined: it does not. */
  readonly dueAt?: Instant | undefined
  /** It ends at another level than the watch is at: what comes in order may change it unnoticed. undefined: nobody watches now. */
  readonly isAtOdds?: boolean
}

/**
 * Tells the excursions of a span anew where something was learned in a range: all of it that was learned since the last time. Between two
 * excursions all is in order, so it begins with the range, or with the excursion that reaches into it. Behind the range everything came
 * in order and changed nothing. So it ends when what was learned bears on nothing any more and both the old story and the new one
 * are between two excursions, from where on they are the same; unless the channel is outside until now.
 */
export async function retell(
  context: Retelling,
  span: WatchedSpan,
  learned: Learned,
): Promise<Retold> {
  const since = Math.max(span.from, learned.from)
  const before = await context.excursions.recorded(span, since)
  const from = Math.min(since, before.excursions[0]?.from ?? since)
  const replay = new Replay(span.limit.limit, from)
  const until = await tell(context, { span, from, before, replay }, learned)
  if (typeof until !== 'number')
    return { toldUntil: until === 'forgotten' ? learned.until : Infinity }
  const over = replay.takeOver()
  const isOver = span.until <= context.now
  const open = replay.open && (isOver ? endExcursion(replay.open, span.until) : replay.open)
  const excursions = open === undefined ? over : [...over, open]
  await context.excursions.record(span, { from, until, excursions })
  const toldUntil = until < span.until ? until : Infinity
  if (isOver) return { toldUntil }
  if (until < span.until) return { toldUntil, isAtOdds: false }
  return { toldUntil, dueAt: replay.dueAt, isAtOdds: replay.level !== before.watchedLevel }
}

interface Story {
  readonly span: WatchedSpan
  readonly from: Instant
  /** What was told before. */
  readonly before: RecordedStory
  readonly replay: Replay
}

/** Answers with until where it has told; or why it could not: too little is stored. */
async function tell(
  context: Retelling,
  { span, from, before, replay }: Story,
  learned: Learned,
): Promise<Instant | 'forgotten' | 'nothing'> {
  const { now } = context
  const lookBack = lookBackOf(span.limit.limit.measure)
  const begin = Math.max(span.standingFrom, from - lookBack)
  const until = Math.min(span.until, now + QUIET_MAX)
  let lastAt: Instant | undefined
  const reach = Math.min(until, learned.until + lookBack + 1)
  for await (const page of readStory(context, span, { begin, reach, until })) {
    for (const { measuredAt: at, value } of page) {
      if (at < from) {
        replay.warm(at, value)
        continue
      }
      if (lastAt === undefined && isForgotten(before, from, at)) return 'forgotten'
      replay.pass(at)
      const isTold = at > learned.until + lookBack && replay.open === undefined
      if (isTold && !isWithin(before, at, learned)) return at
      replay.feed(at, value)
      lastAt = at
    }
  }
  if (lastAt === undefined) return 'nothing'
  replay.pass(span.until <= now ? span.until : Math.max(lastAt, now - QUIET_MAX))
  return span.until
}

/** Behind what was learned the first reading mostly tells that all is as it was. */
async function* readStory(
  { readings, signal }: Retelling,
  { channel }: WatchedSpan,
  {
    begin,
    reach,
    until,
  }: { readonly begin: Instant; readonly reach: Instant; readonly until: Instant },
): AsyncGenerator<StoredValue[]> {
  yield* readUsable(readings, { channel, from: begin, until: reach, signal })
  const pageMax = BEHIND_MAX
  yield* readUsable(readings, { channel, from: reach, until, signal, pageMax })
}

/** An excursion begins with a reading; when that is no longer stored, what was told of it stays. */
function isForgotten({ excursions }: RecordedStory, from: Instant, firstAt: Instant): boolean {
  return excursions[0]?.from === from && firstAt > from
}

/** How it is watched is of its end, of which nothing is to be told while it goes on. */
function isWithin(
  { excursions, watchedLevel }: RecordedStory,
  at: Instant,
  { goesOn }: Learned,
): boolean {
  if (watchedLevel > 0 && !goesOn) return true
  return excursions.some(({ from, settledAt }) => from < at && at < (settledAt ?? Infinity))
}
