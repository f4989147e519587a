import { z } from 'zod'

import { DAY, type Instant } from '#domain/time.ts'
import { offsetAt, toInstant } from '#domain/zone.ts'

/** Fields of EPCIS 2.0 §8.2.5.3, from the finest to the coarsest, with the values that they may have. */
const RANGES = {
  second: [0, 59],
  minute: [0, 59],
  hour: [0, 23],
  dayOfMonth: [1, 31],
  month: [1, 12],
  dayOfWeek: [1, 7],
} as const
type FieldName = keyof typeof RANGES
const NAMES = Object.keys(RANGES) as FieldName[]
/** Four years: 29 February comes within them, but for one turn of a century in four. */
const DAYS_MAX = 8 * 366 + 2

/** Which values of each field fit, in order. */
export type Schedule = Readonly<Record<FieldName, readonly number[]>>

const field = (name: FieldName) => {
  const [low, high] = RANGES[name]
  const accepted = `numbers from ${low} to ${high}, such as "${low}", "${low},${high}", "[${low}-${high}]" or "${low}/5" (every fifth from ${low})`
  return z
    .union([z.string(), z.number()], accepted)
    .refine((value) => parseField(String(value), name) !== undefined, accepted)
    .optional()
}

export const scheduleShape = z
  .strictObject(
    {
      second: field('second'),
      minute: field('minute'),
      hour: field('hour'),
      dayOfMonth: field('dayOfMonth'),
      month: field('month'),
      dayOfWeek: field('dayOfWeek'),
    },
    `an object with some of ${NAMES.join(', ')}`,
  )
  .refine((value) => Object.keys(value).length > 0, `an object with some of ${NAMES.join(', ')}`)

/**
 * A field that is not given fits always, but for those finer than the finest that is given: "at 1:05" is once a day and not
 * every second of that minute (GS1's own example).
 */
export function toSchedule(given: z.output<typeof scheduleShape>): Schedule {
  const finest = NAMES.findIndex((name) => given[name] !== undefined)
  const entries = NAMES.map((name, index) => {
    const [low, high] = RANGES[name]
    const text = given[name]
    const isFixed = text === undefined && index < finest && index < NAMES.indexOf('dayOfMonth')
    const values = text === undefined ? undefined : parseField(String(text), name)
    return [name, values ?? (isFixed ? [low] : range(low, high))]
  })
  return Object.fromEntries(entries) as Schedule
}

/** The first instant after `after` that fits, by the clock of the zone; undefined: there is none, as on 31 February. */
export function findNext(schedule: Schedule, zone: string, after: Instant): Instant | undefined {
  const local = after + offsetAt(zone, after)
  const today = Math.floor(local / DAY) * DAY
  for (let day = 0; day < DAYS_MAX; day += 1) {
    const midnight = today + day * DAY
    if (!isDay(schedule, midnight)) continue
    for (const time of timesOf(schedule)) {
      const at = toInstant(zone, midnight + time)
      if (at > after) return at
    }
  }
  return undefined
}

function isDay({ dayOfMonth, month, dayOfWeek }: Schedule, midnight: number): boolean {
  const date = new Date(midnight)
  // Monday is 1 and Sunday 7.
  const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay()
  return (
    dayOfMonth.includes(date.getUTCDate()) &&
    month.includes(date.getUTCMonth() + 1) &&
    dayOfWeek.includes(weekday)
  )
}

function* timesOf({ hour, minute, second }: Schedule): Generator<number> {
  for (const h of hour) {
    for (const m of minute) {
      for (const s of second) yield ((h * 60 + m) * 60 + s) * 1_000
    }
  }
}

function parseField(text: string, name: FieldName): readonly number[] | undefined {
  const [low, high] = RANGES[name]
  const values = text.split(',').map((part) => parsePart(part.trim(), high))
  if (values.includes(undefined)) return undefined
  const all = values.flatMap((some) => some ?? []).toSorted((a, b) => a - b)
  const isRight = all.length > 0 && all.every((value) => value >= low && value <= high)
  return isRight ? [...new Set(all)] : undefined
}

function parsePart(part: string, high: number): readonly number[] | undefined {
  const [, single, from, until, start, step] =
    /^(?:(\d{1,2})|\[(\d{1,2})-(\d{1,2})\]|(\d{1,2})\/(\d{1,2}))$/.exec(part) ?? []
  if (single !== undefined) return [Number(single)]
  if (from !== undefined) return range(Number(from), Number(until))
  if (start === undefined || Number(step) === 0) return undefined
  return range(Number(start), high).filter((value) => (value - Number(start)) % Number(step) === 0)
}

function range(low: number, high: number): number[] {
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index)
}
