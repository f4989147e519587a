import { z } from 'zod'

import { formatDuration } from '#domain/duration.ts'
import { findQuantity } from '#domain/quantity.ts'
import { DAY } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'
import type { ChannelRecord } from '#store/registry/contract.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { channelName, deviceName, durationParameter, numberedId, timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { zoneOf } from '../zone-of.ts'

const channelShape = z
  .object({
    id: z.number().int(),
    device: deviceName,
    name: channelName,
    quantity: z.string().meta({ examples: ['temperature'] }),
    unit: z.string().meta({ description: 'UCUM code.', examples: ['Cel'] }),
    firstSeenAt: instant,
    expectedEvery: z
      .string()
      .nullable()
      .meta({
        description: 'How often it should report (ISO 8601); null = not known.',
        examples: ['PT30S'],
      }),
  })
  .meta({ description: 'One measured quantity of one device.' })

const expectedEveryField = durationParameter({
  description: 'How often it should report; null = not known.',
  examples: ['30s'],
})
const channelChange = z.strictObject(
  { expectedEvery: expectedEveryField.nullable() },
  'a JSON object',
)

const tags = ['channels']

const list = {
  operationId: 'listChannels',
  tags,
  summary: 'Channels, in the order in which they were first seen: all, or those of a device',
  querystring: z.strictObject({ device: deviceName.optional(), ...pageParameters }),
  response: { 200: pageOf(channelShape), ...problemResponses('bad-request') },
}
const update = {
  operationId: 'updateChannel',
  tags,
  summary: 'Say how often a channel should report',
  params: z.strictObject({
    id: numberedId('a channel'),
  }),
  querystring: z.strictObject({ timezone }),
  body: channelChange,
  response: { 200: channelShape, ...problemResponses('bad-request', 'not-found') },
}

/** A device that is expected less often than this is not expected at all. */
const EXPECTED_EVERY_MAX = 31 * DAY

export function registerChannels(app: App, options: ApiOptions): void {
  const { channels } = options.registry

  app.get('/api/v1/channels', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.number())
    const found = await channels.list({ ...page, ...given({ device: query.device }) })
    const { items, next } = toPage(found, page.limit, (channel) => channel.id)
    const zone = zoneOf(options, query)
    return { items: items.map((channel) => toView(channel, zone)), next }
  })
  app.patch('/api/v1/channels/:id', { schema: update }, async ({ params, query, body }) => {
    refuseImplausible(body.expectedEvery)
    await channels.setExpectedEvery(params.id, body.expectedEvery)
    const [channel] = await channels.list({ after: params.id - 1, limit: 1 })
    const found = requireFound(channel, 'channel', String(params.id))
    return toView(found, zoneOf(options, query))
  })
}

function refuseImplausible(expectedEvery: number | null): void {
  if (expectedEvery === null || expectedEvery <= EXPECTED_EVERY_MAX) return
  const detail = {
    vi: `Trường 'expectedEvery' là ${formatDuration(expectedEvery)}; phải từ một giây đến 31 ngày.`,
    en: `Field 'expectedEvery' is ${formatDuration(expectedEvery)}; accepted is one second to 31 days.`,
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}

function toView(channel: ChannelRecord, zone: string): z.output<typeof channelShape> {
  const { expectedEvery } = channel
  return {
    ...channel,
    unit: findQuantity(channel.quantity)?.unit ?? '1',
    firstSeenAt: formatInstant(zone, channel.firstSeenAt),
    expectedEvery: expectedEvery === null ? null : formatDuration(expectedEvery),
  }
}
