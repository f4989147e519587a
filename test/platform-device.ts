import { once } from 'node:events'
import { connect as dial, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import { formatReadingsTopic } from '#domain/topic.ts'

import { connect, publish } from './gateway-wire.ts'

export interface NumberedDeviceOptions {
  readonly port: number
  readonly id: string
  readonly secret: string
  /** `measuredAt` of message 0; message n was measured n milliseconds later. */
  readonly firstAt: number
  /** Cut off, it says again what was not acknowledged; without, such a message is never said again. */
  readonly repeats: boolean
}

const WINDOW = 20
const REDIAL_MS = 50
const CONNACK = 0x20
const PUBACK = 0x40
const ANSWER_BYTES = 4

/** The value of message n, so that a reading tells which message it came from twice over. */
export function valueOf(number: number): number {
  return number % 1_000
}

/** A device that numbers its messages, keeps a window of them in flight (QoS 1), and comes back whenever it is cut off. */
export class NumberedDevice {
  readonly acknowledged = new Set<number>()
  /** Messages 0 to this one were said, without this one. */
  saidCount = 0
  readonly #options: NumberedDeviceOptions
  readonly #inFlight = new Map<number, number>()
  readonly #repeating: number[] = []
  readonly #running: Promise<void>
  #stopping = false
  #packetId = 0

  constructor(options: NumberedDeviceOptions) {
    this.#options = options
    this.#running = this.#run()
  }

  get id(): string {
    return this.#options.id
  }

  /** Says nothing new, and ends when all that can be is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopping || this.#repeating.length > 0) {
      await this.#talk().catch(() => {})
      if (this.#options.repeats) this.#repeating.unshift(...this.#inFlight.values())
      this.#inFlight.clear()
      await delay(REDIAL_MS)
    }
  }

  /** Until it is cut off, or has nothing more to say. */
  async #talk(): Promise<void> {
    const { port, id, secret } = this.#options
    const socket = dial({ port, host: '127.0.0.1', noDelay: true })
    const closed = once(socket, 'close')
    let rest: Buffer = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      rest = this.#hear(Buffer.concat([rest, chunk]), socket)
    })
    socket.write(connect({ clientId: id, username: id, password: secret }))
    await closed
  }

  /** The answers are all of four bytes; gives what is left of one. */
  #hear(bytes: Buffer, socket: Socket): Buffer {
    let at = 0
    for (; at + ANSWER_BYTES <= bytes.length; at += ANSWER_BYTES) {
      if (bytes[at] === PUBACK) this.#settle(bytes.readUInt16BE(at + 2))
      else if (bytes[at] !== CONNACK || bytes[at + 3] !== 0) socket.destroy()
    }
    this.#fill(socket)
    return bytes.subarray(at)
  }

  #settle(packetId: number): void {
    const number = this.#inFlight.get(packetId)
    if (number === undefined)
      throw new Error(`packet ${packetId} is acknowledged but not in flight`)
    this.#inFlight.delete(packetId)
    this.acknowledged.add(number)
  }

  #fill(socket: Socket): void {
    while (this.#inFlight.size < WINDOW) {
      const number = this.#repeating.shift() ?? (this.#stopping ? undefined : this.saidCount++)
      if (number === undefined) break
      this.#say(socket, number)
    }
    if (this.#inFlight.size === 0) socket.end()
  }

  #say(socket: Socket, number: number): void {
    const { id, firstAt } = this.#options
    this.#packetId = (this.#packetId % 0xffff) + 1
    this.#inFlight.set(this.#packetId, number)
    const payload = JSON.stringify({ time: firstAt + number, co2: valueOf(number) })
    socket.write(publish(formatReadingsTopic(id), payload, 1, this.#packetId))
  }
}
