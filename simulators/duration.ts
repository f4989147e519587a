import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
  ['d', DAY],
])

/** `90s`, `15m`, `6h`, `30d` in milliseconds; `undefined` when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const length = UNITS.get(unit)
  return length === undefined ? undefined : Number(count) * length
}
