import type { Instant } from '#domain/time.ts'

/** RFC 3339 §5.6 with the offset that it demands; `xsd:dateTimeStamp` takes any number of decimals. */
const TIME =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/i

/**
 * To the nearest millisecond, a half upwards (CBV 2.0 §8.9.2 rule 9). Undefined: it is no time, has no offset, or is a
 * day or hour that there is not. A leap second is the first instant after it.
 */
export function parseTime(text: string): Instant | undefined {
  const [all, day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    TIME.exec(text.replace(' ', 'T')) ?? []
  if (all === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // `Date.parse` takes 31 February for 3 March.
  if (!Number.isFinite(midnight) || !new Date(midnight).toISOString().startsWith(day))
    return undefined
  const minutes = Number(hour) * 60 + Number(minute) - toOffsetMinutes(zone)
  if (Number(second) > 59 && !isLeapSecond(second, minutes)) return undefined
  return midnight + (minutes * 60 + Number(second)) * 1_000 + toMilliseconds(fraction)
}

function toMilliseconds(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0')) + (fraction.charAt(3) >= '5' ? 1 : 0)
}

function toOffsetMinutes(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

/** One is only ever added at the end of a day of UTC. */
function isLeapSecond(second: string, minutes: number): boolean {
  return second === '60' && (minutes + 1) % (24 * 60) === 0
}
