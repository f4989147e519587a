import { crc32 } from 'node:zlib'

import { ByteReader, ByteWriter } from './chunk-bytes.ts'
import { createColumns, pickColumns, type ReadingColumns } from './chunk-columns.ts'
import { readIntegers, writeIntegers } from './chunk-integers.ts'
import { readValues, writeValues } from './chunk-values.ts'

/**
 * A chunk: readings of one channel packed into 1–3 bytes each. Layout: version, CRC-32 of all that follows (4 bytes, low
 * ones first), count, times (second differences), values (scaled differences or floats), qualities (differences, so a
 * steady one costs nothing). Version 1, still read, has no CRC.
 */
const VERSION = 2
const VERSION_PLAIN = 1
const HEAD_BYTES = 5

export function encodeChunk(columns: ReadingColumns): Uint8Array {
  const writer = new ByteWriter()
  writer.writeVarint(VERSION)
  writer.writeBytes(new Uint8Array(HEAD_BYTES - 1))
  writer.writeVarint(columns.measuredAt.length)
  writeIntegers(writer, columns.measuredAt, 2)
  writeValues(writer, columns.value)
  writeIntegers(writer, columns.quality, 1)
  const bytes = writer.toBytes()
  viewOf(bytes).setUint32(1, crc32(bytes.subarray(HEAD_BYTES)), true)
  return bytes
}

/** Throws when the bytes are damaged. */
export function decodeChunk(bytes: Uint8Array): ReadingColumns {
  const reader = openChunk(bytes)
  const count = reader.readVarint()
  if (count > READINGS_MAX) throw new Error(`the chunk claims ${count} readings`)
  const { measuredAt, quality } = createColumns(count)
  readIntegers(reader, measuredAt, 2)
  const value = readValues(reader, measuredAt.length)
  readIntegers(reader, quality, 1)
  if (!reader.isAtEnd) throw new Error('the chunk goes on after its last reading')
  return { measuredAt, value, quality }
}

/** The readings themselves, once version and checksum are what they should be. */
function openChunk(bytes: Uint8Array): ByteReader {
  const [version] = bytes
  if (version === VERSION_PLAIN) return new ByteReader(bytes.subarray(1))
  if (version !== VERSION) throw new Error(`chunk version ${version}, expected ${VERSION}`)
  if (bytes.length < HEAD_BYTES) throw new Error('the chunk ends too early')
  const content = bytes.subarray(HEAD_BYTES)
  if (viewOf(bytes).getUint32(1, true) !== crc32(content)) throw new Error('the chunk is damaged')
  return new ByteReader(content)
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** Undefined when the bytes are damaged. */
export function decodeIntact(bytes: Uint8Array): ReadingColumns | undefined {
  try {
    return decodeChunk(bytes)
  } catch {
    return undefined
  }
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
