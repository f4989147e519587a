import { SECOND, type Instant } from '#domain/time.ts'
import type { Health } from '#service/status-listener.ts'

import type { Trouble } from './persistence.ts'
import type { UpkeepTrouble } from './upkeep.ts'

/** A batch that takes longer, without an error, means that the store does not answer. */
const BATCH_AGE_MAX = 60 * SECOND
/** One failure may be a busy moment; so many in a row (half a minute) are not. */
const UPKEEP_FAILURES_MAX = 3

export interface IngestState {
  /** Entries that wait; NaN when the journal cannot be read. */
  readonly journalDepth: number
  /** Arrival of the oldest entry of the batch at work; null when the ingest has caught up. */
  readonly oldestAt: Instant | null
  /** When work on that batch began. */
  readonly batchSince: Instant | null
  readonly trouble: Trouble | undefined
  /** Of sealing, roll-ups and retention. */
  readonly upkeep: UpkeepTrouble | undefined
  /** Entries given up since the start: they were damaged on disk. */
  readonly damagedCount: number
}

export function toHealth(state: IngestState, now: Instant): Health {
  const { journalDepth, oldestAt, trouble, damagedCount } = state
  const problem = findProblem(state, now)
  const upkeepProblem = findUpkeepProblem(state)
  const problems = [problem, upkeepProblem].filter((one) => one !== undefined)
  const detail = {
    journalDepth,
    lagSeconds: oldestAt === null ? 0 : Math.max(0, now - oldestAt) / SECOND,
    storeReachable: problem === undefined,
    damagedCount,
    ...(trouble && { code: trouble.code, since: new Date(trouble.since).toISOString() }),
    ...(problems.length > 0 && { problem: problems.join(' ') }),
  }
  return { ok: problems.length === 0, detail }
}

function findProblem({ trouble, batchSince }: IngestState, now: Instant): string | undefined {
  if (trouble === undefined) {
    const age = batchSince === null ? 0 : now - batchSince
    if (age < BATCH_AGE_MAX) return undefined
    return `The store has not answered for ${Math.round(age / SECOND)} s. Nothing is lost; look at the store.`
  }
  const advice = trouble.passing
    ? 'Nothing is lost: messages wait in the journal and are stored as soon as this passes.'
    : 'Nothing is lost, but this does not pass by itself: messages wait in the journal until somebody acts.'
  return `${trouble.message} ${advice}`
}

function findUpkeepProblem({ upkeep }: IngestState): string | undefined {
  if (upkeep === undefined || upkeep.failureCount < UPKEEP_FAILURES_MAX) return undefined
  const since = new Date(upkeep.since).toISOString()
  return `Sealing, roll-ups and retention have failed ${upkeep.failureCount} times since ${since}: ${upkeep.message}. Readings are still stored until the store is full; free the disk, or restore the readings from a backup, and restart the ingest.`
}
