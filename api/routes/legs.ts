import { z } from 'zod'

import type { LegConditions } from '#domain/leg-conditions.ts'
import { DAY } from '#domain/time.ts'
import type { Span } from '#store/readings/contract.ts'

import { chooseFormat, format } from '../format.ts'
import { LEG_COLUMNS, legShape, toLegRow, type LegRow } from '../leg-rows.ts'
import { readLegs } from '../legs.ts'
import type { ApiOptions } from '../options.ts'
import { pageParameters, toPage, toPageQuery, type Page } from '../page.ts'
import { absent, idOrNone, placeName } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { EXPORT_MS_MAX, rowsOf, sendRows } from '../send-rows.ts'
import type { App } from '../server.ts'
import { refuseWiderThan, spanParameters, toSpan } from '../span.ts'
import { createRowStream, type RowSource } from '../stream.ts'
import { selectVehicle } from '../vehicle-series.ts'
import { zoneOf } from '../zone-of.ts'

/** Legs are made of raw readings; a year of them and a month is enough for one question. */
const SPAN_MAX = 400 * DAY

const parameters = z.strictObject({
  device: idOrNone.optional().meta({
    description: 'Id of a device that travels; empty names none, and none is answered.',
    examples: ['van-01'],
  }),
  place: placeName
    .optional()
    .meta({ description: 'Id of a place of kind vehicle.', examples: ['van-1'] }),
  ...spanParameters,
  absent: absent.meta({
    description:
      'What becomes of a vehicle whose motion nobody tells: a 404 that says so, or no rows.',
    examples: ['error'],
  }),
  ...pageParameters,
  format,
})
type LegsRequest = z.output<typeof parameters>

/** The span that is left: before the oldest leg of the page before. */
const cursorShape = z.object({ from: z.number(), until: z.number() })

const list = {
  operationId: 'listLegs',
  tags: ['readings'],
  summary: 'The legs and stops of a vehicle and what its load went through, the newest first',
  description: [
    'Name a `device`, or a `place` of kind vehicle: then all devices that stood in it are put together, such as a tracker and a probe.',
    'The rows follow one another without holes: under way, standing (the load stands in the sun), or unknown for want of readings.',
    'They are told by the channel `motion`, or by `speed` (from 5 km/h) where a device has no `motion`. Readings that come late change them.',
    `A span has at most ${SPAN_MAX / DAY} days.`,
    'Example: `GET /api/v1/legs?device=van-01&from=2026-10-01&until=2026-10-02`',
  ].join('\n\n'),
  querystring: parameters,
  response: {
    200: rowsOf(legShape),
    ...problemResponses('bad-request', 'not-found', 'not-acceptable'),
  },
}

export function registerLegs(app: App, options: ApiOptions): void {
  const route = { schema: list, handlerTimeout: EXPORT_MS_MAX }
  app.get('/api/v1/legs', route, async ({ query, headers }, reply) => {
    const chosen = chooseFormat(query.format, headers.accept)
    const answer =
      chosen === 'json'
        ? await readPage(options, query)
        : createRowStream(chosen, await openRows(options, query))
    return sendRows(reply, { format: chosen, name: 'legs' }, answer)
  })
}

async function readPage(options: ApiOptions, query: LegsRequest): Promise<Page<LegRow>> {
  const { after, limit } = toPageQuery(query, cursorShape)
  const span = after ?? toSpan(query, zoneOf(options, query))
  const { legs, toRow } = await openLegs(options, query, span)
  const found: LegConditions[] = []
  for await (const batch of legs) {
    found.push(...batch)
    if (found.length >= limit) break
  }
  // A leg begins where the one before it ends.
  const { items, next } = toPage(found.slice(0, limit), limit, (leg) => ({
    from: span.from,
    until: leg.from,
  }))
  return { items: items.map(toRow), next }
}

async function openRows(
  options: ApiOptions,
  query: LegsRequest,
): Promise<RowSource<(typeof LEG_COLUMNS)[number]>> {
  refusePages(query)
  const { legs, toRow } = await openLegs(options, query, toSpan(query, zoneOf(options, query)))
  async function* toBatches() {
    for await (const batch of legs) yield batch.map(toRow)
  }
  return { columns: LEG_COLUMNS, units: new Set(), batches: toBatches() }
}

async function openLegs(options: ApiOptions, query: LegsRequest, span: Span) {
  refuseWiderThan(SPAN_MAX, span)
  const vehicle = await selectVehicle(options.registry, query, span)
  const legs = readLegs(options.readings, vehicle, { span, now: Date.now() })
  const zone = zoneOf(options, query)
  return { legs, toRow: (leg: LegConditions) => toLegRow(leg, vehicle.every, zone) }
}

function refusePages(query: LegsRequest): void {
  const wrong = (['limit', 'after'] as const).find((name) => query[name] !== undefined)
  if (wrong === undefined) return
  const detail = {
    vi: `Có tham số '${wrong}'; csv và ndjson được gửi trọn, chỉ json mới chia trang.`,
    en: `Query parameter '${wrong}' is given; csv and ndjson are streamed whole, only json has pages.`,
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}
