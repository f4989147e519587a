import { HOUR, MINUTE, SECOND, type Instant } from '#domain/time.ts'

/** What a device's clock said, understood. */
export interface DeviceTime {
  readonly at: Instant
  readonly quality: 'device-utc' | 'device-local'
}

/** Vietnam has one zone, UTC+07:00, without summer time: a time without an offset is meant there. */
const LOCAL_OFFSET = 7 * HOUR
/** Below it a number is seconds (until the year 5138), from it on milliseconds (since March 1973). */
const MILLISECONDS_MIN = 1e11
/** ECMA-262 §21.4.1.1: the last instant that a Date can hold. */
const INSTANT_MAX = 8.64e15

const EPOCH = /^-?\d{1,16}(?:\.\d{1,9})?$/
// RFC 3339 §5.6, also with a blank for the T (its note), without offset, and with ISO 8601's +0700 and +07.
const DATE_TIME =
  /^(\d{4}-\d\d-(\d\d))[Tt ](\d\d:\d\d:)(\d\d)(?:[.,](\d{1,9}))?([Zz]|[+-]\d\d(?::?\d\d)?)?$/

/** RFC 3339 text, or epoch seconds or milliseconds as a number or as digits; `undefined` when it cannot be read. */
export function parseDeviceTime(time: unknown): DeviceTime | undefined {
  if (typeof time === 'number') return parseEpoch(time)
  if (typeof time !== 'string') return undefined
  return EPOCH.test(time) ? parseEpoch(Number(time)) : parseDateTime(time)
}

function parseEpoch(time: number): DeviceTime | undefined {
  const at = Math.round(Math.abs(time) < MILLISECONDS_MIN ? time * SECOND : time)
  return Math.abs(at) <= INSTANT_MAX ? { at, quality: 'device-utc' } : undefined
}

function parseDateTime(text: string): DeviceTime | undefined {
  const match = DATE_TIME.exec(text)
  if (match === null) return undefined
  const [, date, day, minutes, second, fraction = '', offset] = match
  // RFC 3339 §5.7: a leap second is 60; it becomes the first of the next minute.
  const leap = second === '60' ? SECOND : 0
  const wall = Date.parse(`${date}T${minutes}${leap > 0 ? '59' : second}Z`)
  // Date.parse takes 30 February for 1 March, and 24:00 for the next day.
  const isDay = new Date(wall).getUTCDate() === Number(day)
  const shift = offset === undefined ? LOCAL_OFFSET : parseOffset(offset)
  if (!isDay || shift === undefined) return undefined
  const at = wall + leap + Number(fraction.padEnd(3, '0').slice(0, 3)) - shift
  return { at, quality: offset === undefined ? 'device-local' : 'device-utc' }
}

function parseOffset(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = offset.length > 3 ? Number(offset.slice(-2)) : 0
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE)
}
