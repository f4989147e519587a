import { z } from 'zod'

import { PRIORITIES, type Priority } from '#domain/alarm/limit.ts'
import { unitOfMeasure } from '#domain/alarm/measure.ts'
import { BOARD_OF_PLACE } from '#domain/board.ts'
import { quantityOfChannel } from '#domain/channel.ts'
import { formatDuration } from '#domain/duration.ts'
import { PLACE_KINDS } from '#domain/place.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'

import type { AlarmSubject } from './alarm-book.ts'
import { alarmEventShape, alarmShape, toAlarmView, toEventView } from './alarm-shape.ts'
import { siteName } from './parameters.ts'
import { text } from './shapes.ts'

/** Alarms and what happened to them with all that a reader needs beside it, in words. */

const aboutShape = z
  .object({
    name: text.meta({ description: 'What is wrong, as the limit says.' }),
    placeName: text,
    placeKind: z.enum(PLACE_KINDS).nullable(),
    site: siteName.nullable(),
    board: z.string().meta({
      description: 'Id of the dashboard that shows such places.',
      examples: ['vats'],
    }),
    unit: z.string().meta({ description: 'UCUM code of `value`.', examples: ['Cel'] }),
    response: text.meta({ description: 'What to do.' }),
    timeToRespond: z
      .string()
      .nullable()
      .meta({
        description: 'How soon it must be under way.',
        examples: ['PT1H'],
      }),
  })
  .meta({ description: 'What an alarm is about.' })

export const alarmRowShape = alarmShape.extend({ about: aboutShape })
export type AlarmRow = z.output<typeof alarmRowShape>

export const alarmEventRowShape = alarmEventShape.extend({
  priority: z
    .enum(PRIORITIES)
    .nullable()
    .meta({ description: 'Of the level that it was at then.' }),
  now: alarmRowShape.meta({ description: 'The alarm as it is now.' }),
})
export type AlarmEventRow = z.output<typeof alarmEventRowShape>

export function toAlarmRow(alarm: AlarmRecord, subject: AlarmSubject, zone: string): AlarmRow {
  return Object.assign(toAlarmView(alarm, zone), { about: toAbout(alarm, subject) })
}

/** An event, the alarm that it happened to, and how worth telling it was. */
export interface DescribedEvent {
  readonly event: AlarmEvent
  readonly alarm: AlarmRecord
  readonly subject: AlarmSubject
  readonly priority: Priority | null
}

export function toEventRow(
  { event, alarm, subject, priority }: DescribedEvent,
  zone: string,
): AlarmEventRow {
  const now = toAlarmRow(alarm, subject, zone)
  return Object.assign(toEventView(event, zone), { priority, now })
}

function toAbout({ limit: id, channel, place: placeId }: AlarmRecord, subject: AlarmSubject) {
  const { limit, place } = subject
  const quantity = quantityOfChannel(channel) ?? { unit: '1' }
  return {
    name: limit?.name ?? untold(id),
    placeName: place?.name ?? untold(placeId),
    placeKind: place?.kind ?? null,
    site: place?.site ?? null,
    board: place === undefined ? 'devices' : BOARD_OF_PLACE[place.kind],
    unit: limit === undefined ? quantity.unit : unitOfMeasure(limit.measure, quantity),
    response: limit?.response ?? untold(''),
    timeToRespond: limit === undefined ? null : formatDuration(limit.timeToRespond),
  }
}

/** Better an id than nothing. */
function untold(id: string) {
  return { vi: id, en: id }
}
