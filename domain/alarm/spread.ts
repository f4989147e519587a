/** How values lie: of durations, milliseconds. */
export interface Spread {
  readonly count: number
  readonly mean: number
  readonly median: number
  /** Nine of ten are not longer. */
  readonly p90: number
  readonly max: number
}

/** Undefined: there are none, and nothing can be said of them. */
export function toSpread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const sum = sorted.reduce((total, value) => total + value, 0)
  return {
    count: sorted.length,
    mean: sum / sorted.length,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    max: quantile(sorted, 1),
  }
}

/** The smallest value that this share of all does not exceed: one that was measured, never one between two. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
