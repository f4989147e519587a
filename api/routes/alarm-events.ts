import { z } from 'zod'

import { AlarmBook } from '../alarm-book.ts'
import { describeEvents } from '../alarm-log.ts'
import { alarmPlaceParameters, findPlaces } from '../alarm-places.ts'
import { alarmEventRowShape, toEventRow } from '../alarm-row-shape.ts'
import { EVENT_KINDS } from '../alarm-shape.ts'
import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { namesOf, timeParameter } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { resolveTime, type WrittenTime } from '../written-time.ts'
import { zoneOf } from '../zone-of.ts'

const order = z
  .enum(['oldest', 'newest'], 'oldest or newest')
  .optional()
  .meta({ description: 'Which come first; the oldest when not given.', examples: ['newest'] })

const kinds = namesOf(z.enum(EVENT_KINDS, `one of ${EVENT_KINDS.join(', ')}`), {
  description: 'Kinds of events, separated by commas.',
  examples: ['raised,cleared'],
})

const list = {
  operationId: 'listAllAlarmEvents',
  tags: ['alarms'],
  summary: 'All that happened to all alarms, in the order in which it was written',
  description: [
    'Each with the alarm as it is now. `from` and `until` are of when it happened.',
    'Example: `GET /api/v1/alarm-events?site=phu-khuong&order=newest&limit=10`',
  ].join('\n\n'),
  querystring: z.strictObject({
    ...alarmPlaceParameters,
    kind: kinds.optional(),
    from: timeParameter({ description: 'Inclusive.', examples: ['2026-10-01'] }).optional(),
    until: timeParameter({ description: 'Exclusive.', examples: ['2026-10-02'] }).optional(),
    order,
    ...pageParameters,
  }),
  response: { 200: pageOf(alarmEventRowShape), ...problemResponses('bad-request', 'not-found') },
}

export function registerAlarmEvents(app: App, options: ApiOptions): void {
  const { registry } = options
  const book = new AlarmBook(registry)
  app.get('/api/v1/alarm-events', { schema: list }, async ({ query }) => {
    const zone = zoneOf(options, query)
    const page = toPageQuery(query, z.number())
    const toInstant = (time: WrittenTime | undefined) => time && resolveTime(time, zone)
    const where = given({
      place: await findPlaces(registry, query),
      kinds: query.kind,
      from: toInstant(query.from),
      until: toInstant(query.until),
    })
    const newestFirst = query.order === 'newest'
    const found = await registry.alarms.history({ ...page, ...where, newestFirst })
    const { items, next } = toPage(found, page.limit, (event) => event.id)
    const rows = await describeEvents(registry, book, items)
    return { items: rows.map((row) => toEventRow(row, zone)), next }
  })
}
