import { z } from 'zod'

import type { AlarmOutcome, Alarms } from '#store/registry/contract-alarms.ts'

import { alarmShape, phase, toAlarmView } from '../alarm-shape.ts'
import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { id, placeName, shortText, siteName, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireNamed } from '../require-named.ts'
import type { App } from '../server.ts'
import { zoneOf } from '../zone-of.ts'

/** Alarms of one request. */
const MANY_MAX = 500
const IDS_RULE = `a list of 1 to ${MANY_MAX} ids of alarms`
const WHICH_RULE = 'either "ids", or at least one of "site", "place", "limitId" and "phase"'

const body = z
  .strictObject(
    {
      by: shortText,
      reason: shortText.optional(),
      ids: z
        .array(z.int('a whole number'), IDS_RULE)
        .min(1, IDS_RULE)
        .max(MANY_MAX, IDS_RULE)
        .optional(),
      site: siteName.optional(),
      place: placeName.optional(),
      limitId: id.optional(),
      phase: phase.optional(),
    },
    'a JSON object',
  )
  .refine(({ ids, site, place, limitId, phase: one }) => {
    const isFiltered = [site, place, limitId, one].some((part) => part !== undefined)
    return isFiltered !== (ids !== undefined)
  }, WHICH_RULE)
  .meta({ examples: [{ by: 'Lan', reason: 'Mất điện cả xã', site: 'phu-khuong' }] })

const outcomeShape = z.object({
  id: z.number().int(),
  alarm: alarmShape
    .nullable()
    .meta({ description: 'As it is now; null: it was not acknowledged.' }),
  code: z.string().nullable().meta({ description: 'Why it was not, for programs.' }),
  detail: z.string().nullable().meta({ description: 'Why it was not.' }),
})

const acknowledge = {
  operationId: 'acknowledgeAlarms',
  tags: ['alarms'],
  summary:
    'Say that somebody answers many: those named, or those that wait at a site, at a place, of a limit',
  querystring: z.strictObject({ timezone }),
  body,
  response: {
    200: z
      .object({
        items: z.array(outcomeShape),
        hasMore: z.boolean().meta({ description: `Only the first ${MANY_MAX} were looked at.` }),
      })
      .meta({ description: 'What came of each.' }),
    ...problemResponses('bad-request', 'not-found'),
  },
}

/** What may wait for an answer. */
const WAITING = ['active-unacknowledged', 'clearing', 'cleared-unacknowledged'] as const

export function registerAlarmMany(app: App, options: ApiOptions): void {
  const { alarms } = options.registry
  app.post(
    '/api/v1/alarms/acknowledge',
    { schema: acknowledge },
    async ({ query, body: asked }) => {
      await requireNamed(options.registry, asked)
      const zone = zoneOf(options, query)
      const { by, reason } = asked
      const command = { kind: 'acknowledge', at: Date.now(), by, ...given({ reason }) } as const
      const { ids, hasMore } = await findMany(alarms, asked)
      const outcomes = await alarms.actAll(ids.map((one) => ({ id: one, command })))
      return { items: outcomes.map((outcome) => toView(outcome, zone)), hasMore }
    },
  )
}

async function findMany(
  alarms: Alarms,
  { ids, site, place, limitId, phase: one }: z.output<typeof body>,
): Promise<{ ids: readonly number[]; hasMore: boolean }> {
  if (ids !== undefined) return { ids: [...new Set(ids)], hasMore: false }
  const phases = one === undefined ? WAITING : [one]
  const where = given({ site, place, limitId })
  const found = await alarms.list({ ...where, phases, limit: MANY_MAX + 1 })
  return {
    ids: found.slice(0, MANY_MAX).map((alarm) => alarm.id),
    hasMore: found.length > MANY_MAX,
  }
}

function toView(outcome: AlarmOutcome, zone: string): z.output<typeof outcomeShape> {
  const { id: alarmId } = outcome
  if ('alarm' in outcome) {
    return { id: alarmId, alarm: toAlarmView(outcome.alarm, zone), code: null, detail: null }
  }
  const { code, message: detail } = outcome.error
  return { id: alarmId, alarm: null, code, detail }
}
