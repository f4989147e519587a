import { z } from 'zod'

import type { Channel } from '#domain/channel.ts'
import { formatDuration } from '#domain/duration.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'
import type { Span } from '#store/readings/contract.ts'

import { channelFilterParameters, latestCursorShape, listChannels } from '../channel-list.ts'
import { summarizeCoverage, type CoverageSummary, type Expected } from '../coverage-summary.ts'
import { readIntervals } from '../intervals.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { channelName, deviceName } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { refuseWiderThan, spanParameters, toSpan } from '../span.ts'
import { zoneOf } from '../zone-of.ts'

/** A year and a month. */
const SPAN_MAX = 400 * DAY

const interval = z.string().nullable()
const count = z.number().int().nullable()

const coverageRow = z
  .object({
    device: deviceName,
    channel: channelName,
    expectedEvery: interval.meta({
      description: 'How often it should report (ISO 8601); null = not known, and so is all else.',
      examples: ['PT10M'],
    }),
    expectedCount: count,
    receivedCount: count.meta({ description: 'Of these, how many came.' }),
    sharePercent: z
      .number()
      .nullable()
      .meta({ examples: [98.6] }),
    longestGap: z
      .object({ from: instant, until: instant, minutes: z.number() })
      .nullable()
      .meta({ description: 'The longest time without a reading; null without any gap.' }),
    grain: interval.meta({
      description:
        'How fine it was looked at: a long span by the hour or the day, where a shorter hole is in the counts but is no gap.',
      examples: ['PT1H'],
    }),
  })
  .meta({ description: 'How much of what a channel should have reported has come.' })
type CoverageRow = z.output<typeof coverageRow>

/** The span is part of it: "until now" of the first page holds for all. */
const cursorShape = latestCursorShape
  .extend({ from: z.number(), until: z.number() })
  .refine(({ from, until }) => from < until)

const list = {
  operationId: 'listCoverage',
  tags: ['readings'],
  summary: 'How much of what each channel should have reported has come, and its longest gap',
  description: [
    'Of the named devices, of those that stand at a place or a site now, or of all; by device.',
    'How often a channel should report, `PATCH /api/v1/channels/{id}` says. All gaps of one channel are at `/api/v1/readings/coverage`.',
    `A span has at most ${SPAN_MAX / DAY} days.`,
    'Example: `GET /api/v1/coverage?device=vat-01&from=2026-10-01&until=2026-10-02`',
  ].join('\n\n'),
  querystring: z.strictObject({
    ...channelFilterParameters,
    ...spanParameters,
    ...pageParameters,
  }),
  response: { 200: pageOf(coverageRow), ...problemResponses('bad-request', 'not-found') },
}

export function registerCoverageList(app: App, options: ApiOptions): void {
  const { registry, readings } = options
  app.get('/api/v1/coverage', { schema: list }, async ({ query }) => {
    const zone = zoneOf(options, query)
    const page = toPageQuery(query, cursorShape)
    const { from, until } = page.after ?? toSpan(query, zone)
    refuseWiderThan(SPAN_MAX, { from, until })
    const found = await listChannels(registry, query, page)
    const channels = toPage(found, page.limit, ({ device, id }) => ({ device, id, from, until }))
    const intervals = await readIntervals(registry, channels.items)
    const items: CoverageRow[] = []
    for (const channel of channels.items) {
      const every = intervals.get(channel.id) ?? null
      const span = { from, until, zone }
      items.push(every === null ? toUnknown(channel) : await readRow({ channel, every, ...span }))
    }
    return { items, next: channels.next }
  })

  async function readRow(expected: Expected): Promise<CoverageRow> {
    return toRow(expected, await summarizeCoverage(readings, expected))
  }
}

function toUnknown({ device, name }: Channel): CoverageRow {
  const unknown = { expectedCount: null, receivedCount: null, sharePercent: null, longestGap: null }
  return { device, channel: name, expectedEvery: null, ...unknown, grain: null }
}

function toRow(
  { channel, every, zone }: Expected,
  { grain, expectedCount, receivedCount, longestGap }: CoverageSummary,
): CoverageRow {
  return {
    device: channel.device,
    channel: channel.name,
    expectedEvery: formatDuration(every),
    expectedCount,
    receivedCount,
    sharePercent: expectedCount === 0 ? null : toPercent(receivedCount / expectedCount),
    longestGap: longestGap === undefined ? null : toGap(longestGap, zone),
    grain: formatDuration(grain),
  }
}

/** Rounded down: 100 says that nothing is missing. */
function toPercent(share: number): number {
  return Math.floor(share * 1_000) / 10
}

function toGap({ from, until }: Span, zone: string) {
  const minutes = Math.round((until - from) / MINUTE)
  return { from: formatInstant(zone, from), until: formatInstant(zone, until), minutes }
}
