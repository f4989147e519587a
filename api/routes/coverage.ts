import { z } from 'zod'

import { formatDuration } from '#domain/duration.ts'
import { formatInstant } from '#domain/zone.ts'
import type { Coverage } from '#store/readings/contract.ts'
import type { ChannelRecord, Registry } from '#store/registry/contract.ts'

import type { ApiOptions } from '../options.ts'
import { channelName, deviceName, durationParameter, timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { spanParameters, toSpan } from '../span.ts'
import { zoneOf } from '../zone-of.ts'

/** Slots of one answer; more are refused, naming what to change. */
const SLOTS_MAX = 1_000_000

const coverageShape = z
  .object({
    device: deviceName,
    channel: channelName,
    from: instant,
    until: instant,
    every: z.string().meta({ examples: ['PT30S'] }),
    expectedCount: z.number().int().meta({ description: 'Slots of `every` in the span.' }),
    receivedCount: z.number().int().meta({ description: 'Slots with at least one reading.' }),
    readingCount: z.number().int(),
    gaps: z
      .array(z.object({ from: instant, until: instant }))
      .meta({ description: 'Runs of empty slots, the longest first, at most 100.' }),
  })
  .meta({ description: 'What was expected of a channel and what came.' })

const get = {
  operationId: 'getCoverage',
  tags: ['readings'],
  summary: 'How much of what a channel should have reported has come, and where it is missing',
  description:
    'Example: `GET /api/v1/readings/coverage?device=vat-01&channel=temperature/top&every=30s`',
  querystring: z.strictObject({
    device: deviceName,
    channel: channelName,
    ...spanParameters,
    every: durationParameter({
      description:
        'How often it should report; what the channel’s `expectedEvery` says when not given.',
      examples: ['30s'],
    }).optional(),
    timezone,
  }),
  response: { 200: coverageShape, ...problemResponses('bad-request', 'not-found') },
}

export function registerCoverage(app: App, options: ApiOptions): void {
  const { registry, readings } = options
  app.get('/api/v1/readings/coverage', { schema: get }, async ({ query }) => {
    const zone = zoneOf(options, query)
    const span = toSpan(query, zone)
    const channel = await findChannel(registry, query)
    const every = query.every ?? requireEvery(channel)
    refuseTooManySlots((span.until - span.from) / every)
    const coverage = await readings.coverage({ channel, ...span, expectedEvery: every })
    const { device, name } = channel
    const asked = { device, channel: name, from: span.from, until: span.until, every }
    return toView({ ...asked, ...coverage }, zone)
  })
}

async function findChannel(
  { channels, devices }: Registry,
  { device, channel: name }: { device: string; channel: string },
): Promise<ChannelRecord> {
  requireFound(await devices.get(device), 'device', device)
  const all = await channels.list({ device, limit: Number.MAX_SAFE_INTEGER })
  return requireFound(
    all.find((channel) => channel.name === name),
    `channel of '${device}' named`,
    name,
  )
}

function requireEvery({ expectedEvery }: ChannelRecord): number {
  if (expectedEvery !== null) return expectedEvery
  const detail = {
    vi: "Thiếu tham số 'every', và chưa biết kênh báo bao lâu một lần; hãy nêu, ví dụ 30s.",
    en: "Query parameter 'every' is missing, and how often the channel should report is not known; give it, such as 30s.",
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}

function refuseTooManySlots(count: number): void {
  if (count <= SLOTS_MAX) return
  const detail = {
    vi: `Có ${Math.floor(count)} ô; một lần trả lời nhiều nhất ${SLOTS_MAX}. Hãy lấy 'every' dài hơn hoặc khoảng ngắn hơn.`,
    en: `These are ${Math.floor(count)} slots; one answer covers at most ${SLOTS_MAX}. Take a longer 'every' or a shorter span.`,
  }
  throw new RequestProblem('bad-request', 'TOO_MANY_WINDOWS', detail)
}

interface Covered extends Coverage {
  readonly device: string
  readonly channel: string
  readonly from: number
  readonly until: number
  readonly every: number
}

function toView(covered: Covered, zone: string): z.output<typeof coverageShape> {
  const toTimes = ({ from, until }: { from: number; until: number }) => ({
    from: formatInstant(zone, from),
    until: formatInstant(zone, until),
  })
  return {
    ...covered,
    ...toTimes(covered),
    every: formatDuration(covered.every),
    gaps: covered.gaps.map(toTimes),
  }
}
