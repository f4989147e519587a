import { HOUR } from '#domain/time.ts'

import type { Coverage, CoverageQuery, Span } from '../contract.ts'
import { cellsBeginningIn, hourGrid } from './calendar.ts'
import type { ReadSources } from './read-sources.ts'

const GAPS_MAX = 100
/** Gaps found are cut back to the longest whenever there are this many. */
const GAPS_FOUND_MAX = 10_000

/**
 * Exact, except where raw readings are gone by retention: there an hour that holds any reading counts as received from
 * end to end.
 */
export function readCoverage(sources: ReadSources, query: CoverageQuery): Coverage {
  const { from, until, expectedEvery } = query
  const counter = new SlotCounter(
    from,
    expectedEvery,
    Math.max(0, Math.floor((until - from) / expectedEvery)),
  )
  const { rawFrom } = sources.readMeta()
  const split = Math.max(from, Math.min(until, rawFrom))
  countHours(sources, query, { counter, span: { from, until: split } })
  countRaw(sources, query, { counter, span: { from: split, until } })
  return counter.toCoverage()
}

interface Part {
  readonly counter: SlotCounter
  readonly span: Span
}

function countHours(
  sources: ReadSources,
  { channel }: CoverageQuery,
  { counter, span }: Part,
): void {
  const { dayOffset } = sources.readMeta()
  const whole = cellsBeginningIn(hourGrid(dayOffset), span)
  for (const { summary, readings } of sources.rollUps.hours(channel.id, whole, dayOffset)) {
    counter.add({ from: summary.at, until: Math.min(summary.at + HOUR, span.until) }, readings)
  }
}

function countRaw(sources: ReadSources, { channel }: CoverageQuery, { counter, span }: Part): void {
  const hot = sources.readHot(sources.readMeta(), channel.id, span)
  for (const block of sources.blocks.oldestFirst({ channel: channel.id, ...span, hot })) {
    for (const at of block.measuredAt) counter.add({ from: at, until: at + 1 }, 1)
  }
}

/** Counts filled slots and the gaps between them. Spans are added in ascending order. */
class SlotCounter {
  readonly #from: number
  readonly #every: number
  readonly #expectedCount: number
  #receivedCount = 0
  #readingCount = 0
  /** The first slot that is not known to be filled or empty. */
  #nextSlot = 0
  #gaps: Span[] = []

  constructor(from: number, every: number, expectedCount: number) {
    this.#from = from
    this.#every = every
    this.#expectedCount = expectedCount
  }

  add({ from, until }: Span, readings: number): void {
    this.#readingCount += readings
    const first = Math.max(this.#slotOf(from), this.#nextSlot)
    const end = Math.min(this.#slotOf(until - 1) + 1, this.#expectedCount)
    if (first >= end) return
    this.#addGap(first)
    this.#receivedCount += end - first
    this.#nextSlot = end
  }

  toCoverage(): Coverage {
    this.#addGap(this.#expectedCount)
    this.#gaps = longest(this.#gaps)
    return {
      expectedCount: this.#expectedCount,
      receivedCount: this.#receivedCount,
      readingCount: this.#readingCount,
      gaps: this.#gaps,
    }
  }

  #slotOf(at: number): number {
    return Math.floor((at - this.#from) / this.#every)
  }

  /** From the slot that comes next until `end`. */
  #addGap(end: number): void {
    if (this.#nextSlot >= end) return
    const start = (slot: number) => this.#from + slot * this.#every
    this.#gaps.push({ from: start(this.#nextSlot), until: start(end) })
    if (this.#gaps.length >= GAPS_FOUND_MAX) this.#gaps = longest(this.#gaps)
  }
}

/** The longest first, the earlier first when equal. */
function longest(gaps: readonly Span[]): Span[] {
  const byLength = gaps.toSorted((a, b) => b.until - b.from - (a.until - a.from) || a.from - b.from)
  return byLength.slice(0, GAPS_MAX)
}
