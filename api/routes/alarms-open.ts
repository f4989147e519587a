import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'
import { listAll } from '#store/registry/list-all.ts'

import { AlarmBook } from '../alarm-book.ts'
import { alarmPlaceParameters, findPlaces } from '../alarm-places.ts'
import { OPEN_PHASES } from '../alarm-query.ts'
import { alarmRowShape, toAlarmRow } from '../alarm-row-shape.ts'
import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { zoneOf } from '../zone-of.ts'

const list = {
  operationId: 'listOpenAlarms',
  tags: ['alarms'],
  summary: 'The alarms that somebody may have to do with, the worst first',
  description: [
    'Those that wait for an answer before those that have one, the longest standing first; silent ones at the end.',
    'Each says in words what it is about and what to do.',
    'Example: `GET /api/v1/alarms/open?site=phu-khuong`',
  ].join('\n\n'),
  querystring: z.strictObject({ ...alarmPlaceParameters, ...pageParameters }),
  response: { 200: pageOf(alarmRowShape), ...problemResponses('bad-request', 'not-found') },
}

export function registerOpenAlarms(app: App, options: ApiOptions): void {
  const { registry } = options
  const book = new AlarmBook(registry)
  app.get('/api/v1/alarms/open', { schema: list }, async ({ query }) => {
    const zone = zoneOf(options, query)
    const { limit, after } = toPageQuery(query, z.array(z.number()))
    const where = given({ place: await findPlaces(registry, query) })
    const open = await Array.fromAsync(
      listAll<number, AlarmRecord>((page) =>
        registry.alarms.list({ ...page, ...where, phases: OPEN_PHASES }),
      ),
    )
    const sorted = open.toSorted((a, b) => compare(keyOf(a), keyOf(b)))
    const rest = sorted.filter((one) => after === undefined || compare(keyOf(one), after) > 0)
    const { items, next } = toPage(rest.slice(0, limit), limit, keyOf)
    const rows = items.map(async (alarm) => toAlarmRow(alarm, await book.describe(alarm), zone))
    return { items: await Promise.all(rows), next }
  })
}

/** Where an alarm stands in the list. One that changes between two pages may be missed or come twice. */
function keyOf({ silent, priority, phase, raisedAt, id }: AlarmRecord): number[] {
  const rank = priority === null ? -1 : PRIORITIES.indexOf(priority)
  return [Number(silent), -rank, Number(!phase.endsWith('-unacknowledged')), raisedAt ?? 0, id]
}

/** Negative when `a` comes first. */
function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, index) => value !== b[index])
  return (a[differing] ?? 0) - (b[differing] ?? 0)
}
