import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'

import { channelName, deviceName, placeName } from './parameters.ts'
import { instant, text } from './shapes.ts'

const count = z.number().int()
const minutes = z.number().nullable()

const figureShape = z
  .object({
    id: z.string().meta({ examples: ['announced-per-day'] }),
    name: text,
    value: z.number().nullable().meta({ description: 'null: nothing happened to tell of.' }),
    unit: z.enum(['count', 'per-day', 'percent', 'minutes']),
    unitName: text,
    target: z.number().nullable().meta({ description: 'It should not be more.' }),
    isMet: z.boolean().nullable(),
    verdict: text.meta({ description: '`isMet` in words.' }),
    advice: text,
  })
  .meta({ description: 'One number about the alarm system, and what it should be.' })

const priorityShape = z
  .object({
    priority: z.enum(PRIORITIES),
    priorityName: text,
    count,
    sharePercent: z.number().nullable(),
    targetPercent: z.number(),
  })
  .meta({ description: 'Announcements of a priority.' })

const personShape = z
  .object({
    by: z.string().meta({ description: 'The name of the person, or what the requests said.' }),
    person: z.string().nullable().meta({ description: 'Their id; null: nobody is known by it.' }),
    acknowledgedCount: count,
    acknowledgedPerDay: z.number(),
    meanMinutes: minutes,
    medianMinutes: minutes,
    p90Minutes: minutes,
    slowestMinutes: minutes,
  })
  .meta({ description: 'Who answered, and how soon.' })

const alarmShareShape = z
  .object({
    alarm: count,
    name: text,
    place: placeName,
    placeName: text,
    device: deviceName,
    channel: channelName,
    announcedCount: count,
    sharePercent: z.number().nullable(),
    isChattering: z.boolean(),
    isStale: z.boolean(),
    remark: text.meta({ description: 'The two before it in words; empty when neither.' }),
  })
  .meta({ description: 'An alarm and its share of all announcements.' })

export const alarmKpisShape = z
  .object({
    from: instant,
    until: instant,
    announcedCount: count,
    unacknowledgedCount: count.meta({ description: 'Now, whatever the span.' }),
    figures: z.array(figureShape),
    priorities: z.array(priorityShape),
    people: z.array(personShape).meta({ description: 'Who answered most comes first.' }),
    topTen: z.array(alarmShareShape),
    stale: z.array(alarmShareShape).meta({ description: 'At most a hundred.' }),
    floods: z.array(
      z
        .object({ from: instant, until: instant, minutes: z.number(), count })
        .meta({ description: 'A time in which more came than a person can answer.' }),
    ),
    days: z.array(z.object({ day: instant, announcedCount: count })),
  })
  .meta({ description: 'How well the alarm system works.' })
export type AlarmKpisView = z.output<typeof alarmKpisShape>
