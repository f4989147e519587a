import { ByteReader, ByteWriter } from './chunk-bytes.ts'
import { createColumns, pickColumns, type ReadingColumns } from './chunk-columns.ts'
import { readIntegers, writeIntegers } from './chunk-integers.ts'
import { readValues, writeValues } from './chunk-values.ts'

/**
 * A chunk: readings of one channel packed into 1–3 bytes each. Layout: version, count, times (second differences),
 * values (scaled differences or floats), qualities (differences, so a steady one costs nothing).
 */
const VERSION = 1

export function encodeChunk(columns: ReadingColumns): Uint8Array {
  const writer = new ByteWriter()
  writer.writeVarint(VERSION)
  writer.writeVarint(columns.measuredAt.length)
  writeIntegers(writer, columns.measuredAt, 2)
  writeValues(writer, columns.value)
  writeIntegers(writer, columns.quality, 1)
  return writer.toBytes()
}

export function decodeChunk(bytes: Uint8Array): ReadingColumns {
  const reader = new ByteReader(bytes)
  const version = reader.readVarint()
  if (version !== VERSION) throw new Error(`chunk version ${version}, expected ${VERSION}`)
  const { measuredAt, quality } = createColumns(reader.readVarint())
  readIntegers(reader, measuredAt, 2)
  const value = readValues(reader, measuredAt.length)
  readIntegers(reader, quality, 1)
  if (!reader.isAtEnd) throw new Error('the chunk goes on after its last reading')
  return { measuredAt, value, quality }
}

/** More than this is cut, so that one chunk is always decoded in a fraction of a millisecond. */
const READINGS_MAX = 4_096
/** Chunks of a cut differ in size; the margin makes a second cut rare. */
const CUT_MARGIN = 1.1

export interface EncodedChunk {
  /** The measuredAt of its first reading. */
  readonly startAt: number
  readonly data: Uint8Array
}

/** Cuts readings into chunks of at most `bytesMax` each (one of a single reading may be larger). */
export function encodeChunks(columns: ReadingColumns, bytesMax: number): EncodedChunk[] {
  const { length } = columns.measuredAt
  const [startAt] = columns.measuredAt
  if (startAt === undefined) return []
  const data = encodeChunk(columns)
  if (length === 1 || (data.length <= bytesMax && length <= READINGS_MAX))
    return [{ startAt, data }]
  const bytesParts = Math.ceil((data.length * CUT_MARGIN) / bytesMax)
  const size = Math.ceil(length / Math.max(2, bytesParts, Math.ceil(length / READINGS_MAX)))
  const begins = Array.from({ length: Math.ceil(length / size) }, (_, i) => i * size)
  return begins.flatMap((begin) =>
    encodeChunks(pickColumns(columns, begin, begin + size), bytesMax),
  )
}
