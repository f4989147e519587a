import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { NguonError } from '#domain/error.ts'
import { SECOND, type Instant } from '#domain/time.ts'

import { encodeConnect, encodePublish, PINGREQ, readPackets } from './mqtt-packets.ts'

/** Messages of one connection that wait for their PUBACK; at this many it takes no more. */
const IN_FLIGHT_MAX = 64
const CONNECT_TIMEOUT = 30 * SECOND
const KEEPALIVE_SECONDS = 120

export interface LoadLogin {
  readonly host: string
  readonly port: number
  readonly device: string
  readonly secret: string
  /** The device's clock, shared by its connections: never twice the same millisecond, for that would be the same reading. */
  readonly clock: () => Instant
}

/** A bare publisher: no queue, no resend, no reconnection, so that it measures the gateway and not itself. */
export class LoadConnection implements AsyncDisposable {
  readonly #socket: Socket
  readonly #login: Pick<LoadLogin, 'device' | 'clock'>
  readonly #onAck: (latency: number) => void
  readonly #sentAt = new Map<number, number>()
  #rest: Buffer = Buffer.alloc(0)
  #messageId = 0

  static async open(login: LoadLogin, onAck: (latency: number) => void): Promise<LoadConnection> {
    const { host, port, device, secret, clock } = login
    const socket = connect({ host, port, noDelay: true })
    socket.setTimeout(CONNECT_TIMEOUT, () => socket.destroy(new Error('no answer for 30 s')))
    await once(socket, 'connect')
    socket.write(encodeConnect({ device, secret, keepaliveSeconds: KEEPALIVE_SECONDS }))
    const [answer] = await Promise.race([once(socket, 'data'), refusedOnClose(socket, device)])
    socket.setTimeout(0)
    // CONNACK is 32 2 <flags> <return code>; 0 = accepted (MQTT 3.1.1 §3.2.2.3).
    const isAccepted = Buffer.isBuffer(answer) && answer[3] === 0
    if (isAccepted) return new LoadConnection(socket, { device, clock }, onAck)
    socket.destroy()
    throw refused(device)
  }

  private constructor(
    socket: Socket,
    login: Pick<LoadLogin, 'device' | 'clock'>,
    onAck: (latency: number) => void,
  ) {
    this.#socket = socket
    this.#login = login
    this.#onAck = onAck
    socket.on('data', (chunk: Buffer) => this.#hear(chunk))
    // What is not acknowledged is counted as lost; the reason is the gateway's to log.
    socket.on('error', () => {})
  }

  get isReady(): boolean {
    return this.#socket.writable && this.#sentAt.size < IN_FLIGHT_MAX
  }

  get inFlight(): number {
    return this.#sentAt.size
  }

  get isOpen(): boolean {
    return this.#socket.writable
  }

  /** `toPayload` gets what the device's clock shows. */
  publish(toPayload: (measuredAt: Instant) => string): void {
    const { device, clock } = this.#login
    // Ids in flight are at most 64 apart, so an id is free again long before its turn comes.
    this.#messageId = (this.#messageId % 0xffff) + 1
    this.#sentAt.set(this.#messageId, performance.now())
    this.#socket.write(encodePublish(device, this.#messageId, toPayload(clock())))
  }

  /** Writes that follow leave in one segment. */
  cork(): void {
    this.#socket.cork()
  }

  uncork(): void {
    this.#socket.uncork()
  }

  ping(): void {
    if (this.isOpen) this.#socket.write(PINGREQ)
  }

  #hear(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = readPackets(bytes, (messageId) => {
      const sentAt = this.#sentAt.get(messageId)
      if (sentAt === undefined) return
      this.#sentAt.delete(messageId)
      this.#onAck(performance.now() - sentAt)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.closed) return
    const closed = once(this.#socket, 'close')
    this.#socket.destroySoon()
    await closed
  }
}

async function refusedOnClose(socket: Socket, device: string): Promise<never> {
  await once(socket, 'close')
  throw refused(device)
}

function refused(device: string): NguonError {
  return new NguonError('SIMULATOR_REFUSED', `the gateway refused device '${device}'`)
}
