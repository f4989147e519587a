import { DAY, type Instant } from '#domain/time.ts'

import { untilAborted } from './abort.ts'
import type { DeviceConnection } from './device-connection.ts'
import { encodeSamples } from './encode-samples.ts'
import type { Source } from './sample.ts'

/** A device that is on the line. */
export interface ConnectedDevice {
  readonly id: string
  readonly every: number
  readonly phase: number
  readonly source: Source
  readonly connection: DeviceConnection
}

export interface HistoryOptions {
  readonly from: Instant
  readonly until: Instant
  readonly signal: AbortSignal
  /** Called when all devices have their acknowledgements up to an instant. */
  readonly onAdvance: (at: Instant, readingCount: number) => Promise<void>
}

/** All devices advance together by this much, so that the platform sees time in order, roughly. */
const STRIDE = DAY
/** Strides under way: while one waits for its acknowledgements the next is computed. */
const STRIDES_MAX = 2

/**
 * Fills (from, until] through the same inlet as live readings, in the batches of a device that comes back after an
 * outage. Only acknowledgements let it go on, so the gateway sets the pace. Returns how many readings were acknowledged.
 */
export async function fillHistory(
  devices: readonly ConnectedDevice[],
  { from, until, signal, onAdvance }: HistoryOptions,
): Promise<number> {
  let readingCount = 0
  const finish = async ({ end, sent }: Stride) => {
    const counts = await untilAborted(sent, signal)
    if (counts === undefined) return
    readingCount += counts.reduce((sum, count) => sum + count, 0)
    await onAdvance(end, readingCount)
  }
  const underWay: Stride[] = []
  for (let at = from; at < until && !signal.aborted; at += STRIDE) {
    underWay.push(beginStride(devices, at, Math.min(at + STRIDE, until)))
    const oldest = underWay.length >= STRIDES_MAX ? underWay.shift() : undefined
    if (oldest) await finish(oldest)
  }
  for (const stride of underWay) await finish(stride)
  return readingCount
}

interface Stride {
  readonly end: Instant
  readonly sent: Promise<number[]>
}

function beginStride(devices: readonly ConnectedDevice[], from: Instant, end: Instant): Stride {
  const sent = Promise.all(devices.map((device) => sendSamples(device, from, end)))
  // It is awaited later; when an earlier stride fails, nobody asks for it any more.
  sent.catch(() => {})
  return { end, sent }
}

/** Sends what a device has in (from, until]; resolves with the number of readings when all are acknowledged. */
export async function sendSamples(
  { source, connection }: ConnectedDevice,
  from: Instant,
  until: Instant,
): Promise<number> {
  const payloads = encodeSamples(source(from, until))
  await Promise.all(payloads.map(({ json }) => connection.publish(json)))
  return payloads.reduce((sum, { valueCount }) => sum + valueCount, 0)
}
