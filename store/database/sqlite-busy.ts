import { setTimeout as sleep } from 'node:timers/promises'

import { NguonError } from '#domain/error.ts'

import { toRegistryError } from './sqlite-error.ts'

const PAUSE_MS_MAX = 20

/**
 * Tries for up to `busyMsMax`, then lets REGISTRY_BUSY out. `node:sqlite` waits for a lock without letting the event
 * loop go on, and so would never see a lock end that the same process holds: we wait between the attempts instead.
 */
export async function retryWhileBusy<Result>(
  busyMsMax: number,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  const until = Date.now() + busyMsMax
  for (;;) {
    try {
      return await run()
    } catch (thrown) {
      const error = toRegistryError(thrown)
      const isBusy = error instanceof NguonError && error.code === 'REGISTRY_BUSY'
      if (!isBusy || Date.now() >= until) throw error
      await sleep(Math.random() * PAUSE_MS_MAX)
    }
  }
}
