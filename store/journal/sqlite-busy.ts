import { setTimeout as sleep } from 'node:timers/promises'

import { SECOND } from '#domain/time.ts'

import { sqliteCode } from './sqlite-error.ts'

const SQLITE_BUSY = 5

/**
 * A consumer's statements wait this long for the file, blocking; in the write-ahead log only writes wait for one another.
 * SQLite waits by looking again after pauses that grow to 100 ms, and a gateway under load leaves only short gaps between
 * its commits: a cursor that waited SQLite's way held the ingest up for as long as 0.5 s.
 */
export const BLOCKED_MS_MAX = 10
const BUSY_MS_MAX = 5 * SECOND
const PAUSE_MS_MAX = 4

/** Tries for up to 5 s, letting others go on in between; then what was thrown comes out. */
export async function retryWhileBusy<Result>(run: () => Result): Promise<Result> {
  const until = Date.now() + BUSY_MS_MAX
  for (;;) {
    try {
      return run()
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_BUSY || Date.now() >= until) throw error
      await sleep(Math.random() * PAUSE_MS_MAX)
    }
  }
}
