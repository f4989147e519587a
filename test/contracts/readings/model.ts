import { USABLE_MIN } from '#domain/quality.ts'
import type { Reading } from '#domain/reading.ts'
import type {
  Coverage,
  CoverageQuery,
  RangeQuery,
  Span,
  StoredValue,
  Window,
  WindowQuery,
} from '#store/readings/contract.ts'

/** What the contract says, written as plainly as possible: every engine must agree with it. */
export class ReadingsModel {
  readonly #channels = new Map<number, Map<number, StoredValue>>()

  write(readings: readonly Reading[]): void {
    for (const { channel, measuredAt, value, quality } of readings) {
      const values = this.#channels.get(channel.id) ?? new Map<number, StoredValue>()
      values.set(measuredAt, { measuredAt, value, quality })
      this.#channels.set(channel.id, values)
    }
  }

  latest(channel: number): StoredValue | undefined {
    return this.#sorted(channel).at(-1)
  }

  range({ channel, from, until, order, limit }: RangeQuery): StoredValue[] {
    const values = this.#inside(channel.id, { from, until })
    return (order === 'newest' ? values.toReversed() : values).slice(0, limit)
  }

  window({ channel, from, until, every, offset }: WindowQuery): Window[] {
    const values = this.#inside(channel.id, { from, until })
    const first = Math.floor((from + offset) / every) * every - offset
    const windows: Window[] = []
    for (let start = first; start < until; start += every) {
      const inside = values.filter((v) => v.measuredAt >= start && v.measuredAt < start + every)
      windows.push(toWindow(start, inside))
    }
    return windows
  }

  coverage({ channel, from, until, expectedEvery }: CoverageQuery): Coverage {
    const values = this.#inside(channel.id, { from, until })
    const expectedCount = Math.floor((until - from) / expectedEvery)
    const filled = new Set(values.map((v) => Math.floor((v.measuredAt - from) / expectedEvery)))
    const slots = Array.from({ length: expectedCount }, (_, slot) => filled.has(slot))
    return {
      expectedCount,
      receivedCount: slots.filter(Boolean).length,
      readingCount: values.length,
      gaps: findGaps(slots).map((gap) => ({
        from: from + gap.from * expectedEvery,
        until: from + gap.until * expectedEvery,
      })),
    }
  }

  #sorted(channel: number): StoredValue[] {
    const values = [...(this.#channels.get(channel)?.values() ?? [])]
    return values.toSorted((a, b) => a.measuredAt - b.measuredAt)
  }

  #inside(channel: number, { from, until }: Span): StoredValue[] {
    return this.#sorted(channel).filter((v) => v.measuredAt >= from && v.measuredAt < until)
  }
}

function toWindow(start: number, inside: readonly StoredValue[]): Window {
  const values = inside.filter((v) => v.quality >= USABLE_MIN).map((v) => v.value)
  const count = values.length
  if (count === 0) return { start, count, min: null, max: null, mean: null, last: null }
  return {
    start,
    count,
    min: Math.min(...values),
    max: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / count,
    last: values.at(-1) ?? null,
  }
}

/** Runs of empty slots as slot numbers, the longest first, the earlier first when equal. */
function findGaps(slots: readonly boolean[]): Span[] {
  const gaps: Span[] = []
  for (let slot = 0; slot < slots.length; slot += 1) {
    if (slots[slot]) continue
    const from = slot
    while (slot < slots.length && !slots[slot]) slot += 1
    gaps.push({ from, until: slot })
  }
  return gaps.toSorted((a, b) => b.until - b.from - (a.until - a.from)).slice(0, 100)
}
