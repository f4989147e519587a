import { z } from 'zod'

import { PHASE_NAMES, PHASES } from '#domain/alarm/state.ts'
import { DAY } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'

import { AlarmBook } from '../alarm-book.ts'
import { alarmPlaceParameters, findPlaces } from '../alarm-places.ts'
import { toAlarmRow } from '../alarm-row-shape.ts'
import { readTimeline, STATE_OF_PHASE, type TimelinePoint } from '../alarm-timeline.ts'
import type { ApiOptions } from '../options.ts'
import { timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { instant, text } from '../shapes.ts'
import { refuseWiderThan, spanParameters, toSpan } from '../span.ts'
import { zoneOf } from '../zone-of.ts'

/** A year and a month. */
const SPAN_MAX = 400 * DAY

const stateShape = z
  .object({
    at: instant,
    alarm: z.number().int(),
    title: text.meta({ description: 'What is wrong, where, and on which channel.' }),
    state: z
      .number()
      .int()
      .meta({
        description: PHASES.map((phase) => `${STATE_OF_PHASE[phase]}: ${phase}`).join(', '),
      }),
    stateName: text,
  })
  .meta({ description: 'From then on the alarm was so.' })

const list = {
  operationId: 'listAlarmStates',
  tags: ['alarms'],
  summary: 'How alarms were over time: at the beginning, and whenever that changed',
  description: [
    'In the order of time; alarms that were in order throughout are left out. Alarms are chosen by where they are now.',
    `A span has at most ${SPAN_MAX / DAY} days.`,
    'Example: `GET /api/v1/alarm-states?from=2026-10-01&until=2026-10-02`',
  ].join('\n\n'),
  querystring: z.strictObject({ ...alarmPlaceParameters, ...spanParameters, timezone }),
  response: {
    200: z.object({ items: z.array(stateShape) }).meta({ description: 'All changes.' }),
    ...problemResponses('bad-request', 'not-found'),
  },
}

export function registerAlarmStates(app: App, options: ApiOptions): void {
  const { registry } = options
  const book = new AlarmBook(registry)
  app.get('/api/v1/alarm-states', { schema: list }, async ({ query }) => {
    const zone = zoneOf(options, query)
    const span = toSpan(query, zone)
    refuseWiderThan(SPAN_MAX, span)
    const points = await readTimeline(registry, span, await findPlaces(registry, query))
    const items: z.output<typeof stateShape>[] = []
    for (const point of points) items.push(await toView(point, book, zone))
    return { items }
  })
}

async function toView({ alarm, at, state }: TimelinePoint, book: AlarmBook, zone: string) {
  const { about } = toAlarmRow(alarm, await book.describe(alarm), zone)
  const tell = (language: 'vi' | 'en') =>
    [about.name[language], about.placeName[language], alarm.channel].join(' · ')
  const phase = PHASES.find((one) => STATE_OF_PHASE[one] === state) ?? 'normal'
  return {
    at: formatInstant(zone, at),
    alarm: alarm.id,
    title: { vi: tell('vi'), en: tell('en') },
    state,
    stateName: PHASE_NAMES[phase],
  }
}
