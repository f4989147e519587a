import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'

/** The last millisecond that a 64-bit count of nanoseconds can hold, in the year 2262. */
const MEASURED_AT_MAX = 9_223_372_036_854
const QUALITY_MAX = 255

/** Why the engine will never take this reading; undefined when it does. */
export function findRefusal(
  { measuredAt, value, quality }: Reading,
  rawFrom: Instant,
): string | undefined {
  if (!Number.isFinite(value)) return `the value ${value} is not a finite number`
  if (!Number.isInteger(measuredAt) || measuredAt < 0 || measuredAt > MEASURED_AT_MAX) {
    return `measuredAt ${measuredAt} is not a whole millisecond between 1970 and 2262`
  }
  if (!Number.isInteger(quality) || quality < 0 || quality > QUALITY_MAX) {
    return `the quality ${quality} is not a whole number from 0 to ${QUALITY_MAX}`
  }
  if (measuredAt >= rawFrom) return undefined
  const kept = new Date(rawFrom).toISOString()
  return `measured at ${new Date(measuredAt).toISOString()}, but raw readings are kept from ${kept} on`
}
