import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'

import type { Instant } from '#domain/time.ts'
import { offsetAt } from '#domain/zone.ts'
import type { Journal, SequencedEntry } from '#store/journal/contract.ts'
import { DamagedEntries } from '#store/journal/damaged-entries.ts'

import { ARCHIVE_MAGIC } from './archive-read.ts'
import type { EvidenceReader } from './evidence-reader.ts'
import type { TreeHead } from './head.ts'
import { encodeJournalLeaf, type JournalLeaf } from './leaf.ts'
import type { Finding } from './log-writer.ts'
import { hashLeaf } from './merkle.ts'

export interface ArchiveOptions {
  readonly folder: string
  readonly journal: Pick<Journal, 'read'>
  readonly reader: EvidenceReader
  /** Zone of the day in the file's name. */
  readonly timezone: string
}

/** Entries with sequence > `after`, up to `through`. */
export interface Range {
  readonly after: number
  readonly through: number
}

export interface WrittenArchive {
  readonly described: NonNullable<TreeHead['archive']>
  /** Of its entries the latest. */
  readonly lastAt: Instant
  /** Entries that are no longer what was hashed. They are archived as they are. */
  readonly findings: readonly Finding[]
}

/** Entries of one read. */
const READ_MAX = 4_000
const CHUNK_BYTES = 64 * 1024

/** Writes the journal's entries to one compressed file, each compared with its hash in the log. On disk when it resolves; null when there are none. */
export async function writeArchive(
  options: ArchiveOptions,
  range: Range,
): Promise<WrittenArchive | null> {
  const first = await firstEntry(options, range)
  if (first === undefined) return null
  const { folder, timezone } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = toName(timezone, first)
  const source = new ArchiveSource(options, range)
  const written = await writeCompressed(source, path.join(folder, name))
  const { lastSequence, lastAt, findings } = source
  const described = { name, ...written, firstSequence: first.sequence, lastSequence }
  return { described, lastAt, findings }
}

async function firstEntry({ journal }: ArchiveOptions, { after, through }: Range) {
  try {
    const [first] = await journal.read(after, 1)
    return first !== undefined && first.sequence <= through ? first : undefined
  } catch (error) {
    if (!(error instanceof DamagedEntries)) throw error
    return { sequence: after + 1, receivedAt: Date.now() }
  }
}

/** `2026-11-24-000000000001.zst`: the day of the first entry on the site's clock, and its sequence. */
function toName(
  zone: string,
  { sequence, receivedAt }: Pick<SequencedEntry, 'sequence' | 'receivedAt'>,
) {
  const day = new Date(receivedAt + offsetAt(zone, receivedAt)).toISOString().slice(0, 10)
  return `${day}-${String(sequence).padStart(12, '0')}.zst`
}

async function writeCompressed(source: ArchiveSource, file: string) {
  const digest = createHash('sha256')
  let bytes = 0
  const draft = `${file}.new`
  await pipeline(
    source.chunks(),
    createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    async function* measure(compressed: AsyncIterable<Buffer>) {
      for await (const chunk of compressed) {
        digest.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    },
    createWriteStream(draft, { mode: 0o600, flush: true }),
  )
  await rename(draft, file)
  await syncFolder(path.dirname(file))
  return { bytes, sha256: digest.digest('hex') }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using opened = await open(folder, 'r')
  await opened.sync()
}

/** The range as bytes, and what was found on the way. */
class ArchiveSource {
  readonly #options: ArchiveOptions
  readonly #range: Range
  readonly #altered: number[] = []
  lastSequence = 0
  lastAt: Instant = 0

  constructor(options: ArchiveOptions, range: Range) {
    this.#options = options
    this.#range = range
  }

  get findings(): Finding[] {
    const found: Finding[] = []
    for (const sequence of this.#altered) {
      const last = found.at(-1)
      if (last?.lastNumber === sequence - 1)
        found[found.length - 1] = { ...last, lastNumber: sequence }
      else found.push({ kind: 'altered', firstNumber: sequence, lastNumber: sequence })
    }
    return found
  }

  async *chunks(): AsyncGenerator<Buffer> {
    yield ARCHIVE_MAGIC
    let parts: Buffer[] = []
    let size = 0
    for await (const leaf of this.#leaves()) {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(leaf.length)
      parts.push(length, leaf)
      size += leaf.length
      if (size < CHUNK_BYTES) continue
      yield Buffer.concat(parts)
      ;[parts, size] = [[], 0]
    }
    yield Buffer.concat(parts)
  }

  async *#leaves(): AsyncGenerator<Buffer> {
    let { after } = this.#range
    while (after < this.#range.through) {
      const entries = await this.#read(after)
      if (entries.length === 0) return
      yield* this.#check(entries)
      after = this.lastSequence
    }
  }

  async #read(after: number): Promise<readonly JournalLeaf[]> {
    const { through } = this.#range
    try {
      return await this.#options.journal.read(after, Math.min(READ_MAX, through - after))
    } catch (error) {
      if (!(error instanceof DamagedEntries)) throw error
      const count = Math.min(error.lastSequence, through) - after
      return Array.from({ length: count }, (_, index) => {
        return { kind: 'damaged', sequence: after + 1 + index } as const
      })
    }
  }

  *#check(entries: readonly JournalLeaf[]): Generator<Buffer> {
    const { reader } = this.#options
    const firstIndex = reader.indexOf('journal', entries[0]?.sequence ?? 0)
    const lastIndex = reader.indexOf('journal', entries.at(-1)?.sequence ?? 0)
    const isRun = lastIndex === (firstIndex ?? 0) + entries.length - 1
    for (const [offset, entry] of entries.entries()) {
      const { sequence } = entry
      if (sequence > this.#range.through) return
      const leaf = encodeJournalLeaf(entry)
      const index = isRun ? (firstIndex ?? 0) + offset : reader.indexOf('journal', sequence)
      if (!this.#isHashed(leaf, index)) this.#altered.push(sequence)
      this.lastSequence = sequence
      this.lastAt = Math.max(this.lastAt, 'receivedAt' in entry ? entry.receivedAt : 0)
      yield leaf
    }
  }

  #isHashed(leaf: Buffer, index: number | undefined): boolean {
    if (index === undefined) return false
    const hashed = this.#options.reader.leaf('journal', index)
    return Buffer.compare(hashed, hashLeaf(leaf)) === 0
  }
}
