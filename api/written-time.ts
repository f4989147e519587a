import { DAY, HOUR, MINUTE, SECOND, type Instant } from '#domain/time.ts'
import { toInstant } from '#domain/zone.ts'

/** A time as a person wrote it: an instant when an offset was given, else what a clock on the wall shows. */
export type WrittenTime = { readonly instant: Instant } | { readonly local: number }

const TIME = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|z|[+ -]\d\d:\d\d)?)?$/

/** No sensor of ours reported before, and beyond it nobody plans; what is outside is a mistake. */
const [YEAR_MIN, YEAR_MAX] = [1970, 2199]

/**
 * Reads RFC 3339 (`2026-10-01T07:30:00+07:00`), the same without offset, or a date, which means its first instant;
 * without offset it is meant in the zone of the request. A `+` that a query string turned into a space is understood.
 * Undefined for anything else, 30 February included.
 */
export function parseWrittenTime(text: string): WrittenTime | undefined {
  const [, date, clock = '00:00', offset] = TIME.exec(text) ?? []
  if (date === undefined) return undefined
  const local = Date.parse(`${date}T${clock}Z`)
  const year = Number(date.slice(0, 4))
  if (year < YEAR_MIN || year > YEAR_MAX) return undefined
  // Date.parse takes 30 February for 2 March; a real date survives the way back.
  const isReal = !Number.isNaN(local) && new Date(local).toISOString().startsWith(date)
  if (!isReal) return undefined
  if (offset === undefined) return { local }
  const minutes = parseOffsetMinutes(offset)
  return minutes === undefined ? undefined : { instant: local - minutes * MINUTE }
}

export function resolveTime(written: WrittenTime, zone: string): Instant {
  return 'instant' in written ? written.instant : toInstant(zone, written.local)
}

const DURATION = /^(?:P(\d+)D|(?:P(?:(\d+)D)?T)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?|(\d+)(s|m|h|d))$/i
/** Ten years and some; nobody summarizes more. */
const DURATION_MAX = 3_660 * DAY
const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }

/** Reads `30s`, `15m`, `1h`, `1d` and the same in ISO 8601: `PT15M`, `P1D`, `P1DT12H`; milliseconds. Undefined for 0, for more than 3,660 days and for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text)
  if (match === null) return undefined
  const [, onlyDays, days, hours, minutes, seconds, count, unit = ''] = match
  const sum =
    (Number(onlyDays ?? 0) + Number(days ?? 0)) * DAY +
    Number(hours ?? 0) * HOUR +
    Number(minutes ?? 0) * MINUTE +
    Number(seconds ?? 0) * SECOND +
    Number(count ?? 0) * (UNITS[unit.toLowerCase()] ?? 0)
  return sum > 0 && sum <= DURATION_MAX ? sum : undefined
}

function parseOffsetMinutes(offset: string): number | undefined {
  if (/^z$/i.test(offset)) return 0
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4))]
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
