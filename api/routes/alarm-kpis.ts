import { z } from 'zod'

import { DAY } from '#domain/time.ts'

import { AlarmBook } from '../alarm-book.ts'
import { alarmKpisShape } from '../alarm-kpi-shape.ts'
import { toKpisView } from '../alarm-kpi-view.ts'
import { measureAlarms, type MeasuredAlarms } from '../alarm-kpis.ts'
import { alarmPlaceParameters, findPlaces } from '../alarm-places.ts'
import { createLatestAnswer } from '../latest-answer.ts'
import type { ApiOptions } from '../options.ts'
import { timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { refuseWiderThan, spanParameters, toSpan } from '../span.ts'
import { zoneOf } from '../zone-of.ts'

/** A year and a month. */
const SPAN_MAX = 400 * DAY

const get = {
  operationId: 'getAlarmKpis',
  tags: ['alarms'],
  summary: 'How well the alarm system works: how many, how often, how soon answered',
  description: [
    'After ISA-18.2 and EEMUA 191. Counted is what somebody was to be told; what was silent is not. Time is when it happened.',
    'Standing and stale alarms are those at `until`. Alarms are chosen by where they are now.',
    `A span has at most ${SPAN_MAX / DAY} days.`,
    'Example: `GET /api/v1/alarm-kpis?from=2026-10-01&until=2026-11-01`',
  ].join('\n\n'),
  querystring: z.strictObject({ ...alarmPlaceParameters, ...spanParameters, timezone }),
  response: { 200: alarmKpisShape, ...problemResponses('bad-request', 'not-found') },
}

export function registerAlarmKpis(app: App, options: ApiOptions): void {
  const { registry } = options
  const book = new AlarmBook(registry)
  const share = createLatestAnswer<MeasuredAlarms>()
  app.get('/api/v1/alarm-kpis', { schema: get }, async ({ query }) => {
    const zone = zoneOf(options, query)
    const span = toSpan(query, zone)
    refuseWiderThan(SPAN_MAX, span)
    const places = await findPlaces(registry, query)
    const asked = { ...span, places }
    const work = () => measureAlarms({ registry, book }, asked)
    const measured = await share(JSON.stringify(asked), work)
    return await toKpisView(measured, book, { ...span, zone })
  })
}
