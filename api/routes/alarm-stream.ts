import { Readable } from 'node:stream'

import type { FastifyReply } from 'fastify'
import { Gauge } from 'prom-client'
import { z } from 'zod'

import { PRIORITIES, type Priority } from '#domain/alarm/limit.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import { AlarmFeed, type Subscription } from '../alarm-feed.ts'
import { alarmPlaceParameters } from '../alarm-places.ts'
import type { DescribedEvent } from '../alarm-row-shape.ts'
import { EVENT_STREAM_TYPE } from '../event-stream.ts'
import type { ApiOptions } from '../options.ts'
import { namesOf, timezone, wholeNumber } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requireNamed } from '../require-named.ts'
import type { App } from '../server.ts'
import { zoneOf } from '../zone-of.ts'

/** Then it ends, and the client comes back with the last id: what a proxy has forgotten is not kept for ever. */
const STREAM_MS_MAX = HOUR

const eventId = (description: string) =>
  wholeNumber(
    [0, 999_999_999_999],
    { description, examples: ['0'] },
    'the id of an event',
  ).optional()

const get = {
  operationId: 'streamAlarmEvents',
  tags: ['alarms'],
  summary: 'What happens to alarms, as it happens (server-sent events)',
  description: [
    'Each message is what `/api/v1/alarm-events` tells of an event, as JSON, with the id of the event as its `id`. With `after`, or the header',
    '`Last-Event-ID` that browsers send when they come back, it begins behind that event and leaves nothing out; `after=0` tells all.',
    'Both are ids of events: the `after` of a list, which is the `next` of its page before, is another thing.',
    `Something comes at least every 15 seconds. A stream ends after ${STREAM_MS_MAX / HOUR} hour, and when the client does not read.`,
    '\n\nExample: `GET /api/v1/alarms/stream?site=phu-khuong&priority=high,urgent`',
  ].join(' '),
  querystring: z.strictObject({
    ...alarmPlaceParameters,
    priority: namesOf(z.enum(PRIORITIES, `one of ${PRIORITIES.join(', ')}`), {
      description:
        'Priorities, separated by commas. What ends comes also, where the limit has one of these.',
      examples: ['high,urgent'],
    }).optional(),
    after: eventId('Id of the last event that is known; not the `next` of a page.'),
    timezone,
  }),
  headers: z.looseObject({
    'last-event-id': eventId('The same as `after`; goes before it.'),
  }),
  response: {
    200: {
      description: 'Server-sent events, without end.',
      content: { [EVENT_STREAM_TYPE]: { schema: z.string().or(z.instanceof(Readable)) } },
    },
    ...problemResponses('bad-request', 'not-found'),
  },
}
type StreamQuery = z.output<typeof get.querystring>

export function registerAlarmStream(app: App, options: ApiOptions): void {
  const feed = new AlarmFeed(options, options.streamLimits)
  app.addHook('preClose', async () => feed.closeAll())
  countClients(options, feed)
  const route = { schema: get, handlerTimeout: STREAM_MS_MAX + MINUTE, exposeHeadRoute: false }
  app.get('/api/v1/alarms/stream', route, async ({ query, headers }, reply) => {
    const after = headers['last-event-id'] ?? query.after
    const isWanted = await createFilter(options, query)
    return send(reply, feed, { after, zone: zoneOf(options, query), isWanted })
  })
}

function send(reply: FastifyReply, feed: AlarmFeed, subscription: Subscription): FastifyReply {
  const listener = feed.open(() => reply.raw.destroy())
  if (listener === undefined) {
    const detail = {
      vi: `Đã có ${feed.listenerCount} nơi đang nghe, không nhận thêm được.`,
      en: `${feed.listenerCount} clients listen already, and there may be no more.`,
    }
    throw new RequestProblem('unavailable', 'TOO_MANY_STREAMS', detail)
  }
  const timer = setTimeout(() => feed.close(listener), STREAM_MS_MAX)
  reply.raw.once('close', () => {
    clearTimeout(timer)
    feed.close(listener)
  })
  const text = Readable.from(feed.tell(listener, subscription), { objectMode: false })
  // Proxies that gather answers before they pass them on (nginx) are asked not to.
  return reply.type(EVENT_STREAM_TYPE).header('x-accel-buffering', 'no').send(text)
}

async function createFilter({ registry }: ApiOptions, { site, place, priority }: StreamQuery) {
  await requireNamed(registry, { site, place })
  return (event: DescribedEvent): boolean =>
    (site === undefined || event.subject.place?.site === site) &&
    (place === undefined || place.includes(event.alarm.place)) &&
    (priority === undefined || hasPriority(event, priority))
}

/** Of what is over, the priority is gone: it goes to all who may have been told of it. */
function hasPriority({ priority, subject }: DescribedEvent, wanted: readonly Priority[]): boolean {
  if (priority !== null) return wanted.includes(priority)
  return subject.limit?.levels.some((level) => wanted.includes(level.priority)) ?? true
}

function countClients({ metrics }: ApiOptions, feed: AlarmFeed): void {
  const gauge: Gauge = new Gauge({
    name: 'nguon_api_alarm_streams',
    help: 'Clients that listen to alarms',
    registers: [],
    collect: () => gauge.set(feed.listenerCount),
  })
  metrics.registerMetric(gauge)
}
