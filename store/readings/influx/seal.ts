/** An hour as rolled up; `min` … `last` mean nothing when `count` is 0. */
export interface HourlyFields {
  readonly count: number
  readonly min: number
  readonly max: number
  readonly sum: number
  readonly last: number
}

/** Seal of an hour that is not to be believed: readings of it came after it was rolled up, or it never was. */
export const STALE = 0

/**
 * The checksum (FNV-1a, 32 bits, never 0) that makes a roll-up believable. InfluxDB stores and reads each field by itself: a query
 * that runs while a roll-up is written sees some old and some new ones, and only a checksum over all of them shows that.
 */
export function computeSeal({ count, min, max, sum, last }: HourlyFields): number {
  const text = count === 0 ? '0' : [count, min, max, sum, last].join(' ')
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0 || 1
}
