import { SECOND } from '#domain/time.ts'

const DELAY_MIN = SECOND / 10
const DELAY_MAX = 30 * SECOND

/** Where the cause is known to pass soon. */
const DELAY_MAX_OF_CODE: Readonly<Record<string, number>> = {
  // Sealing, which this process does itself, makes room in a second or two.
  READINGS_OVERLOADED: SECOND,
}

/**
 * Milliseconds to wait before the next try after `failureCount` failures in a row: doubling from 0.1 s to 30 s, of
 * which the second half is left to chance so that many do not come back at once. `random` is in [0, 1).
 */
export function backoffDelay(failureCount: number, random: number, code = ''): number {
  const delayMax = DELAY_MAX_OF_CODE[code] ?? DELAY_MAX
  const ceiling = Math.min(delayMax, DELAY_MIN * 2 ** Math.max(0, failureCount - 1))
  return ceiling * (0.5 + random / 2)
}
