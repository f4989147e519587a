import { lookBackOf } from '#domain/alarm/calm.ts'
import { endExcursion } from '#domain/alarm/excursion.ts'
import type { Range } from '#domain/alarm/range.ts'
import { Replay } from '#domain/alarm/replay.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { Excursions, RecordedStory, WatchedSpan } from '#store/registry/contract-excursions.ts'
import { readUsable } from '#store/replay/read-usable.ts'

import { QUIET_MAX } from './punctuality.ts'

export interface Retelling {
  readonly readings: Pick<ReadingsReader, 'range'>
  readonly excursions: Pick<Excursions, 'recorded' | 'record'>
  readonly now: Instant
  readonly signal: AbortSignal
}

export interface Retold {
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
  learned: Range,
): Promise<Retold> {
  const since = Math.max(span.from, learned.from)
  const before = await context.excursions.recorded(span, since)
  const from = Math.min(since, before.excursions[0]?.from ?? since)
  const replay = new Replay(span.limit.limit, from)
  const until = await tell(context, { span, from, before, replay }, learned)
  if (until === undefined) return {}
  const over = replay.takeOver()
  const isOver = span.until <= context.now
  const open = replay.open && (isOver ? endExcursion(replay.open, span.until) : replay.open)
  const excursions = open === undefined ? over : [...over, open]
  await context.excursions.record(span, { from, until, excursions })
  if (isOver) return {}
  if (until < span.until) return { isAtOdds: false }
  return { dueAt: replay.dueAt, isAtOdds: replay.level !== before.watchedLevel }
}

interface Story {
  readonly span: WatchedSpan
  readonly from: Instant
  /** What was told before. */
  readonly before: RecordedStory
  readonly replay: Replay
}

/** Answers with until where it has told; undefined: too little is stored. */
async function tell(
  { readings, now, signal }: Retelling,
  { span, from, before, replay }: Story,
  learned: Range,
): Promise<Instant | undefined> {
  const { channel, limit } = span
  const lookBack = lookBackOf(limit.limit.measure)
  const begin = Math.max(span.standingFrom, from - lookBack)
  const until = Math.min(span.until, now + QUIET_MAX)
  let lastAt: Instant | undefined
  for await (const page of readUsable(readings, { channel, from: begin, until, signal })) {
    for (const { measuredAt: at, value } of page) {
      if (at < from) {
        replay.warm(at, value)
        continue
      }
      if (lastAt === undefined && isForgotten(before, from, at)) return undefined
      replay.pass(at)
      const isTold = at > learned.until + lookBack && replay.open === undefined
      if (isTold && !isWithin(before, at)) return at
      replay.feed(at, value)
      lastAt = at
    }
  }
  if (lastAt === undefined) return undefined
  replay.pass(span.until <= now ? span.until : Math.max(lastAt, now - QUIET_MAX))
  return span.until
}

/** An excursion begins with a reading; when that is no longer stored, what was told of it stays. */
function isForgotten({ excursions }: RecordedStory, from: Instant, firstAt: Instant): boolean {
  return excursions[0]?.from === from && firstAt > from
}

function isWithin({ excursions, watchedLevel }: RecordedStory, at: Instant): boolean {
  if (watchedLevel > 0) return true
  return excursions.some(({ from, settledAt }) => from < at && at < (settledAt ?? Infinity))
}
