import { DAY, HOUR, type Instant } from '#domain/time.ts'

import { firstDayOf, instantOf, localDay, monthOf } from './calendar.ts'
import { RAIN_NORMALS, STORMS, WET_DAYS } from './climate.ts'
import { memoize } from './memoize.ts'
import { interpolate } from './number.ts'
import { deriveSeed, uniform } from './random.ts'

/** One fall of rain: its intensity rises and falls as half a sine. */
interface Shower {
  readonly startAt: Instant
  readonly duration: number
  /** Share of the month's rain before it is scaled, then millimetres. */
  readonly amount: number
  readonly isStorm: boolean
}

export interface Rain {
  /** mm/h. */
  rateAt(at: Instant): number
  /** Millimetres since January 2020; what fell between two instants is the difference. */
  totalAt(at: Instant): number
  /** 0 without a tropical storm, up to 1 at the height of one. */
  stormAt(at: Instant): number
}

const FIRST_MONTH = 2020 * 12
/** How far a month may be from its normal. */
const MONTH_SPREAD = 0.12
const MONTHS_KEPT_MAX = 1_200

/** Each month gets its showers and storms by chance, scaled to the month's total; nothing is integrated, any instant can be asked. */
export function createRain(seed: number): Rain {
  const planOf = memoize((month) => planMonth(deriveSeed(seed, 'rain'), month), MONTHS_KEPT_MAX)
  const before: (month: number) => number = memoize(
    (month) => (month <= FIRST_MONTH ? 0 : before(month - 1) + sumOf(planOf(month - 1))),
    MONTHS_KEPT_MAX,
  )
  // A shower that begins on the last evening of a month rains into the next.
  const around = (at: Instant) => {
    const month = monthOf(localDay(at))
    return { month, showers: [...planOf(month - 1), ...planOf(month)] }
  }
  const nearby = memoize((day) => around(instantOf(day, 0)), 64)
  const showersAt = (at: Instant) => nearby(localDay(at))
  return {
    rateAt: (at) => sumOver(showersAt(at).showers, (shower) => rateOf(shower, at)),
    totalAt: (at) => {
      const { month, showers } = showersAt(at)
      return before(month - 1) + sumOver(showers, (shower) => fallenOf(shower, at))
    },
    stormAt: (at) => sumOver(showersAt(at).showers, (shower) => stormOf(shower, at)),
  }
}

function planMonth(seed: number, month: number): Shower[] {
  const first = firstDayOf(month)
  const days = firstDayOf(month + 1) - first
  const chance = interpolate(WET_DAYS, month % 12) / days
  const drawn = Array.from({ length: days }, (_, i) => first + i)
    .filter((day) => uniform(seed, day) < chance)
    .map((day) => drawShower(deriveSeed(seed, 'shower'), day, month % 12))
  const showers = [...drawn, ...drawStorms(deriveSeed(seed, 'storm'), month, days)]
  const spread = 1 + MONTH_SPREAD * (2 * uniform(~seed, month) - 1)
  const total = interpolate(RAIN_NORMALS, month % 12) * spread
  const scale = total / Math.max(sumOf(showers), 0.001)
  return showers.map((shower) => Object.assign(shower, { amount: shower.amount * scale }))
}

/** In summer it rains in the afternoon for a short time, from September at any hour and long. */
function drawShower(seed: number, day: number, monthOfYear: number): Shower {
  const isSummer = monthOfYear >= 3 && monthOfYear <= 7
  const draw = (purpose: number) => uniform(seed ^ purpose, day)
  const hour = isSummer ? 13 + 7 * draw(1) : 20 * draw(1)
  const hours = isSummer ? 0.7 + 2.5 * draw(2) : 1.5 + 8 * draw(2)
  const amount = (-Math.log(1 - draw(3))) ** 1.3
  return { startAt: instantOf(day, hour), duration: hours * HOUR, amount, isStorm: false }
}

function drawStorms(seed: number, month: number, days: number): Shower[] {
  const count = Math.floor(interpolate(STORMS, month % 12) + uniform(seed, month))
  return Array.from({ length: count }, (_, i) => {
    const draw = (purpose: number) => uniform(seed ^ purpose, month * 8 + i)
    const startAt = instantOf(firstDayOf(month), 0) + draw(1) * (days - 1) * DAY
    return { startAt, duration: (20 + 16 * draw(2)) * HOUR, amount: 7 + 9 * draw(3), isStorm: true }
  })
}

/** 0 to 1 while it rains, outside of that range before and after. */
function progressOf(shower: Shower, at: Instant): number {
  return (at - shower.startAt) / shower.duration
}

function rateOf(shower: Shower, at: Instant): number {
  const progress = progressOf(shower, at)
  if (progress <= 0 || progress >= 1) return 0
  const peak = ((Math.PI / 2) * shower.amount) / (shower.duration / HOUR)
  return peak * Math.sin(Math.PI * progress)
}

function fallenOf(shower: Shower, at: Instant): number {
  const progress = Math.min(1, Math.max(0, progressOf(shower, at)))
  return (shower.amount * (1 - Math.cos(Math.PI * progress))) / 2
}

function stormOf(shower: Shower, at: Instant): number {
  const progress = progressOf(shower, at)
  return shower.isStorm && progress > 0 && progress < 1 ? Math.sin(Math.PI * progress) : 0
}

function sumOf(showers: readonly Shower[]): number {
  return sumOver(showers, ({ amount }) => amount)
}

function sumOver(showers: readonly Shower[], valueOf: (shower: Shower) => number): number {
  let sum = 0
  for (const shower of showers) sum += valueOf(shower)
  return sum
}
