/**
 * How far a reading can be trusted, as one small integer that is stored beside the value:
 * `q = status + timeQuality (+ LATE)`. Statuses are OPC's (192 good, 64 uncertain, 0 bad), so `q >= 192`
 * reads "good" and `q >= 64` "usable" in any query language; the low bits are ours.
 */
export const STATUS = { good: 192, uncertain: 64, bad: 0 } as const
export type Status = keyof typeof STATUS

/** Aggregates use only readings with `q >= USABLE_MIN`. */
export const USABLE_MIN = STATUS.uncertain

/** Whose clock gave `measuredAt`. The index is what is stored. */
export const TIME_QUALITIES = ['device-utc', 'device-local', 'gateway', 'server'] as const
export type TimeQuality = (typeof TIME_QUALITIES)[number]

/** Added when the reading arrived long after it was measured (backfill after an outage). */
const LATE = 4

export interface Quality {
  readonly status: Status
  readonly timeQuality: TimeQuality
  readonly late: boolean
}

export function encodeQuality({ status, timeQuality, late }: Quality): number {
  return STATUS[status] + TIME_QUALITIES.indexOf(timeQuality) + (late ? LATE : 0)
}

export function decodeQuality(q: number): Quality {
  return {
    status: q >= STATUS.good ? 'good' : q >= STATUS.uncertain ? 'uncertain' : 'bad',
    timeQuality: TIME_QUALITIES[q & 3] ?? 'server',
    late: (q & LATE) !== 0,
  }
}
