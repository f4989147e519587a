import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

import { prepareChunkStore } from './chunk-store.ts'
import { type CutoffQuery, findCutoffs, type FoundCutoffs } from './cutoffs.ts'
import { toReadingsError } from './error.ts'
import { DropPass, isSealedBefore } from './retention.ts'
import { BUSY_MS_MAX, type Meta } from './schema.ts'
import { SealPass, type SealProgress } from './seal-pass.ts'
import { answerCalls } from './worker-answers.ts'

/**
 * The background work on readings.db, a bounded step a call. A pass lives from its first step to its last. Calls that
 * take the write lock are short, and the writer waits for them without blocking (see `SqliteReadingsWriter`).
 */
export type MaintenanceCalls = {
  /** Prepares a step of sealing the inactive hot table, and empties the write-ahead log so that no writing thread has to. */
  prepareSeal(meta: Meta): void
  /** Takes the write lock. */
  commitSeal(): SealProgress
  /** From when on each tier is to be kept; takes no lock. */
  findCutoffs(query: CutoffQuery): FoundCutoffs
  /** Takes the write lock. Drops what is older than the cutoffs of `meta`. */
  drop(meta: Meta): DropProgress
  /** Empties the write-ahead log. */
  checkpoint(): void
}
/** `waiting`: hot readings of the time to be dropped are not sealed yet. */
export type DropProgress = 'more' | 'done' | 'waiting'

const { path }: { path: string } = workerData
const db = new DatabaseSync(path, { timeout: BUSY_MS_MAX })
// A power cut may take the last steps: then the hot rows are still there, and the steps are repeated.
db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 0')
const store = prepareChunkStore(db)
let sealPass: SealPass | undefined
let dropPass: DropPass | undefined

answerCalls({
  prepareSeal: (meta: Meta) => orReadingsError(() => prepareSeal(meta)),
  commitSeal: () => orReadingsError(commitSeal),
  findCutoffs: (query: CutoffQuery) => orReadingsError(() => findCutoffs(db, query)),
  drop: (meta: Meta) => orReadingsError(() => drop(meta)),
  checkpoint: () => orReadingsError(checkpoint),
})

function prepareSeal(meta: Meta): void {
  sealPass ??= new SealPass(db, store, meta)
  sealPass.prepare()
  checkpoint()
}

function commitSeal(): SealProgress {
  const progress = sealPass?.commit() ?? { hasMore: true, damaged: [] }
  if (!progress.hasMore) sealPass = undefined
  return progress
}

function checkpoint(): void {
  db.exec('PRAGMA wal_checkpoint(PASSIVE)')
}

function drop(meta: Meta): DropProgress {
  if (!isSealedBefore(db, meta.rawFrom)) return 'waiting'
  dropPass ??= new DropPass(db, meta)
  if (dropPass.step()) return 'more'
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
