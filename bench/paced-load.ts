/*
 * The load at a given pace: connections that send in turn, whatever is acknowledged. `measuredAt` of each message is the
 * generator's clock just before it goes to its socket. Runs as a process of its own: `runPacedLoad` starts it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

import { type BenchDevice, createPackets, openMqtt, type PublishPackets } from './packets.ts'

export interface PacedLoadOptions {
  readonly port: number
  /** One connection each. */
  readonly devices: readonly BenchDevice[]
  /** Of all together. A device sends at most one in a millisecond, so its messages tell their instants. */
  readonly messagesPerSecond: number
  readonly seconds: number
}

export interface PacedLoadResult {
  /** When the first message was due, epoch ms. */
  readonly startedAt: number
  /** Per device, in the order given: `measuredAt` of each message. */
  readonly sentAt: readonly (readonly number[])[]
}

/** Runs the load in its own process. */
export async function runPacedLoad(options: PacedLoadOptions): Promise<PacedLoadResult> {
  const child = fork(fileURLToPath(import.meta.url))
  child.send(options)
  const [result] = await once(child, 'message')
  return result
}

const TICK_MS = 2
const PACKET_ID_MAX = 65_535
/** Time for what was sent last to be taken, before the connections close. */
const LAST_ACKNOWLEDGEMENTS = 1_000

class PacedConnection {
  readonly #socket: Socket
  readonly #packet: PublishPackets
  readonly sentAt: number[] = []

  constructor(socket: Socket, device: string) {
    this.#socket = socket.resume()
    this.#packet = createPackets(device, 1)
  }

  send(): void {
    const { bytes, setId, setTime } = this.#packet
    setId(0, (this.sentAt.length % PACKET_ID_MAX) + 1)
    // Two in one millisecond, after the generator was held up, would be one reading: the second says the next one.
    const now = Math.max(Date.now(), (this.sentAt.at(-1) ?? 0) + 1)
    setTime(0, now)
    this.sentAt.push(now)
    this.#socket.write(Buffer.from(bytes))
  }
}

async function generate(options: PacedLoadOptions): Promise<PacedLoadResult> {
  const connections: PacedConnection[] = []
  for (const device of options.devices) {
    connections.push(new PacedConnection(await openMqtt(options.port, device), device.id))
  }
  const startedAt = Date.now()
  await sendInTurn(connections, options)
  await new Promise((resolve) => setTimeout(resolve, LAST_ACKNOWLEDGEMENTS))
  return { startedAt, sentAt: connections.map(({ sentAt }) => sentAt) }
}

/** Each tick sends what is due by now, so a tick that comes late is made up for. */
async function sendInTurn(
  connections: readonly PacedConnection[],
  { messagesPerSecond, seconds }: PacedLoadOptions,
): Promise<void> {
  const began = performance.now()
  let sentCount = 0
  while (sentCount < messagesPerSecond * seconds) {
    const dueCount = Math.floor(((performance.now() - began) / 1_000) * messagesPerSecond)
    for (; sentCount < dueCount; sentCount++) connections[sentCount % connections.length]?.send()
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.once('message', (options: PacedLoadOptions) => {
    void generate(options).then((result) => process.send?.(result, () => process.exit()))
  })
}
