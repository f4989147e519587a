import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { SECOND } from '#domain/time.ts'

/** Looks this often whether there was work. */
const LOOK_EVERY = 10 * SECOND
/** The share of time that the thread worked, from which on it counts as busy. */
const BUSY_SHARE = 0.1

/**
 * V8 gives memory back when it collects, and collects when it allocates: a thread that was busy and now rests keeps what it
 * needed at its busiest, for hours. This collects once after each busy time; it takes some 50 ms of a thread that rests.
 */
export function openIdleCollector(): Disposable {
  setFlagsFromString('--expose-gc')
  // Only a new context has what the flag exposes.
  const collect: NodeJS.GCFunction = runInNewContext('gc')
  let before = performance.eventLoopUtilization()
  let wasBusy = true
  const look = () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    if (utilization < BUSY_SHARE && wasBusy) collect({ type: 'major', flavor: 'regular' })
    wasBusy = utilization >= BUSY_SHARE
  }
  const timer = setInterval(look, LOOK_EVERY).unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
