import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { NguonError, toMessage } from '#domain/error.ts'
import { readConfiguration, type Configuration } from '#service/configuration.ts'
import { restoreSqliteJournal, type RestoredEntry } from '#store/journal/sqlite-restore.ts'

import { readArchive } from './evidence/archive-read.ts'
import { openEvidenceReader, type EvidenceReader } from './evidence/evidence-reader.ts'
import { decodeJournalLeaf } from './evidence/leaf.ts'
import { hashLeaf } from './evidence/merkle.ts'

const HELP = `nguon restore-archive <journal.db>

Makes a journal of the archived raw messages of NGUON_DATA: a new file, under the sequences that they had. In an empty data folder, ingest
makes readings of it again (stop Nguồn, put it there as journal.db, start). Each message is compared with its hash in evidence.db where that is there.

  -h, --help   this text
`

/** `2026-11-24-000000000001.zst` */
const NAME = /^\d{4}-\d\d-\d\d-(\d{12,})\.zst$/

/** `nguon restore-archive` */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    })
    if (values.help === true) return void process.stdout.write(HELP)
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0) {
      throw new NguonError(
        'CONFIGURATION',
        `${positionals.length} files were given; accepted is one`,
      )
    }
    await restore(readConfiguration(process.env), file)
  } catch (error) {
    const isWrongUse = !(error instanceof NguonError) || error.code === 'CONFIGURATION'
    process.stderr.write(`nguon restore-archive: ${toMessage(error)}\n`)
    process.exitCode = isWrongUse ? 2 : 1
  }
}

async function restore({ evidence }: Configuration, file: string): Promise<void> {
  const { archiveFolder, path: evidencePath } = evidence
  const files = await listArchives(archiveFolder)
  using resources = new DisposableStack()
  const reader = existsSync(evidencePath)
    ? resources.use(openEvidenceReader(evidencePath))
    : undefined
  const source = new ArchivedEntries(files, reader)
  const count = await restoreSqliteJournal(file, source.read())
  process.stdout.write(`${count} entries of ${files.length} files are in ${file}\n`)
  if (source.differingCount === 0) return
  process.stderr.write(
    `${source.differingCount} of them are not what was hashed (the first is ${source.firstDiffering}): the heads in evidence.db may say why\n`,
  )
  process.exitCode = 1
}

/** In the order of their entries. */
async function listArchives(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new NguonError('CONFIGURATION', `there is no archive: ${toMessage(error)}`, {
      cause: error,
    })
  })
  const sequenceOf = (name: string) => Number(NAME.exec(name)?.[1])
  const archives = names.filter((name) => NAME.test(name))
  return archives
    .toSorted((a, b) => sequenceOf(a) - sequenceOf(b))
    .map((name) => path.join(folder, name))
}

class ArchivedEntries {
  readonly #files: readonly string[]
  readonly #reader: EvidenceReader | undefined
  differingCount = 0
  firstDiffering = 0

  constructor(files: readonly string[], reader: EvidenceReader | undefined) {
    this.#files = files
    this.#reader = reader
  }

  async *read(): AsyncGenerator<RestoredEntry> {
    let last = 0
    for (const file of this.#files) {
      for await (const bytes of readArchive(file)) {
        const leaf = decodeJournalLeaf(bytes)
        if (leaf === undefined)
          throw new NguonError('ARCHIVE_DAMAGED', `${file} holds what is no entry`)
        // Behind a journal that was put back, numbers come a second time: the first stay.
        if (leaf.sequence <= last) continue
        last = leaf.sequence
        this.#compare(leaf.sequence, bytes)
        yield leaf
      }
    }
  }

  #compare(sequence: number, bytes: Uint8Array): void {
    const index = this.#reader?.indexOf('journal', sequence)
    const hashed = index === undefined ? undefined : this.#reader?.leaf('journal', index)
    if (hashed === undefined || Buffer.compare(hashed, hashLeaf(bytes)) === 0) return
    this.differingCount++
    this.firstDiffering ||= sequence
  }
}
