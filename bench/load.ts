/*
 * The load: connections that each keep a window of QoS 1 messages in flight, over bare sockets with packets built beforehand,
 * so that the generator costs a fraction of what it measures. Runs as a process of its own: `runLoad` starts it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

import { formatReadingsTopic } from '#domain/topic.ts'

export interface LoadOptions {
  readonly port: number
  /** One connection each; username and password of MQTT. */
  readonly devices: readonly { readonly id: string; readonly secret: string }[]
  /** Messages of a connection that may be unacknowledged. */
  readonly window: number
  readonly seconds: number
  /** `measuredAt` of each device's first message; each next one is a millisecond later, so no two are the same reading. */
  readonly firstAt: number
}

export interface LoadResult {
  readonly acknowledgedCount: number
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

const TIME_DIGITS = 13

/** Three values a message, as a vat sends them. */
function buildPayload(time: number): string {
  return `{"time":${time},"temperature":31.25,"brine-density":21.3,"level":1.204}`
}

const PUBLISH_QOS1 = 0x32
const PUBACK_BYTES = 4

/** The window as one buffer of equal packets with ids 1 … window, twice over: any run of them is one slice. */
function buildWindow(device: string, { window, firstAt }: LoadOptions) {
  const topic = Buffer.from(formatReadingsTopic(device))
  const payload = Buffer.from(buildPayload(firstAt))
  const bodyLength = 2 + topic.length + 2 + payload.length
  const packet = Buffer.concat([
    Buffer.from([PUBLISH_QOS1]),
    encodeLength(bodyLength),
    Buffer.from([0, topic.length]),
    topic,
    Buffer.from([0, 0]),
    payload,
  ])
  const bytes = Buffer.concat(Array.from({ length: window * 2 }, () => packet))
  const idAt = packet.length - payload.length - 2
  for (let index = 0; index < window * 2; index++) {
    bytes.writeUInt16BE((index % window) + 1, index * packet.length + idAt)
  }
  return { bytes, size: packet.length, timeAt: idAt + 2 + payload.indexOf(String(firstAt)) }
}

/** MQTT 3.1.1 §2.2.3, for up to 16 kB. */
function encodeLength(length: number): Buffer {
  return Buffer.from(length < 128 ? [length] : [(length % 128) | 128, length >> 7])
}

class LoadConnection {
  readonly #socket: Socket
  readonly #window: ReturnType<typeof buildWindow>
  readonly #options: LoadOptions
  #next = 0
  #time: number
  #rest = 0
  acknowledgedCount = 0
  sending = true

  constructor(socket: Socket, device: string, options: LoadOptions) {
    this.#socket = socket
    this.#options = options
    this.#window = buildWindow(device, options)
    this.#time = options.firstAt
    socket.on('data', (chunk) => this.#acknowledged(chunk.length))
  }

  /** Sends `count` messages with the ids that were acknowledged longest ago. */
  send(count: number): void {
    const { bytes, size, timeAt } = this.#window
    for (let index = this.#next; index < this.#next + count; index++) {
      bytes.write(String(this.#time++), index * size + timeAt, TIME_DIGITS, 'latin1')
    }
    // The slice is written again after its acknowledgement only; still it must not change while in the socket's queue.
    this.#socket.write(Buffer.from(bytes.subarray(this.#next * size, (this.#next + count) * size)))
    this.#next = (this.#next + count) % this.#options.window
  }

  #acknowledged(byteCount: number): void {
    const bytes = this.#rest + byteCount
    const count = Math.floor(bytes / PUBACK_BYTES)
    this.#rest = bytes % PUBACK_BYTES
    this.acknowledgedCount += count
    if (this.sending && count > 0) this.send(count)
  }
}

function buildConnect(id: string, secret: string): Buffer {
  const text = (value: string) => {
    const bytes = Buffer.from(value)
    return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
  }
  // MQTT 3.1.1, clean session, with user name and password, keep-alive of ten minutes.
  const head = Buffer.concat([text('MQTT'), Buffer.from([4, 0b1100_0010, 2, 88])])
  const body = Buffer.concat([head, text(id), text(id), text(secret)])
  return Buffer.concat([Buffer.from([0x10]), encodeLength(body.length), body])
}

/** A connection that has its CONNACK. */
export async function openMqtt(port: number, id: string, secret: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  socket.write(buildConnect(id, secret))
  const [answer] = await once(socket, 'data')
  if (answer[0] !== 0x20 || answer[3] !== 0) throw new Error(`${id} was refused: ${answer[3]}`)
  return socket
}

async function generate(options: LoadOptions): Promise<LoadResult> {
  const connections: LoadConnection[] = []
  for (const { id, secret } of options.devices) {
    connections.push(new LoadConnection(await openMqtt(options.port, id, secret), id, options))
  }
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  for (const connection of connections) connection.send(options.window)
  await new Promise((resolve) => setTimeout(resolve, options.seconds * 1_000))
  const acknowledgedCount = connections.reduce((sum, each) => sum + each.acknowledgedCount, 0)
  const seconds = (performance.now() - startedAt) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const cpuShare = (user + system) / 1e6 / seconds
  return { acknowledgedCount, seconds, messagesPerSecond: acknowledgedCount / seconds, cpuShare }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.once('message', (options: LoadOptions) => {
    void generate(options).then((result) => process.send?.(result, () => process.exit()))
  })
}
