import type { Span } from '#store/readings/contract.ts'

/** Of all together, milliseconds: what lies in several of them counts once. */
export function lengthOf(spans: readonly Span[]): number {
  let [length, countedUntil] = [0, -Infinity]
  for (const { from, until } of spans.toSorted((one, other) => one.from - other.from)) {
    length += Math.max(0, until - Math.max(from, countedUntil))
    countedUntil = Math.max(countedUntil, until)
  }
  return length
}
