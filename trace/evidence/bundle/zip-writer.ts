import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { ZipFile } from 'yazl'

import type { Manifest } from './layout.ts'

export type WrittenFile = Manifest['files'][number]

export interface ZipPart {
  readonly path: string
  /** Begun when its turn comes: when all before it are written. */
  readonly chunks: () => AsyncIterable<string | Uint8Array>
}

/** A zip file of the parts, in order; `onWritten` hears of each when its last byte has passed. */
export async function writeZip(
  file: string,
  parts: readonly ZipPart[],
  options: { readonly at: Date; readonly comment: string; onWritten(file: WrittenFile): void },
): Promise<void> {
  const zip = new ZipFile()
  const failed = Promise.withResolvers<never>()
  zip.on('error', failed.reject)
  for (const { path, chunks } of parts) {
    zip.addReadStreamLazy(path, { mtime: options.at, mode: 0o100644 }, (begin) => {
      const measured = measure(path, (written) => options.onWritten(written))
      const source = Readable.from(chunks(), { objectMode: false })
      source.on('error', (error) => measured.destroy(error))
      measured.on('error', failed.reject)
      begin(null, source.pipe(measured))
    })
  }
  zip.end({ comment: options.comment, forceZip64Format: false })
  const output = createWriteStream(file, { mode: 0o600, flush: true })
  await Promise.race([pipeline(zip.outputStream, output), failed.promise])
}

function measure(path: string, onWritten: (file: WrittenFile) => void): Transform {
  const digest = createHash('sha256')
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
    flush(done) {
      onWritten({ path, bytes, sha256: digest.digest('hex') })
      done()
    },
  })
}
