import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { pino } from 'pino'

import type { Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openEvidenceReader, type EvidenceReader } from '#trace/evidence/evidence-reader.ts'
import { Recorder, type RecorderOptions } from '#trace/evidence/recorder.ts'
import { openSigningKey } from '#trace/evidence/signing-key.ts'

export type EvidenceFolder = Awaited<ReturnType<typeof openEvidenceFolder>>

/** A journal and its evidence in a folder of their own. */
export async function openEvidenceFolder() {
  await using opening = new AsyncDisposableStack()
  const data = await mkdtemp(path.join(tmpdir(), 'nguon-evidence-'))
  opening.defer(() => rm(data, { recursive: true, force: true }))
  const journal = opening.use(await openSqliteJournal({ path: path.join(data, 'journal.db') }))
  const key = await openSigningKey(path.join(data, 'credentials'))
  const file = path.join(data, 'evidence.db')
  const archiveFolder = path.join(data, 'archive')
  const resources = opening.move()
  return {
    data,
    journal,
    key,
    file,
    archiveFolder,
    openReader: () => openEvidenceReader(file),
    record: (options: Partial<RecorderOptions> = {}) =>
      Recorder.open({
        path: file,
        archiveFolder,
        journal,
        key,
        timezone: 'Asia/Ho_Chi_Minh',
        retention: null,
        waitingBytesMax: 64 * 1024 * 1024,
        timeStampUrl: '',
        recordEvery: 0,
        log: pino({ level: 'silent' }),
        ...options,
      }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** Waits for what a process beside the test does; fails after ten seconds. */
export async function until<Result>(look: () => Result | undefined | false): Promise<Result> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    await sleep(20)
  }
  throw new Error(`not so after ten seconds: ${look.toString()}`)
}

/** Everything that the journal holds is in the log, and a head is over it. */
export async function untilSigned(reader: EvidenceReader, journal: Journal): Promise<void> {
  const { lastSequence } = await journal.status()
  await until(() => reader.progress('journal').number >= lastSequence)
  reader.wish('journal', Date.now())
  await until(() => !reader.wishes().has('journal'))
}
