import type { Instant } from '#domain/time.ts'

import { createColumns, joinColumns, mergeColumns, type ReadingColumns } from '../chunk-columns.ts'
import { decodeIntact, encodeChunks, type EncodedChunk } from '../chunk.ts'
import type { Span } from '../contract.ts'
import { addSummary, createAggregates, readSummary, type Summary } from './aggregates.ts'
import { cellStart, dayGrid } from './calendar.ts'
import type { ChunkStore } from './chunk-store.ts'
import {
  addToHours,
  createHours,
  decodeIntactHours,
  encodeHours,
  type Hours,
  HOURS_PER_DAY,
} from './hours.ts'

/** Four chunks and their keys fill one page of 4,096 bytes, without overflow pages. */
const CHUNK_BYTES_MAX = 960
/** A last chunk smaller than this is joined with what comes after it; larger ones are left alone. */
const CHUNK_BYTES_FULL = 480

/** Readings of one channel and day that leave the hot table. */
export interface HotDay {
  readonly channel: number
  readonly day: number
  readonly columns: ReadingColumns
}

/** What to write so that a day holds its hot readings too. */
export interface SealedDay {
  readonly channel: number
  readonly day: number
  /** Chunks that start in this span are replaced by `chunks`. */
  readonly replaced: Span
  readonly chunks: readonly EncodedChunk[]
  /** Chunks of that span that could not be read; their bytes are kept aside. */
  readonly damaged: readonly EncodedChunk[]
  readonly hours: Hours
  readonly firstAt: Instant
  readonly lastAt: Instant
}

/** Only reads; doing it again after `writeSealedDay` changes nothing, which is what makes a crash harmless. */
export function sealDay(store: ChunkStore, hot: HotDay, dayOffset: number): SealedDay {
  const bounds = store.dayBounds.get(hot.channel, hot.day)
  const [firstHotAt = Infinity] = hot.columns.measuredAt
  const isNewer = bounds !== undefined && firstHotAt > bounds[1]
  const hours = isNewer ? readHours(store, hot) : undefined
  if (!isNewer || hours === undefined) return rebuildDay(store, hot, dayOffset)
  return { ...appendToDay(store, { ...hot, hours }, dayOffset), firstAt: bounds[0] }
}

/** Everything is newer than what is sealed: the common case touches the last chunk only. */
function appendToDay(
  store: ChunkStore,
  { channel, day, columns, hours }: HotDay & { readonly hours: Hours },
  dayOffset: number,
) {
  const span = spanOfDay(day, dayOffset)
  const [startAt = span.until, data] = store.lastChunk.get(channel, span.from, span.until) ?? []
  const isOpen = data !== undefined && data.length < CHUNK_BYTES_FULL
  const last = isOpen ? decodeIntact(data) : createColumns(0)
  const tail = last === undefined ? columns : joinColumns([last, columns])
  addToHours(hours, columns, { day, dayOffset })
  return {
    channel,
    day,
    hours,
    replaced: { from: isOpen ? startAt : span.until, until: span.until },
    chunks: encodeChunks(tail, CHUNK_BYTES_MAX),
    damaged: isOpen && last === undefined ? [{ startAt, data }] : [],
    lastAt: columns.measuredAt.at(-1) ?? span.from,
  }
}

/** Late or overwritten readings (or a new day): the day is made anew from all its readings. */
function rebuildDay(
  store: ChunkStore,
  { channel, day, columns }: HotDay,
  dayOffset: number,
): SealedDay {
  const replaced = spanOfDay(day, dayOffset)
  const stored = store.chunks.all(channel, replaced.from, replaced.until)
  const chunks = stored.map(([startAt, data]) => ({ startAt, data, intact: decodeIntact(data) }))
  const intact = chunks.flatMap((chunk) => chunk.intact ?? [])
  const all = mergeColumns(joinColumns(intact), columns)
  const hours = createHours()
  addToHours(hours, all, { day, dayOffset })
  return {
    channel,
    day,
    replaced,
    hours,
    chunks: encodeChunks(all, CHUNK_BYTES_MAX),
    damaged: chunks.filter((chunk) => chunk.intact === undefined),
    firstAt: all.measuredAt[0] ?? replaced.from,
    lastAt: all.measuredAt.at(-1) ?? replaced.from,
  }
}

export function writeSealedDay(store: ChunkStore, sealed: SealedDay): void {
  const { channel, day, replaced, hours, firstAt, lastAt } = sealed
  for (const chunk of sealed.damaged) store.putDamaged(channel, chunk)
  store.dropChunks(channel, replaced)
  for (const chunk of sealed.chunks) store.putChunk(channel, chunk)
  store.putHours(channel, day, encodeHours(hours))
  store.putDay(channel, day, { firstAt, lastAt, summary: summarise(hours, lastAt) })
}

function summarise({ usable }: Hours, lastAt: Instant): Summary {
  const whole = createAggregates(1)
  for (let hour = 0; hour < HOURS_PER_DAY; hour += 1) {
    if (usable.count[hour]) addSummary(whole, 0, readSummary(usable, hour, hour))
  }
  return readSummary(whole, 0, lastAt)
}

/** Undefined when they are damaged: then they are made anew. */
function readHours(store: ChunkStore, { channel, day }: HotDay): Hours | undefined {
  const [data] = store.hours.get(channel, day) ?? []
  return data === undefined ? createHours() : decodeIntactHours(data)
}

export function spanOfDay(day: number, dayOffset: number): Span {
  const grid = dayGrid(dayOffset)
  return { from: cellStart(grid, day), until: cellStart(grid, day + 1) }
}
