import { z } from 'zod'

import { peopleOf, findOnDuty, type Roster } from '#domain/notification/roster.ts'
import { formatInstant } from '#domain/zone.ts'

import { personName, rosterFields } from '../notification-shape.ts'
import type { ApiOptions } from '../options.ts'
import { id, timeParameter } from '../parameters.ts'
import { FieldsProblem } from '../problem.ts'
import type { App } from '../server.ts'
import { checkNames, checkUnused } from '../setting-names.ts'
import { registerSettings } from '../setting-routes.ts'
import { instant } from '../shapes.ts'
import { resolveTime } from '../written-time.ts'

const time = (description: string) =>
  timeParameter({ description, examples: ['2026-12-24T18:00:00+07:00'] })
const substitution = z.strictObject(
  { from: time('When it begins.'), until: time('When it is over.'), person: personName },
  'an object with from, until and person',
)
const body = z.strictObject(
  {
    ...rosterFields,
    substitutions: z
      .array(substitution, 'a list of substitutions')
      .max(200, 'at most 200 substitutions')
      .default([]),
  },
  'a JSON object',
)
const view = z
  .object({
    id,
    ...rosterFields,
    timezone: z.string(),
    substitutions: z.array(z.object({ from: instant, until: instant, person: personName })),
    onDuty: personName.nullable().meta({ description: 'Whose turn it is now.' }),
  })
  .meta({ description: 'People who take turns.' })

/** Who is on duty. */
export function registerRosters(app: App, { registry, timezone }: ApiOptions): void {
  registerSettings(app, {
    path: 'rosters',
    one: 'roster',
    example: 'ca-truc',
    body,
    view,
    settings: registry.rosters,
    toSetting: async (rosterId, fields) => {
      const roster = toRoster(rosterId, fields, fields.timezone ?? timezone)
      await checkNames('people', peopleOf(roster), { settings: registry, field: 'people' })
      return roster
    },
    toView,
    checkUnused: (roster) => checkUnused(registry, { roster }),
  })
}

function toRoster(rosterId: string, fields: z.output<typeof body>, zone: string): Roster {
  const substitutions = fields.substitutions.map(({ from, until, person }, index) => {
    const span = { from: resolveTime(from, zone), until: resolveTime(until, zone), person }
    if (span.from < span.until) return span
    const name = `substitutions.${index}`
    const detail = {
      vi: `Trường '${name}' kết thúc lúc bắt đầu hoặc trước đó; phải kết thúc muộn hơn.`,
      en: `Field '${name}' ends when it begins or before; accepted is an end that is later.`,
    }
    throw new FieldsProblem('REQUEST_INVALID', [{ in: 'body', name, detail }])
  })
  return { id: rosterId, ...fields, timezone: zone, substitutions }
}

function toView(roster: Roster): z.output<typeof view> {
  const { timezone: zone, people } = roster
  const substitutions = roster.substitutions.map(({ from, until, person }) => {
    return { from: formatInstant(zone, from), until: formatInstant(zone, until), person }
  })
  const onDuty = findOnDuty(roster, Date.now()) ?? null
  return { ...roster, people: [...people], substitutions, onDuty }
}
