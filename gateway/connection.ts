import type { Duplex } from 'node:stream'

import type { Client } from 'aedes'

import type { Gate } from './gate.ts'
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
  readonly packetBytesMax: number
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
  readonly #source: (size?: number) => Buffer | null

  constructor(options: ConnectionOptions) {
    const { stream } = options
    this.stream = stream
    this.address = options.address
    this.onAuthenticated = options.onAuthenticated
    this.#gate = options.gate
    this.#scanner = new PacketScanner(options.packetBytesMax)
    this.#source = stream.read.bind(stream)
    stream.read = (size?: number) => this.#read(size)
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
      const publishCount = this.#scanner.scan(chunk)
      this.peer?.allowance.spend(publishCount)
      return chunk
    } catch (refusal) {
      this.stream.destroy(refusal instanceof Error ? refusal : undefined)
      return null
    }
  }

  #take(): Buffer | null {
    if (this.stream.readableLength <= READ_BYTES_MAX) return this.#source()
    // The stream tells of new bytes only, not of those that are left.
    setImmediate(() => this.resume())
    return this.#source(READ_BYTES_MAX)
  }
}
