import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'
import { addTallies, type Tally } from '#domain/alarm/tally.ts'
import { formatDuration } from '#domain/duration.ts'
import { SECOND } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'

import { channelName, deviceName, placeName } from './parameters.ts'
import { formatOptional, instant } from './shapes.ts'
import type { ChannelTrial, Outcome } from './trial.ts'

/** Alarms that are listed for each of the two limits; all of them count. */
const ALARMS_MAX = 1_000

const durationText = z.string().meta({ examples: ['PT30M'] })
const tallyShape = z
  .object({
    alarmCount: z.number().int(),
    pendingCount: z.number().int().meta({ description: 'Over before the on-delay.' }),
    alarmsPerWeek: z.number(),
    outside: durationText.meta({ description: 'How long it was outside in all.' }),
    alarmed: durationText.meta({ description: 'The same, of what was raised.' }),
    longest: durationText.nullable(),
  })
  .meta({ description: 'What a limit would have done.' })
const alarmShape = z.object({
  device: deviceName,
  channel: channelName,
  place: placeName,
  from: instant.meta({ description: 'When it went outside.' }),
  raisedAt: instant,
  until: instant.nullable().meta({ description: 'When it came back; null: it has not.' }),
  lasted: durationText,
  level: z.number().int(),
  priority: z.enum(PRIORITIES),
  worst: z.number().meta({ description: 'What was measured farthest beyond the bound.' }),
})
const sideShape = z.object({
  total: tallyShape,
  alarms: z.array(alarmShape).meta({ description: `By channel, at most ${ALARMS_MAX}.` }),
  alarmsLeftOut: z.number().int().meta({ description: 'More of them, which are not listed.' }),
})

export const trialShape = z
  .object({
    from: instant,
    until: instant,
    channelCount: z.number().int().meta({ description: 'Channels that it would have watched.' }),
    channelsLeftOut: z.number().int().meta({
      description: 'Those that were not reached in time; 0: the answer is whole.',
    }),
    inForceVersion: z.number().int().nullable().meta({
      description: 'Version of the limit of this id that is in force; null: there is none.',
    }),
    channels: z.array(
      z.object({
        device: deviceName,
        channel: channelName,
        place: placeName,
        from: instant,
        until: instant,
        tried: tallyShape.nullable().meta({
          description: 'null: the limit does not concern this channel.',
        }),
        inForce: tallyShape.nullable(),
      }),
    ),
    tried: sideShape,
    inForce: sideShape.nullable(),
  })
  .meta({ description: 'What a limit would have done, beside what the one in force would have.' })

export interface TrialFrame {
  readonly from: number
  readonly until: number
  readonly zone: string
  readonly channelCount: number
  readonly inForceVersion: number | null
}

export function toTrialView(
  trials: readonly ChannelTrial[],
  { zone, from, until, channelCount, inForceVersion }: TrialFrame,
): z.output<typeof trialShape> {
  return {
    from: formatInstant(zone, from),
    until: formatInstant(zone, until),
    channelCount,
    channelsLeftOut: channelCount - trials.length,
    inForceVersion,
    channels: trials.map(({ watched, tried, inForce }) => ({
      device: watched.channel.device,
      channel: watched.channel.name,
      place: watched.place,
      from: formatInstant(zone, watched.from),
      until: formatInstant(zone, watched.until),
      tried: tried && toTallyView(tried),
      inForce: inForce && toTallyView(inForce),
    })),
    tried: toSideView(trials, (one) => one.tried, zone),
    inForce: inForceVersion === null ? null : toSideView(trials, (one) => one.inForce, zone),
  }
}

function toSideView(
  trials: readonly ChannelTrial[],
  sideOf: (trial: ChannelTrial) => Outcome | null,
  zone: string,
): z.output<typeof sideShape> {
  const total = addTallies(trials.flatMap((trial) => sideOf(trial) ?? []))
  const alarms = trials.flatMap((trial) => toAlarmViews(trial, sideOf(trial), zone))
  const listed = alarms.slice(0, ALARMS_MAX)
  return { total: toTallyView(total), alarms: listed, alarmsLeftOut: alarms.length - listed.length }
}

function toTallyView(one: Tally): z.output<typeof tallyShape> {
  return {
    alarmCount: one.alarmCount,
    pendingCount: one.pendingCount,
    alarmsPerWeek: Math.round(one.alarmsPerWeek * 100) / 100,
    outside: toDurationText(one.outside),
    alarmed: toDurationText(one.alarmed),
    longest: one.longest === null ? null : toDurationText(one.longest),
  }
}

function toAlarmViews(
  { watched }: ChannelTrial,
  outcome: Outcome | null,
  zone: string,
): z.output<typeof alarmShape>[] {
  const { channel, place, until: end } = watched
  return (outcome?.alarms ?? []).map(({ from, raisedAt, until, level, priority, worst }) => ({
    device: channel.device,
    channel: channel.name,
    place,
    from: formatInstant(zone, from),
    raisedAt: formatInstant(zone, raisedAt ?? from),
    until: formatOptional(zone, until),
    lasted: toDurationText((until ?? end) - from),
    level,
    priority,
    worst,
  }))
}

/** Whole seconds: what lasted for milliseconds less is no other fact. */
function toDurationText(milliseconds: number): string {
  return formatDuration(Math.round(milliseconds / SECOND) * SECOND)
}
