import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'

import { NguonError } from '#domain/error.ts'

/** The first bytes of a decompressed archive; then leaves, each behind its length (u32be). */
export const ARCHIVE_MAGIC = Buffer.from('nguon archive 1\n')
/** A leaf is a payload of at most 16 MiB and two names. */
const LEAF_BYTES_MAX = 17 * 1024 * 1024

/** The leaves of an archived file as they were hashed, in order. Throws a NguonError `ARCHIVE_DAMAGED` that names the file. */
export async function* readArchive(file: string): AsyncGenerator<Buffer> {
  try {
    yield* toLeaves(decompress(file))
  } catch (error) {
    throw new NguonError(
      'ARCHIVE_DAMAGED',
      `${file} cannot be read to its end: restore it from a backup`,
      { cause: error },
    )
  }
}

function decompress(file: string): AsyncIterable<Buffer> {
  // What goes wrong comes out of the last stream, to whoever reads it.
  return pipeline(createReadStream(file), createZstdDecompress(), () => {})
}

async function* toLeaves(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  let isBegun = false
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (!isBegun && rest.length >= ARCHIVE_MAGIC.length) {
      requireMagic(rest)
      rest = rest.subarray(ARCHIVE_MAGIC.length)
      isBegun = true
    }
    let length = isBegun ? lengthOf(rest) : undefined
    while (length !== undefined) {
      yield rest.subarray(4, length)
      rest = rest.subarray(length)
      length = lengthOf(rest)
    }
  }
  if (rest.length > 0 || !isBegun) throw new Error('it ends in the middle of an entry')
}

function requireMagic(bytes: Buffer): void {
  if (bytes.subarray(0, ARCHIVE_MAGIC.length).equals(ARCHIVE_MAGIC)) return
  throw new Error('it is not an archive of entries')
}

/** Of the first leaf with its length; undefined while it is not all there. */
function lengthOf(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readUInt32BE()
  if (length > LEAF_BYTES_MAX) throw new Error(`an entry of ${length} bytes`)
  return bytes.length < 4 + length ? undefined : 4 + length
}
