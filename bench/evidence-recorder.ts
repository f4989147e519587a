import { join } from 'node:path'

import { pino } from 'pino'

import type { Journal } from '#store/journal/contract.ts'
import { Recorder } from '#trace/evidence/recorder.ts'
import { openSigningKey } from '#trace/evidence/signing-key.ts'

const ARCHIVE_BYTES_MAX = 64 * 1024 * 1024

/** As the ingest runs it, in a folder of a bench. */
export async function openRecorder(folder: string, journal: Journal): Promise<Recorder> {
  return Recorder.open({
    path: join(folder, 'evidence.db'),
    archiveFolder: join(folder, 'archive'),
    journal,
    key: await openSigningKey(join(folder, 'credentials')),
    timezone: 'Asia/Ho_Chi_Minh',
    retention: null,
    waitingBytesMax: ARCHIVE_BYTES_MAX,
    timeStampUrl: '',
    log: pino({ level: 'warn' }),
  })
}
