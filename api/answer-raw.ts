import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'

import type { Span } from '#store/readings/contract.ts'

import { READING_COLUMNS } from './csv.ts'
import type { Format } from './format.ts'
import type { ApiOptions } from './options.ts'
import { decodeCursor, encodeCursor, type Page } from './page.ts'
import { RequestProblem } from './problem.ts'
import { cursorShape, readBatches, skipTo, type Batch, type Cursor } from './raw-readings.ts'
import { LIMIT_DEFAULT, type ReadingsRequest } from './readings-request.ts'
import { toReadingRow, unitOf, type ReadingRow } from './rows.ts'
import { selectSeries, type Series } from './selection.ts'
import { toSpan } from './span.ts'
import { createRowStream } from './stream.ts'
import { zoneOf } from './zone-of.ts'

interface RawRequest {
  readonly series: readonly Series[]
  readonly span: Span
  readonly order: 'oldest' | 'newest'
  readonly zone: string
  /** What the request asks, whichever page. */
  readonly fingerprint: string
}

export async function answerRaw(
  options: ApiOptions,
  query: ReadingsRequest,
  format: Format,
): Promise<Page<ReadingRow> | Readable> {
  const request = await toRawRequest(options, query)
  if (format === 'json') return await readPage(options, request, query.limit ?? LIMIT_DEFAULT)
  return createRowStream(format, {
    columns: READING_COLUMNS,
    units: new Set(request.series.map(({ channel }) => unitOf(channel))),
    batches: readRows(options, request, query.limit ?? Infinity),
  })
}

async function toRawRequest(options: ApiOptions, query: ReadingsRequest): Promise<RawRequest> {
  const zone = zoneOf(options, query)
  const order = query.order ?? 'oldest'
  const fingerprint = toFingerprint(query)
  const cursor = query.after === undefined ? undefined : readCursor(query.after, fingerprint)
  const span = cursor === undefined ? toSpan(query, zone) : cursor.span
  const all = await selectSeries(options.registry, query, span)
  const series = cursor === undefined ? all : skipTo(all, order, cursor)
  return { series, span, order, zone, fingerprint }
}

async function readPage(
  { readings }: ApiOptions,
  request: RawRequest,
  limit: number,
): Promise<Page<ReadingRow>> {
  const batches: Batch[] = []
  // One more than the page holds tells whether another page follows.
  for await (const batch of readBatches(readings, { ...request, limit: limit + 1 })) {
    batches.push(batch)
  }
  const found = batches.flatMap(({ channel, values }) =>
    values.map((stored) => ({ channel, stored })),
  )
  const shown = found.slice(0, limit)
  const items = shown.map(({ channel, stored }) => toReadingRow(channel, stored, request.zone))
  const last = found.length > limit ? shown.at(-1) : undefined
  if (last === undefined) return { items, next: null }
  const { span, fingerprint } = request
  const at = last.stored.measuredAt
  const cursor: Cursor = { query: fingerprint, span, channel: last.channel.id, at }
  return { items, next: encodeCursor(cursor) }
}

async function* readRows(
  { readings }: ApiOptions,
  request: RawRequest,
  limit: number,
): AsyncGenerator<ReadingRow[]> {
  for await (const { channel, values } of readBatches(readings, { ...request, limit })) {
    yield values.map((stored) => toReadingRow(channel, stored, request.zone))
  }
}

function readCursor(text: string, fingerprint: string): Cursor {
  const cursor = decodeCursor(text, cursorShape)
  if (cursor.query === fingerprint) return cursor
  const detail = {
    vi: "Tham số 'after' là của một yêu cầu khác; ngoài 'after', 'limit' và 'timezone', trang sau phải hỏi y như trang đầu.",
    en: "Query parameter 'after' belongs to another request; besides 'after', 'limit' and 'timezone' the next page must be asked as the first.'",
  }
  throw new RequestProblem('bad-request', 'CURSOR_INVALID', detail)
}

/** The zone is part of it only through the times that were given. */
function toFingerprint({ device, place, channel, from, until, order }: ReadingsRequest): string {
  const asked = JSON.stringify([device, place, channel, from, until, order])
  return createHash('sha256').update(asked).digest('base64url').slice(0, 8)
}
