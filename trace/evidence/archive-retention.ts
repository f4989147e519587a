import { rm } from 'node:fs/promises'
import path from 'node:path'

import type { Instant } from '#domain/time.ts'

import type { EvidenceReader } from './evidence-reader.ts'

/** Removes archived files whose entries all came before `before`. Their hashes, and the heads over them, stay. */
export async function removeOldArchives(
  reader: EvidenceReader,
  folder: string,
  before: Instant,
): Promise<void> {
  for (const name of reader.archivesBefore(before)) {
    // The file first: a power cut in between leaves a row whose file is gone, and the next night tries again.
    await rm(path.join(folder, name), { force: true })
    reader.markRemoved(name)
  }
}
