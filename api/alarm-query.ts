import { z } from 'zod'

import { ACTIVE_PHASES } from '#domain/alarm/state.ts'
import type { AlarmQuery } from '#store/registry/contract-alarms.ts'

import { phase, priority } from './alarm-shape.ts'
import { given } from './given.ts'
import { deviceNames, id, namesOf, placeNames, shortText, siteNames } from './parameters.ts'

/** What lists of alarms can be asked for. */
export const alarmQueryParameters = {
  phase: namesOf(phase, {
    description: 'Phases, separated by commas. All but `normal` and `pending` when not given.',
    examples: ['active-unacknowledged,cleared-unacknowledged'],
  }).optional(),
  site: siteNames.optional(),
  place: placeNames.optional(),
  device: deviceNames.optional(),
  limitId: namesOf(id, {
    description: 'Ids of limits, separated by commas.',
    examples: ['vat-hot'],
  }).optional(),
  priority: namesOf(priority, {
    description: 'Priorities, separated by commas.',
    examples: ['high,urgent'],
  }).optional(),
  assignee: shortText.optional().meta({ description: 'Who is to answer them.', examples: ['Lan'] }),
  silent: z
    .enum(['true', 'false'], 'true or false')
    .optional()
    .meta({ description: 'Whether nobody is told of them.', examples: ['false'] }),
}

/** What somebody may have to do with. */
export const OPEN_PHASES = [...ACTIVE_PHASES, 'cleared-unacknowledged'] as const

type Asked = z.output<z.ZodObject<typeof alarmQueryParameters>>

export function toAlarmQuery(query: Asked): Omit<AlarmQuery, 'limit' | 'after'> {
  const { phase: phases = OPEN_PHASES, site, place, device, limitId, assignee, silent } = query
  const where = given({ site, place, device, limitId, assignee, priorities: query.priority })
  return { phases, ...where, ...(silent !== undefined && { silent: silent === 'true' }) }
}
