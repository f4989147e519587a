import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'
import { formatInstant } from '#domain/zone.ts'
import type { ExcursionRecord } from '#store/registry/contract-excursions.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import {
  channelName,
  deviceName,
  deviceNames,
  id,
  placeName,
  placeNames,
  timeParameter,
} from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireNamed } from '../require-named.ts'
import type { App } from '../server.ts'
import { formatOptional, instant } from '../shapes.ts'
import { resolveTime, type WrittenTime } from '../written-time.ts'
import { zoneOf } from '../zone-of.ts'

const excursionShape = z
  .object({
    limit: id,
    limitVersion: z.number().int().meta({ description: 'The version that judged it.' }),
    device: deviceName,
    channel: channelName,
    place: placeName,
    from: instant.meta({ description: 'When it went outside.' }),
    until: instant.nullable().meta({ description: 'When it came back; null: it has not.' }),
    raisedAt: instant.nullable().meta({
      description: 'When the on-delay was over; null: it came back before.',
    }),
    settledAt: instant.nullable().meta({
      description: 'When the off-delay was over, too; null: it is not.',
    }),
    level: z.number().int(),
    priority: z.enum(PRIORITIES),
    worst: z.number().meta({ description: 'What was measured farthest beyond the bound.' }),
    alarm: z.number().int().nullable().meta({
      description: 'The alarm that told of it; null: its readings came late, and nobody was told.',
    }),
    recordedAt: instant.meta({ description: 'When it was written as it is.' }),
  })
  .meta({ description: 'The fact that something was outside its limit.' })

/** The last excursion of the page before. */
const cursorShape = z.object({ from: z.number(), limit: z.string(), channelId: z.number() })

const timeOf = (description: string, example: string) =>
  timeParameter({ description, examples: [example] }).optional()

const list = {
  operationId: 'listExcursions',
  tags: ['alarms'],
  summary: 'All that was outside its limit, the oldest first, in whatever order its readings came',
  description: [
    'Excursions follow from the stored readings, the limits and where devices stood. Late readings, corrections and installations that were wrong change them, a few seconds after they came; what people were told stays in the history of alarms.',
    'Example: `GET /api/v1/excursions?place=vat-house-1&from=2026-10-01&raised=true`',
  ].join('\n\n'),
  querystring: z.strictObject({
    place: placeNames.optional(),
    device: deviceNames.optional(),
    limitId: id.optional().meta({
      description: 'Id of a limit.',
      examples: ['vat-hot'],
    }),
    from: timeOf('Those that are not over before then.', '2026-10-01T00:00:00+07:00'),
    until: timeOf('Those that begin before then.', '2026-10-02'),
    raised: z
      .enum(['true', 'false'], 'true or false')
      .optional()
      .meta({
        description:
          'Those that lasted for the on-delay, or those that did not; both when not given.',
        examples: ['true'],
      }),
    ...pageParameters,
  }),
  response: { 200: pageOf(excursionShape), ...problemResponses('bad-request', 'not-found') },
}

export function registerExcursions(app: App, options: ApiOptions): void {
  const { registry } = options
  app.get('/api/v1/excursions', { schema: list }, async ({ query }) => {
    const zone = zoneOf(options, query)
    const { place, device, limitId, raised } = query
    await requireNamed(registry, query)
    const page = toPageQuery(query, cursorShape)
    const [from, until] = [toInstant(query.from, zone), toInstant(query.until, zone)]
    const isRaised = raised === undefined ? undefined : raised === 'true'
    const wanted = given({ place, device, limitId, from, until, raised: isRaised })
    const { items, next } = toPage(
      await registry.excursions.list({ ...page, ...wanted }),
      page.limit,
      ({ from: begin, limit, channelId }) => ({ from: begin, limit, channelId }),
    )
    return { items: items.map((one) => toView(one, zone)), next }
  })
}

function toInstant(written: WrittenTime | undefined, zone: string): number | undefined {
  return written && resolveTime(written, zone)
}

function toView(one: ExcursionRecord, zone: string): z.output<typeof excursionShape> {
  return {
    ...one,
    from: formatInstant(zone, one.from),
    until: formatOptional(zone, one.until),
    raisedAt: formatOptional(zone, one.raisedAt),
    settledAt: formatOptional(zone, one.settledAt),
    recordedAt: formatInstant(zone, one.recordedAt),
  }
}
