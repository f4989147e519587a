/* Records the evidence of a data folder as a process of its own, until it is killed. Takes the folder; says `ready`. */
import path from 'node:path'

import { pino } from 'pino'

import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { Recorder } from '#trace/evidence/recorder.ts'
import { openSigningKey } from '#trace/evidence/signing-key.ts'

const [, , folder = ''] = process.argv
const journal = await openSqliteJournal({ path: path.join(folder, 'journal.db') })
await Recorder.open({
  path: path.join(folder, 'evidence.db'),
  archiveFolder: path.join(folder, 'archive'),
  journal,
  key: await openSigningKey(path.join(folder, 'credentials')),
  timezone: 'Asia/Ho_Chi_Minh',
  retention: null,
  // Small, so that it archives and signs all the time.
  waitingBytesMax: 10_000,
  timeStampUrl: '',
  recordEvery: 0,
  log: pino({ level: 'silent' }),
})
process.stdout.write('ready\n')
