import { createHistogram } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

import { SECOND, type Instant } from '#domain/time.ts'

import { forEachConcurrently } from './concurrency.ts'
import { LoadConnection } from './load-connection.ts'

export interface LoadOptions {
  readonly host: string
  readonly port: number
  readonly logins: readonly { readonly device: string; readonly secret: string }[]
  /** Connections in all, shared evenly by the devices. */
  readonly connectionCount: number
  /** Messages per second in all; 0 = connect and stay silent. */
  readonly rate: number
  readonly seconds: number
  /** Values of one message, 1 to 8. */
  readonly valueCount: number
  readonly signal: AbortSignal
}

export interface LoadReport {
  readonly sent: number
  readonly acknowledged: number
  readonly lost: number
  readonly seconds: number
  /** Milliseconds from PUBLISH to PUBACK. */
  readonly ackP50: number
  readonly ackP99: number
}

/** The first carries the sequence number, so that a reader can find what is missing. */
export const LOAD_CHANNELS = [
  'pulses',
  'temperature',
  'relative-humidity',
  'level',
  'soil-moisture',
  'pressure',
  'battery',
  'rssi',
] as const

const CONNECTS_MAX = 50
const TICK = 2
const PING_EVERY = 30 * SECOND
/** How long the last acknowledgements are waited for. What has not come by then is lost. */
const DRAIN_MAX = 30 * SECOND

/** Connects all devices, publishes at the rate, waits for the last acknowledgements, closes. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  await using resources = new AsyncDisposableStack()
  const latencies = createHistogram()
  let acknowledged = 0
  const hear = (latency: number) => {
    acknowledged += 1
    latencies.record(Math.max(1, Math.round(latency * 1_000)))
  }
  const connections = await connectAll(options, hear, resources)
  const pinging = setInterval(() => connections.forEach((each) => each.ping()), PING_EVERY)
  resources.defer(() => clearInterval(pinging))
  const startedAt = performance.now()
  const sent = await publishAtRate(connections, options)
  const seconds = (performance.now() - startedAt) / SECOND
  await drain(connections, options.signal)
  const [ackP50, ackP99] = [50, 99].map((p) => latencies.percentile(p) / 1_000)
  const lost = sent - acknowledged
  return { sent, acknowledged, lost, seconds, ackP50: ackP50 ?? 0, ackP99: ackP99 ?? 0 }
}

async function connectAll(
  { host, port, logins, connectionCount }: LoadOptions,
  onAck: (latency: number) => void,
  resources: AsyncDisposableStack,
): Promise<LoadConnection[]> {
  const connections: LoadConnection[] = []
  const clocked = logins.map(({ device, secret }) => ({ device, secret, clock: createClock() }))
  const wanted = Array.from({ length: connectionCount }, (_, i) => clocked[i % clocked.length])
  await forEachConcurrently(wanted, CONNECTS_MAX, async (login) => {
    if (login === undefined) return
    const connection = await LoadConnection.open({ host, port, ...login }, onAck)
    connections.push(resources.use(connection))
  })
  return connections
}

function createClock(): () => Instant {
  let last = 0
  return () => (last = Math.max(last + 1, Date.now()))
}

/** What is due since the start is sent at every tick, so a slow tick is made up for; full connections are passed over. */
async function publishAtRate(
  connections: readonly LoadConnection[],
  { rate, seconds, valueCount, signal }: LoadOptions,
): Promise<number> {
  const startedAt = performance.now()
  let sent = 0
  let turn = 0
  for (let elapsed = 0; elapsed < seconds && !signal.aborted;) {
    await sleep(TICK)
    elapsed = (performance.now() - startedAt) / SECOND
    const due = Math.floor(rate * Math.min(elapsed, seconds)) - sent
    const share = Math.ceil(due / connections.length)
    const target = sent + due
    for (let i = 0; i < connections.length && sent < target; i++, turn++) {
      const connection = connections[turn % connections.length]
      if (connection)
        sent = publishShare(connection, { sent, until: Math.min(target, sent + share), valueCount })
    }
  }
  return sent
}

function publishShare(
  connection: LoadConnection,
  { sent, until, valueCount }: { sent: number; until: number; valueCount: number },
): number {
  let sequence = sent
  connection.cork()
  while (sequence < until && connection.isReady) {
    connection.publish((measuredAt) => encodeLoad(measuredAt, sequence, valueCount))
    sequence += 1
  }
  connection.uncork()
  return sequence
}

function encodeLoad(measuredAt: Instant, sequence: number, valueCount: number): string {
  const values = LOAD_CHANNELS.slice(1, valueCount).map(
    (channel, i) => `,"${channel}":${20 + i + (sequence % 100) / 10}`,
  )
  return `{"time":${measuredAt},"pulses":${sequence}${values.join('')}}`
}

async function drain(connections: readonly LoadConnection[], signal: AbortSignal): Promise<void> {
  const until = performance.now() + DRAIN_MAX
  const isWaiting = () => connections.some((each) => each.isOpen && each.inFlight > 0)
  while (isWaiting() && performance.now() < until && !signal.aborted) await sleep(5)
}
