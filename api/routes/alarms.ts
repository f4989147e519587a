import { z } from 'zod'

import { alarmQueryParameters, toAlarmQuery } from '../alarm-query.ts'
import { alarmEventShape, alarmShape, toAlarmView, toEventView } from '../alarm-shape.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { numberedId, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import { requireNamed } from '../require-named.ts'
import type { App } from '../server.ts'
import { zoneOf } from '../zone-of.ts'

const tags = ['alarms']
const params = z.strictObject({ id: numberedId('an alarm') })

const list = {
  operationId: 'listAlarms',
  tags,
  summary:
    'Alarms, by id: those that are open, or in some phases; at some sites or places, and more',
  querystring: z.strictObject({ ...alarmQueryParameters, ...pageParameters }),
  response: { 200: pageOf(alarmShape), ...problemResponses('bad-request', 'not-found') },
}
const get = {
  operationId: 'getAlarm',
  tags,
  summary: 'One alarm',
  params,
  querystring: z.strictObject({ timezone }),
  response: { 200: alarmShape, ...problemResponses('bad-request', 'not-found') },
}
const history = {
  operationId: 'listAlarmEvents',
  tags,
  summary: 'All that happened to an alarm, in the order in which it was written',
  params,
  querystring: z.strictObject(pageParameters),
  response: { 200: pageOf(alarmEventShape), ...problemResponses('bad-request', 'not-found') },
}
export function registerAlarms(app: App, options: ApiOptions): void {
  const { alarms } = options.registry
  const find = async (one: number) => requireFound(await alarms.get(one), 'alarm', String(one))

  app.get('/api/v1/alarms', { schema: list }, async ({ query }) => {
    await requireNamed(options.registry, query)
    const page = toPageQuery(query, z.number())
    const found = await alarms.list({ ...toAlarmQuery(query), ...page })
    const { items, next } = toPage(found, page.limit, (alarm) => alarm.id)
    return { items: items.map((alarm) => toAlarmView(alarm, zoneOf(options, query))), next }
  })
  app.get('/api/v1/alarms/:id', { schema: get }, async ({ params: one, query }) =>
    toAlarmView(await find(one.id), zoneOf(options, query)),
  )
  app.get('/api/v1/alarms/:id/events', { schema: history }, async ({ params: one, query }) => {
    const alarm = await find(one.id)
    const page = toPageQuery(query, z.number())
    const found = await alarms.history({ ...page, alarm: alarm.id })
    const { items, next } = toPage(found, page.limit, (event) => event.id)
    return { items: items.map((event) => toEventView(event, zoneOf(options, query))), next }
  })
}
