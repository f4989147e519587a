import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'
import { PHASE_NAMES, PHASES } from '#domain/alarm/state.ts'
import { isSuppression, SUPPRESSIONS } from '#domain/alarm/suppression.ts'
import { TRANSITIONS } from '#domain/alarm/transition.ts'
import type { Text } from '#domain/text.ts'
import { formatInstant } from '#domain/zone.ts'
import type { AlarmEvent, AlarmEventKind, AlarmRecord } from '#store/registry/contract-alarms.ts'

import { channelName, deviceName, id, placeName } from './parameters.ts'
import { formatOptional, instant, text } from './shapes.ts'

/** Alarms and their history as answers carry them. */

export const phase = z.enum(PHASES, `one of ${PHASES.join(', ')}`)
export const priority = z.enum(PRIORITIES, `one of ${PRIORITIES.join(', ')}`)

export const alarmShape = z
  .object({
    id: z.number().int(),
    limit: id,
    limitVersion: z.number().int(),
    device: deviceName,
    channel: channelName,
    place: placeName,
    phase,
    phaseName: text,
    level: z.number().int().meta({ description: '0: none; higher is worse.' }),
    priority: priority.nullable(),
    silent: z.boolean().meta({ description: 'Shelved, suppressed, out of service or past.' }),
    suppressions: z
      .array(z.object({ reason: z.string(), name: text }))
      .meta({ description: 'Why logic keeps it silent.' }),
    past: z
      .boolean()
      .meta({ description: 'Its device catches up: how it is now is not known yet.' }),
    since: instant.meta({ description: 'When its phase or level changed last.' }),
    raisedAt: instant.nullable(),
    value: z.number().nullable().meta({
      description: 'What was measured when the condition changed last.',
    }),
    assignee: z.string().nullable(),
  })
  .meta({ description: 'One limit on one channel, once it was out of order.' })

export function toAlarmView(alarm: AlarmRecord, zone: string): z.output<typeof alarmShape> {
  return {
    ...alarm,
    phaseName: PHASE_NAMES[alarm.phase],
    suppressions: alarm.suppressions.map(toSuppressionView),
    since: formatInstant(zone, alarm.since),
    raisedAt: formatOptional(zone, alarm.raisedAt),
  }
}

function toSuppressionView(reason: string): { reason: string; name: Text } {
  return { reason, name: isSuppression(reason) ? SUPPRESSIONS[reason] : { vi: reason, en: reason } }
}

const EVENT_NAMES: Readonly<Record<AlarmEventKind, Text>> = {
  ...TRANSITIONS,
  commented: { vi: 'Ghi chú', en: 'Commented' },
  'corrective-action': { vi: 'Đã khắc phục', en: 'Corrective action' },
  assigned: { vi: 'Giao cho', en: 'Assigned' },
}

export const EVENT_KINDS = Object.keys(EVENT_NAMES) as readonly AlarmEventKind[]

export const alarmEventShape = z
  .object({
    id: z.number().int(),
    alarm: z.number().int(),
    kind: z.string().meta({ examples: ['raised'] }),
    kindName: text,
    at: instant,
    recordedAt: instant.meta({
      description: 'When it was written: later than `at` where readings came late.',
    }),
    from: phase,
    to: phase,
    level: z.number().int(),
    silent: z.boolean(),
    by: z.string().nullable().meta({ description: 'null: it came by itself.' }),
    reason: z.string().nullable().meta({
      description: 'Why; of a comment and of a corrective action its text.',
    }),
    value: z.number().nullable(),
    limitVersion: z.number().int(),
    assignee: z.string().nullable().meta({ description: 'Of an assignment: to whom.' }),
  })
  .meta({ description: 'What happened to an alarm; kept for ever.' })

export function toEventView(event: AlarmEvent, zone: string): z.output<typeof alarmEventShape> {
  const { kind, at, recordedAt } = event
  const times = { at: formatInstant(zone, at), recordedAt: formatInstant(zone, recordedAt) }
  return { ...event, ...times, kindName: EVENT_NAMES[kind] }
}
