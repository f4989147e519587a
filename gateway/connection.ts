import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

import type { Client } from 'aedes'

import { Allowance } from './allowance.ts'
import type { Gate } from './gate.ts'
import { packetBytesMax, type Limits } from './limits.ts'
import { PacketScanner } from './packet-scanner.ts'
import type { Peer } from './peer.ts'
import type { Refusal } from './refusal.ts'

/**
 * One read takes at most this much, so a device that sent a long backlog at once is slowed in steps of
 * a second or so, and its keep-alive packets are answered in between.
 */
const READ_BYTES_MAX = 8 * 1024

export interface Will {
  readonly topic: string
  readonly payload: string | Buffer
}

export interface ConnectionOptions {
  readonly stream: Duplex
  readonly address: string
  readonly onAuthenticated: () => void
  readonly gate: Gate
  readonly limits: Limits
}

/**
 * What the gateway knows of one open connection. It stands between the stream and Aedes at the one method by which
 * Aedes takes bytes, `read`: there it holds bytes back and looks at packet borders.
 */
export class Connection {
  readonly stream: Duplex
  readonly address: string
  readonly onAuthenticated: () => void
  /** Set as soon as handed to Aedes. */
  client: Client | undefined
  /** Set by CONNECT, before the secret is checked. */
  peer: Peer | undefined
  /** Only once this is true does what arrives count as its peer's: a name alone is anybody's to claim. */
  authenticated = false
  revoked = false
  /** What CONNECT asked for and may not have; answered once it is known who asks. */
  connectRefusal: Refusal | undefined
  will: Will | undefined
  /** The last topic that was found allowed: devices repeat themselves. */
  allowedTopic = ''
  readonly filters = new Set<string>()
  inFlightBytes = 0
  readonly #gate: Gate
  readonly #scanner: PacketScanner
  readonly #ownAllowance: Allowance
  #unprovenCount = 0
  readonly #source: (size?: number) => Buffer | null

  constructor(options: ConnectionOptions) {
    const { stream } = options
    this.stream = stream
    this.address = options.address
    this.onAuthenticated = options.onAuthenticated
    this.#gate = options.gate
    this.#scanner = new PacketScanner(packetBytesMax(options.limits))
    this.#ownAllowance = new Allowance(options.limits.messagesPerSecondMax)
    this.#source = stream.read.bind(stream)
    stream.read = (size?: number) => this.#read(size)
  }

  /** What its messages are charged to. */
  get allowance(): Allowance {
    return this.authenticated && this.peer !== undefined ? this.peer.allowance : this.#ownAllowance
  }

  /** Resolves when what came with CONNECT may be taken; at once for who waited for the CONNACK, as nearly all do. */
  async untilAllowed(): Promise<void> {
    const { peer } = this
    if (this.#unprovenCount === 0 || peer === undefined) return
    // Several may wait: who goes first leaves a new debt to the others.
    for (let wait = 0; !this.stream.destroyed; await delay(wait, undefined, { ref: false })) {
      wait = peer.allowance.wait(Date.now())
      if (wait === 0) return
    }
  }

  /** The secret was right. Messages that came before, with CONNECT itself, are charged now. */
  authenticate(): void {
    this.authenticated = true
    this.peer?.allowance.spend(this.#unprovenCount)
    // From here on its peer's allowance says how long it waits.
    this.#gate.forget(this)
    this.onAuthenticated()
  }

  /** Aedes reads again what was held back. */
  resume(): void {
    if (!this.stream.destroyed) this.stream.emit('readable')
  }

  close(): void {
    this.stream.destroy()
  }

  #read(size?: number): Buffer | null {
    // The stream asks itself for more, or Aedes asks for what is there (null).
    if (size === 0) return this.#source(0)
    if (!this.#gate.admits(this)) return null
    const chunk = this.#take()
    if (chunk === null) return null
    try {
      this.#charge(this.#scanner.scan(chunk))
      return chunk
    } catch (refusal) {
      this.stream.destroy(refusal instanceof Error ? refusal : undefined)
      return null
    }
  }

  #charge(publishCount: number): void {
    this.allowance.spend(publishCount)
    if (!this.authenticated) this.#unprovenCount += publishCount
  }

  #take(): Buffer | null {
    if (this.stream.readableLength <= READ_BYTES_MAX) return this.#source()
    // The stream tells of new bytes only, not of those that are left.
    setImmediate(() => this.resume())
    return this.#source(READ_BYTES_MAX)
  }
}
