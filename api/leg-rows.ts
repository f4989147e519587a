import { z } from 'zod'

import type { HeldSummary } from '#domain/held.ts'
import type { LegConditions } from '#domain/leg-conditions.ts'
import { LEG_KINDS, LEG_NAMES, silenceOf, STOP_MIN } from '#domain/leg.ts'
import { MINUTE } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'

import { formatOptional, instant, text } from './shapes.ts'

const optional = (description: string) => z.number().nullable().meta({ description })
const count = (description: string) => z.number().int().nullable().meta({ description })

export const legShape = z
  .object({
    kind: z.enum(LEG_KINDS).meta({
      description: `\`standing\`: for ${STOP_MIN / MINUTE} minutes or longer, a shorter stop is part of \`moving\`; \`unknown\`: nothing was heard for more than ${silenceOf(null) / MINUTE} minutes, or three intervals where these are longer.`,
    }),
    kindName: text,
    from: instant,
    until: instant.nullable().meta({
      description: 'Null when it is still so, or still was at the end of the span.',
    }),
    beganBefore: z.boolean().meta({
      description: 'It began before the span; `from` and all numbers are of the part within.',
    }),
    minutes: z.number().meta({ description: 'So far, where it has no end.' }),
    latitude: optional('Where it was first seen.'),
    longitude: optional('Where it was first seen.'),
    distanceKilometres: optional(
      'What the tracker saw: straight from position to position, so a road is longer. 0 while it stands; null where there is no position, and of `unknown`.',
    ),
    temperatureMinCelsius: optional('Of the channel `temperature`; null where it said nothing.'),
    temperatureMeanCelsius: optional('Weighted by the time for which each reading held.'),
    temperatureMaxCelsius: optional('Of the readings that held at any time of it.'),
    measuredMinutes: z.number().meta({
      description:
        'For how long a temperature was known: a reading holds until the next one, at most three intervals (an hour, where the interval is not known).',
    }),
    outsideMinutes: optional('Of these, outside the limits of vehicles, critically or not.'),
    criticalMinutes: optional('Of these, critically outside.'),
    doorOpeningCount: count('How often the door went from closed to open; null without a door.'),
    shockMaxG: optional('The strongest in either direction.'),
    receivedCount: z.number().int().meta({
      description: 'Readings of the channel that tells the motion.',
    }),
    expectedCount: count('How many should have come; null where the interval is not known.'),
  })
  .meta({ description: 'A vehicle under way or at a stop, and what its load went through.' })
export type LegRow = z.output<typeof legShape>

/** All but the name of the kind, which is in two languages. */
export const LEG_COLUMNS = [
  'kind',
  'from',
  'until',
  'beganBefore',
  'minutes',
  'latitude',
  'longitude',
  'distanceKilometres',
  'temperatureMinCelsius',
  'temperatureMeanCelsius',
  'temperatureMaxCelsius',
  'measuredMinutes',
  'outsideMinutes',
  'criticalMinutes',
  'doorOpeningCount',
  'shockMaxG',
  'receivedCount',
  'expectedCount',
] as const satisfies readonly (keyof LegRow)[]

export function toLegRow(leg: LegConditions, every: number | null, zone: string): LegRow {
  const { kind, from, until, beganBefore, goesOn, position, metres, shock } = leg
  const duration = until - from
  return {
    kind,
    kindName: LEG_NAMES[kind],
    from: formatInstant(zone, from),
    until: formatOptional(zone, goesOn ? null : until),
    beganBefore,
    minutes: toMinutes(duration),
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    distanceKilometres: metres === undefined ? null : round(metres / 1_000, 1),
    ...toTemperature(leg.temperature),
    doorOpeningCount: leg.doorOpenings ?? null,
    shockMaxG: shock ?? null,
    receivedCount: leg.motionCount,
    expectedCount: every === null ? null : Math.round(duration / every),
  }
}

function toTemperature(held: HeldSummary | undefined) {
  return {
    temperatureMinCelsius: held?.min ?? null,
    temperatureMeanCelsius: held === undefined ? null : round(held.sum / held.duration, 2),
    temperatureMaxCelsius: held?.max ?? null,
    measuredMinutes: toMinutes(held?.duration ?? 0),
    outsideMinutes: held === undefined ? null : toMinutes(held.outside),
    criticalMinutes: held === undefined ? null : toMinutes(held.critical),
  }
}

function toMinutes(milliseconds: number): number {
  return round(milliseconds / MINUTE, 1)
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}
