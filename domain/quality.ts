/**
 * How far a reading can be trusted, as one small integer that is stored beside the value:
 * `q = status + timeQuality (+ LATE) (+ DERIVED)`. Statuses are OPC's (192 good, 64 uncertain, 0 bad), so `q >= 192`
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
/** Added when the reading was computed from others of its device: no sensor said it. */
const DERIVED = 8
const STATUS_BITS = 192
const TIME_BITS = 3

export interface Quality {
  readonly status: Status
  readonly timeQuality: TimeQuality
  readonly late: boolean
  readonly derived: boolean
}

export function encodeQuality({ status, timeQuality, late, derived }: Quality): number {
  const time = TIME_QUALITIES.indexOf(timeQuality)
  return STATUS[status] + time + (late ? LATE : 0) + (derived ? DERIVED : 0)
}

/** The quality of what is computed from two readings: of each part of it the worse, for times are in order of trust. */
export function deriveQuality(one: number, other: number): number {
  const status = Math.min(one & STATUS_BITS, other & STATUS_BITS)
  const time = Math.max(one & TIME_BITS, other & TIME_BITS)
  return status | time | ((one | other) & LATE) | DERIVED
}

export function decodeQuality(q: number): Quality {
  return {
    status: q >= STATUS.good ? 'good' : q >= STATUS.uncertain ? 'uncertain' : 'bad',
    timeQuality: TIME_QUALITIES[q & TIME_BITS] ?? 'server',
    late: (q & LATE) !== 0,
    derived: (q & DERIVED) !== 0,
  }
}

/** The device claimed a time that could not be right, and the gateway's was taken instead. */
export function isMisdated(q: number): boolean {
  const { status, timeQuality } = decodeQuality(q)
  return status === 'uncertain' && timeQuality === 'gateway'
}
