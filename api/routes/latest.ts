import { z } from 'zod'

import type { Channel } from '#domain/channel.ts'
import type { StoredValue } from '#store/readings/contract.ts'

import {
  channelFilterParameters,
  type ChannelFilter,
  latestCursorShape,
  listChannels,
} from '../channel-list.ts'
import { keepSince, readInstalledSince } from '../installed-since.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { problemResponses } from '../problem.ts'
import { latestShape, toLatestRow } from '../rows.ts'
import type { App } from '../server.ts'
import { zoneOf } from '../zone-of.ts'

const list = {
  operationId: 'listLatestReadings',
  tags: ['readings'],
  summary: 'The newest reading of each channel',
  description: [
    'Of the named devices, of those that stand at a place or a site now, or of all; by device.',
    'With `place` or `site`, what was measured before the device stood there does not count.',
    'Example: `GET /api/v1/readings/latest?device=vat-01`',
  ].join('\n\n'),
  querystring: z.strictObject({
    ...channelFilterParameters,
    ...pageParameters,
  }),
  response: { 200: pageOf(latestShape), ...problemResponses('bad-request', 'not-found') },
}

export function registerLatest(app: App, options: ApiOptions): void {
  const { registry } = options
  app.get('/api/v1/readings/latest', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, latestCursorShape)
    const channels = await listChannels(registry, query, page)
    const { items, next } = toPage(channels, page.limit, ({ device, id }) => ({ device, id }))
    const latest = await readLatest(options, items, query)
    const zone = zoneOf(options, query)
    return { items: items.map((channel, index) => toLatestRow(channel, latest[index], zone)), next }
  })
}

async function readLatest(
  { registry, readings }: ApiOptions,
  channels: readonly Channel[],
  { place, site }: ChannelFilter,
): Promise<(StoredValue | undefined)[]> {
  const latest = await readings.latest(channels)
  if (place === undefined && site === undefined) return latest
  const devices = new Set(channels.map(({ device }) => device))
  return keepSince(channels, latest, await readInstalledSince(registry, devices, Date.now()))
}
