import type { SequencedEntry } from '#store/journal/contract.ts'

import type { DecodedValue, DecodeEntries } from '../bundle/decoded-value.ts'
import { ENTRIES, READINGS, type Scope } from '../bundle/layout.ts'
import type { LeafRow } from '../bundle/leaf-rows.ts'
import { formatReading, parseEntry, parseReading, READINGS_HEADER } from '../bundle/lines.ts'
import { encodeJournalLeaf, type JournalLeaf } from '../leaf.ts'
import { hashLeaf } from '../merkle.ts'
import type { OpenedBundle } from './opened-bundle.ts'

const BATCH = 1_000

export interface RawCounts {
  readonly entryCount: number
  readonly readingCount: number
}

/** A reading and how it is written. */
interface ReadLine {
  readonly reading: DecodedValue
  readonly line: string
}

/**
 * Each entry is the one that was hashed; each reading is what its entry says, understood once more; and all that the entries say of
 * the scope is among the readings, but what a later entry replaced. Both files are read side by side, in the order of the journal.
 */
export class ReadingCheck {
  readonly #bundle: OpenedBundle
  readonly #decode: DecodeEntries
  readonly #rows: ReadonlyMap<number, LeafRow>
  readonly #scope: ReadonlyMap<string, readonly Scope[]>
  readonly #seen = new Set<number>()
  /** Said by an entry, and not among the readings under that entry. */
  readonly #unread = new Map<string, DecodedValue>()
  #entryCount = 0
  #readingCount = 0

  constructor(bundle: OpenedBundle, decode: DecodeEntries, rows: ReadonlyMap<number, LeafRow>) {
    this.#bundle = bundle
    this.#decode = decode
    this.#rows = rows
    this.#scope = Map.groupBy(bundle.manifest?.scope ?? [], channelKey)
  }

  async run(): Promise<RawCounts> {
    const readings = this.#readings()
    let next = await readings.next()
    for await (const entries of this.#batches()) {
      const last = entries.at(-1)?.sequence ?? 0
      const said = Map.groupBy(this.#decode(entries), ({ sequence }) => sequence)
      const read: ReadLine[] = []
      while (!next.done && next.value.reading.sequence <= last) {
        read.push(next.value)
        next = await readings.next()
      }
      this.#compare(said, read)
    }
    for (; !next.done; next = await readings.next()) this.#unknown(next.value.reading)
    for (const number of this.#rows.keys()) {
      if (!this.#seen.has(number)) this.#bundle.flaws.add('entry-missing', `entry ${number}`)
    }
    await this.#excuseReplaced()
    for (const value of this.#unread.values()) {
      this.#bundle.flaws.add('reading-missing', nameOf(value), String(value.value))
    }
    return { entryCount: this.#entryCount, readingCount: this.#readingCount }
  }

  async *#batches(): AsyncGenerator<SequencedEntry[]> {
    let batch: SequencedEntry[] = []
    for await (const leaf of this.#entries()) {
      if (leaf.kind !== 'damaged') batch.push(leaf)
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  async *#entries(): AsyncGenerator<JournalLeaf> {
    const { zip, flaws } = this.#bundle
    for await (const line of zip.lines(ENTRIES)) {
      this.#entryCount++
      const leaf = parseEntry(line)
      if (leaf === undefined) {
        if (line !== '') flaws.add('line-unreadable', `${ENTRIES}: ${this.#entryCount}`)
        continue
      }
      this.#checkEntry(leaf)
      yield leaf
    }
  }

  #checkEntry(leaf: JournalLeaf): void {
    const { sequence } = leaf
    const { flaws } = this.#bundle
    const row = this.#rows.get(sequence)
    if (row === undefined || this.#seen.has(sequence)) {
      return flaws.add('entry-unknown', `entry ${sequence}`)
    }
    this.#seen.add(sequence)
    const isSame = Buffer.compare(hashLeaf(encodeJournalLeaf(leaf)), row.hash) === 0
    if (!isSame) flaws.add('entry-changed', `entry ${sequence}`)
  }

  async *#readings(): AsyncGenerator<ReadLine> {
    const { zip, flaws } = this.#bundle
    let lineCount = 0
    for await (const line of zip.lines(READINGS)) {
      lineCount++
      if (lineCount === 1 && line === READINGS_HEADER) continue
      const reading = parseReading(line)
      if (reading === undefined) {
        flaws.add('line-unreadable', `${READINGS}: ${lineCount}`, line.slice(0, 100))
        continue
      }
      this.#readingCount++
      yield { reading, line }
    }
  }

  #compare(said: ReadonlyMap<number, readonly DecodedValue[]>, read: readonly ReadLine[]): void {
    const all = [...said.values()].flat().map((value) => ({ value, line: formatReading(value) }))
    // A message may say the same twice.
    const left = new Map<string, number>()
    for (const { line } of all) left.set(line, (left.get(line) ?? 0) + 1)
    const present = new Set<string>()
    for (const { reading, line } of read) {
      present.add(line)
      const count = left.get(line) ?? 0
      left.set(line, count - 1)
      if (count <= 0) this.#differs(reading, said.get(reading.sequence))
    }
    for (const { value, line } of all) {
      if (!present.has(line) && this.#isInScope(value)) this.#unread.set(instantKey(value), value)
    }
  }

  #differs(reading: DecodedValue, values: readonly DecodedValue[] = []): void {
    const line = formatReading(reading)
    const same = values.find((value) => instantKey(value) === instantKey(reading))
    if (same === undefined || formatReading(same) === line) return this.#unknown(reading)
    const detail = `${line} ≠ ${formatReading(same)}`
    this.#bundle.flaws.add('reading-changed', nameOf(reading), detail)
  }

  #unknown(reading: DecodedValue): void {
    this.#bundle.flaws.add('reading-unknown', nameOf(reading), formatReading(reading))
  }

  /** The same instant of the same channel said again: of equal instants the store keeps one value. */
  async #excuseReplaced(): Promise<void> {
    if (this.#unread.size === 0) return
    for await (const line of this.#bundle.zip.lines(READINGS)) {
      const reading = parseReading(line)
      if (reading !== undefined) this.#unread.delete(instantKey(reading))
    }
  }

  #isInScope(value: DecodedValue): boolean {
    const spans = this.#scope.get(channelKey(value)) ?? []
    return spans.some(
      ({ from, to }) => value.measuredAt >= Date.parse(from) && value.measuredAt < Date.parse(to),
    )
  }
}

function channelKey({ device, channel }: { readonly device: string; readonly channel: string }) {
  return `${device} ${channel}`
}

function instantKey(value: DecodedValue): string {
  return `${channelKey(value)} ${value.measuredAt}`
}

function nameOf({ sequence, device, channel, measuredAt }: DecodedValue): string {
  return `reading ${sequence} ${device} ${channel} ${new Date(measuredAt).toISOString()}`
}
