/*
 * The load: connections that each keep a window of QoS 1 messages in flight, over bare sockets with packets built beforehand,
 * so that the generator costs a fraction of what it measures. Runs as a process of its own: `runLoad` starts it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

import { type BenchDevice, createPackets, openMqtt, type PublishPackets } from './packets.ts'

export interface LoadOptions {
  readonly port: number
  /** One connection each. */
  readonly devices: readonly BenchDevice[]
  /** Messages of a connection that may be unacknowledged. */
  readonly window: number
  readonly seconds: number
  /** `measuredAt` of each device's first message; each next one is a millisecond later, so no two are the same reading. */
  readonly firstAt: number
}

export interface LoadResult {
  readonly acknowledgedCount: number
  /** What was still in flight at the end; it may be acknowledged later. */
  readonly inFlightCount: number
  readonly seconds: number
  readonly messagesPerSecond: number
  /** Processor time of the generator per second: below 1, it waited. */
  readonly cpuShare: number
}

/** Runs the load in its own process. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const child = fork(fileURLToPath(import.meta.url))
  child.send(options)
  const [result] = await once(child, 'message')
  return result
}

const PUBACK_BYTES = 4

/** The window as one buffer of equal packets with ids 1 … window, twice over: any run of them is one slice. */
function buildWindow(device: string, window: number): PublishPackets {
  const packets = createPackets(device, window * 2)
  for (let index = 0; index < window * 2; index++) packets.setId(index, (index % window) + 1)
  return packets
}

class LoadConnection {
  readonly #socket: Socket
  readonly #packets: PublishPackets
  readonly #window: number
  #next = 0
  #time: number
  #rest = 0
  acknowledgedCount = 0
  sentCount = 0
  sending = true

  constructor(socket: Socket, device: string, { window, firstAt }: LoadOptions) {
    this.#socket = socket
    this.#window = window
    this.#packets = buildWindow(device, window)
    this.#time = firstAt
    socket.on('data', (chunk) => this.#acknowledged(chunk.length))
  }

  /** Sends `count` messages with the ids that were acknowledged longest ago. */
  send(count: number): void {
    const { bytes, size, setTime } = this.#packets
    for (let index = this.#next; index < this.#next + count; index++) setTime(index, this.#time++)
    // The slice is written again after its acknowledgement only; still it must not change while in the socket's queue.
    this.#socket.write(Buffer.from(bytes.subarray(this.#next * size, (this.#next + count) * size)))
    this.#next = (this.#next + count) % this.#window
    this.sentCount += count
  }

  #acknowledged(byteCount: number): void {
    const bytes = this.#rest + byteCount
    const count = Math.floor(bytes / PUBACK_BYTES)
    this.#rest = bytes % PUBACK_BYTES
    this.acknowledgedCount += count
    if (this.sending && count > 0) this.send(count)
  }
}

/** Time for what is in flight to be acknowledged, before the connections close. */
const LAST_ACKNOWLEDGEMENTS = 500

async function generate(options: LoadOptions): Promise<LoadResult> {
  const connections: LoadConnection[] = []
  for (const device of options.devices) {
    const socket = await openMqtt(options.port, device)
    connections.push(new LoadConnection(socket, device.id, options))
  }
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  for (const connection of connections) connection.send(options.window)
  await new Promise((resolve) => setTimeout(resolve, options.seconds * 1_000))
  const acknowledgedCount = sum(connections.map((each) => each.acknowledgedCount))
  const seconds = (performance.now() - startedAt) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const cpuShare = (user + system) / 1e6 / seconds
  const messagesPerSecond = acknowledgedCount / seconds
  for (const connection of connections) connection.sending = false
  await new Promise((resolve) => setTimeout(resolve, LAST_ACKNOWLEDGEMENTS))
  const inFlightCount = sum(connections.map((each) => each.sentCount)) - acknowledgedCount
  return { acknowledgedCount, inFlightCount, seconds, messagesPerSecond, cpuShare }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.once('message', (options: LoadOptions) => {
    void generate(options).then((result) => process.send?.(result, () => process.exit()))
  })
}
