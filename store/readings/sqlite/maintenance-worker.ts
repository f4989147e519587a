import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

import { prepareChunkStore } from './chunk-store.ts'
import { toReadingsError } from './error.ts'
import { DropPass, isSealedBefore } from './retention.ts'
import { BUSY_MS_MAX, type Meta } from './schema.ts'
import { SealPass } from './seal-pass.ts'
import { answerCalls } from './worker-answers.ts'

/** The background work on readings.db, a bounded step a call. A pass lives from its first step to its last. */
export type MaintenanceCalls = {
  /** Seals the inactive hot table. True when there is more to do. */
  seal(meta: Meta): boolean
  /** Drops what is older than the cutoffs of `meta`; `waiting` while hot readings of that time are not sealed yet. */
  drop(meta: Meta): DropProgress
  /** Copies what is committed from the write-ahead log to its place, so that no writing thread has to. */
  checkpoint(): void
}
export type DropProgress = 'more' | 'done' | 'waiting'

const { path }: { path: string } = workerData
const db = new DatabaseSync(path, { timeout: BUSY_MS_MAX })
// A power cut may take the last steps: then the hot rows are still there, and the steps are repeated.
db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 0')
const store = prepareChunkStore(db)
let sealPass: SealPass | undefined
let dropPass: DropPass | undefined

answerCalls({
  seal: (meta: Meta) => orReadingsError(() => seal(meta)),
  drop: (meta: Meta) => orReadingsError(() => drop(meta)),
  checkpoint: () => orReadingsError(checkpoint),
})

function seal(meta: Meta): boolean {
  sealPass ??= new SealPass(db, store, meta)
  const hasMore = sealPass.step()
  checkpoint()
  if (!hasMore) sealPass = undefined
  return hasMore
}

function checkpoint(): void {
  db.exec('PRAGMA wal_checkpoint(PASSIVE)')
}

function drop(meta: Meta): DropProgress {
  if (!isSealedBefore(db, meta.rawFrom)) return 'waiting'
  dropPass ??= new DropPass(db, meta)
  const hasMore = dropPass.step()
  checkpoint()
  if (hasMore) return 'more'
  dropPass = undefined
  return 'done'
}

/** After a failure the pass begins again: what it did stays right. */
function orReadingsError<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    sealPass = undefined
    dropPass = undefined
    throw toReadingsError(error, path)
  }
}
