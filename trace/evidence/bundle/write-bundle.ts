import { rename, rm } from 'node:fs/promises'

import { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

import type { EvidenceReader, LogName } from '../evidence-reader.ts'
import type { SignedHead } from '../head.ts'
import { encodeRecordLeaf, toCanonicalJson } from '../leaf.ts'
import { hashLeaf, type Hash } from '../merkle.ts'
import type { SigningKey } from '../signing-key.ts'
import type { BundleSource } from './bundle-source.ts'
import {
  BUNDLE_TYPE,
  ENTRIES,
  EVENTS,
  KEYS,
  logFiles,
  MANIFEST,
  MANIFEST_SIGNATURE,
  READINGS,
  RECORDS,
  sectionFile,
  SECTIONS,
  type Manifest,
} from './layout.ts'
import { encodeLeafRow, type LeafRow } from './leaf-rows.ts'
import { formatEntry } from './lines.ts'
import { rangeProof } from './range-proof.ts'
import { EMPTY_SEAL, sealFile } from './seal.ts'
import { formatEvents, formatReadings, formatSection, inChunks, once } from './text-files.ts'
import { writeZip, type WrittenFile, type ZipPart } from './zip-writer.ts'

export interface BundleContext {
  readonly reader: EvidenceReader
  readonly key: SigningKey
  readonly at: Instant
}

const HEADS_PAGE = 1_000

/**
 * Writes a bundle to `file`, whole or not at all: everything that an auditor needs to check it, without asking anybody. Throws a NguonError
 * `BUNDLE_NOT_COVERED` when an entry or a record is under no signed head yet, `BUNDLE_NOT_LOGGED` when it is not in the log.
 */
export async function writeBundle(
  file: string,
  source: BundleSource,
  context: BundleContext,
): Promise<void> {
  const writer = new BundleWriter(source, context)
  const at = new Date(context.at)
  const onWritten = (written: WrittenFile) => writer.note(written)
  const draft = `${file}.new`
  try {
    await writeZip(draft, writer.parts(), { at, comment: EMPTY_SEAL, onWritten })
    await sealFile(draft, context.key)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

class BundleWriter {
  readonly #source: BundleSource
  readonly #context: BundleContext
  readonly #files: WrittenFile[] = []
  readonly #rows: Readonly<Record<LogName, LeafRow[]>> = { journal: [], records: [] }
  readonly #covering: Partial<Record<LogName, SignedHead | undefined>> = {}
  #manifest = ''

  constructor(source: BundleSource, context: BundleContext) {
    this.#source = source
    this.#context = context
  }

  note(file: WrittenFile): void {
    this.#files.push(file)
  }

  /** In this order: proofs follow from the leaves, the manifest from all. */
  parts(): ZipPart[] {
    const source = this.#source
    return [
      { path: KEYS, chunks: () => this.#keys() },
      { path: ENTRIES, chunks: () => inChunks(this.#entries()) },
      { path: RECORDS, chunks: () => inChunks(this.#records()) },
      { path: READINGS, chunks: () => inChunks(formatReadings(source)) },
      { path: EVENTS, chunks: () => inChunks(formatEvents(source, this.#context.at)) },
      ...SECTIONS.map((section) => ({
        path: sectionFile(section),
        chunks: () => inChunks(formatSection(source.sections[section])),
      })),
      ...this.#logParts('journal'),
      ...this.#logParts('records'),
      { path: MANIFEST, chunks: () => this.#describe() },
      { path: MANIFEST_SIGNATURE, chunks: () => once(this.#context.key.sign(this.#manifest)) },
    ]
  }

  #logParts(log: LogName): ZipPart[] {
    const files = logFiles(log)
    return [
      { path: files.heads, chunks: () => inChunks(this.#heads(log)) },
      { path: files.consistency, chunks: () => inChunks(this.#consistency(log)) },
      { path: files.leaves, chunks: () => this.#leafRows(log) },
      { path: files.nodes, chunks: () => this.#nodes(log) },
    ]
  }

  async *#keys(): AsyncGenerator<string> {
    const known = new Map(this.#context.reader.keys())
    const { id, spki } = this.#context.key.publicKey
    known.set(id, spki)
    const keys = [...known.values()].map((each) => Buffer.from(each).toString('base64'))
    yield toCanonicalJson(keys)
  }

  async *#entries(): AsyncGenerator<string> {
    for await (const { leaf, bytes } of this.#source.entries) {
      this.#addRow('journal', leaf.sequence, hashLeaf(bytes))
      yield formatEntry(leaf)
    }
  }

  async *#records(): AsyncGenerator<string> {
    for await (const record of this.#source.records) {
      this.#addRow('records', record.number, hashLeaf(encodeRecordLeaf(record)))
      const { number, kind, id, value } = record
      yield toCanonicalJson({ number, kind, id, value })
    }
  }

  #addRow(log: LogName, number: number, hash: Hash): void {
    const { reader } = this.#context
    const index = reader.indexOf(log, number)
    if (index === undefined || Buffer.compare(reader.leaf(log, index), hash) !== 0) {
      throw new NguonError(
        'BUNDLE_NOT_LOGGED',
        `${log} ${number} is not what the log holds: it is not hashed yet (wait some seconds), or was changed afterwards`,
      )
    }
    this.#rows[log].push({ number, index, hash })
  }

  async *#heads(log: LogName): AsyncGenerator<string> {
    for await (const { body, signature, timeStamp } of this.#headsThrough(log)) {
      const stamp = timeStamp === null ? null : Buffer.from(timeStamp).toString('base64')
      yield toCanonicalJson({ body, signature, timeStamp: stamp })
    }
  }

  async *#consistency(log: LogName): AsyncGenerator<string> {
    let before: SignedHead | undefined
    for await (const signed of this.#headsThrough(log)) {
      const [first, second] = [before?.head.size ?? 0, signed.head.size]
      const proof = this.#context.reader.consistency(log, first, second).map(toHex)
      yield toCanonicalJson({ second: signed.head.number, proof })
      before = signed
    }
  }

  /** From the first head to the one that covers the leaves. */
  async *#headsThrough(log: LogName): AsyncGenerator<SignedHead> {
    const last = this.#coveringHead(log)?.head.number ?? 0
    for (let after = 0; after < last;) {
      const heads = this.#context.reader.heads(log, { after, limit: HEADS_PAGE })
      for (const signed of heads) {
        if (signed.head.number <= last) yield signed
        after = signed.head.number
      }
    }
  }

  /** The same one throughout: meanwhile others are signed. */
  #coveringHead(log: LogName): SignedHead | undefined {
    const covering = this.#covering[log] ?? this.#findCoveringHead(log)
    this.#covering[log] = covering
    return covering
  }

  #findCoveringHead(log: LogName): SignedHead | undefined {
    const rows = this.#rows[log]
    if (rows.length === 0) return undefined
    const last = this.#context.reader.lastHead(log)
    const indexMax = rows.reduce((max, { index }) => Math.max(max, index), 0)
    if (last !== undefined && last.head.size > indexMax) return last
    throw new NguonError(
      'BUNDLE_NOT_COVERED',
      `${log} ${rows.at(-1)?.number} is under no signed head yet: have one signed (POST /api/v1/evidence/heads), or wait for midnight`,
      { retry: true },
    )
  }

  async *#leafRows(log: LogName): AsyncGenerator<Uint8Array> {
    for (const row of this.#rows[log]) yield encodeLeafRow(row)
  }

  async *#nodes(log: LogName): AsyncGenerator<Uint8Array> {
    const size = this.#coveringHead(log)?.head.size ?? 0
    const indexes = this.#rows[log].map(({ index }) => index).toSorted((a, b) => a - b)
    if (indexes.length > 0) yield* rangeProof(this.#context.reader.nodes(log), size, indexes)
  }

  async *#describe(): AsyncGenerator<string> {
    const { at, key } = this.#context
    const manifest: Manifest = {
      type: BUNDLE_TYPE,
      createdAt: new Date(at).toISOString(),
      subject: this.#source.subject,
      scope: this.#source.scope,
      heads: {
        journal: this.#coveringHead('journal')?.head.number ?? null,
        records: this.#coveringHead('records')?.head.number ?? null,
      },
      key: key.publicKey.id,
      files: this.#files,
    }
    this.#manifest = toCanonicalJson(manifest)
    yield this.#manifest
  }
}

function toHex(hash: Hash): string {
  return Buffer.from(hash).toString('hex')
}
