import { setTimeout as sleep } from 'node:timers/promises'

import { MINUTE, type Instant } from '#domain/time.ts'

import { untilAborted } from './abort.ts'
import { sendSamples, type ConnectedDevice } from './history.ts'

export interface LiveOptions {
  /** Everything up to here was acknowledged before. */
  readonly from: Instant
  readonly signal: AbortSignal
  /** Called once a minute and at the end with the instant up to which all devices have their acknowledgements. */
  readonly onAdvance: (at: Instant) => Promise<void>
}

const REPORT_EVERY = MINUTE

/**
 * Every device speaks at its own rate, until `signal`. A device whose message is not acknowledged yet waits; then it
 * sends all it has measured since, as a burst. Nothing has to be stored for that: the past can be computed again.
 */
export async function runLive(
  devices: readonly ConnectedDevice[],
  { from, signal, onAdvance }: LiveOptions,
): Promise<void> {
  const sentUntil = new Map(devices.map(({ id }) => [id, from]))
  const report = () => onAdvance(Math.min(...sentUntil.values()))
  const reporter = setInterval(() => void report(), REPORT_EVERY)
  const speak = async (device: ConnectedDevice) => {
    for (let at = from; !signal.aborted; at = sentUntil.get(device.id) ?? at) {
      const until = Date.now()
      await sendSamples(device, at, until)
      sentUntil.set(device.id, until)
      await sleepUntil(nextSampleAt(device, until), signal)
    }
  }
  try {
    // A device that still waits for an acknowledgement must not hold up the end.
    await untilAborted(Promise.all(devices.map(speak)), signal)
  } finally {
    clearInterval(reporter)
    await report()
  }
}

function nextSampleAt({ every, phase }: ConnectedDevice, after: Instant): Instant {
  return Math.floor((after - phase) / every + 1) * every + phase
}

async function sleepUntil(at: Instant, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(0, at - Date.now()), undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
