import { SECOND } from '#domain/time.ts'

import { refreshKeepalive } from './aedes-internals.ts'
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import type { GatewayMetrics } from './metrics.ts'

/**
 * Decides whose bytes are read. Not those of a connection, or of any, with too much accepted and not yet on disk; and not those of a
 * device ahead of its allowance, until that has grown back. (Aedes alone would go on: each arriving segment makes it read one
 * more, whatever is unanswered.) What is not read stays in the sender's own socket: nothing is lost.
 */
export class Gate implements Disposable {
  readonly #limits: Limits
  readonly #metrics: GatewayMetrics
  readonly #waitingForDisk = new Set<Connection>()
  readonly #waitingForTime = new Map<Connection, NodeJS.Timeout>()
  readonly #keepaliveTimer: NodeJS.Timeout
  #inFlightBytes = 0
  #reopening = false

  constructor(limits: Limits, metrics: GatewayMetrics, connections: Iterable<Connection>) {
    this.#limits = limits
    this.#metrics = metrics
    this.#keepaliveTimer = setInterval(() => this.#refreshKeepalives(connections), SECOND)
  }

  get inFlightBytes(): number {
    return this.#inFlightBytes
  }

  admits(connection: Connection): boolean {
    if (this.#waitingForTime.has(connection)) return false
    if (this.#isFull(connection)) {
      this.#waitingForDisk.add(connection)
      return false
    }
    const wait = connection.allowance.wait(Date.now())
    if (wait === 0) return true
    this.#metrics.throttled.inc()
    this.#waitingForTime.set(
      connection,
      setTimeout(() => this.#readAgain(connection), wait),
    )
    return false
  }

  accepted(connection: Connection, bytes: number): void {
    connection.inFlightBytes += bytes
    this.#inFlightBytes += bytes
  }

  settled(connection: Connection, bytes: number): void {
    connection.inFlightBytes -= bytes
    this.#inFlightBytes -= bytes
    if (this.#reopening || this.#waitingForDisk.size === 0) return
    this.#reopening = true
    // Once for a whole batch.
    setImmediate(() => this.#reopen())
  }

  #reopen(): void {
    this.#reopening = false
    for (const connection of this.#waitingForDisk) {
      if (this.#isFull(connection)) continue
      this.#waitingForDisk.delete(connection)
      connection.resume()
    }
  }

  forget(connection: Connection): void {
    this.#waitingForDisk.delete(connection)
    clearTimeout(this.#waitingForTime.get(connection))
    this.#waitingForTime.delete(connection)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#keepaliveTimer)
    for (const timer of this.#waitingForTime.values()) clearTimeout(timer)
  }

  #isFull(connection: Connection): boolean {
    return (
      connection.inFlightBytes >= this.#limits.inFlightBytesPerConnectionMax ||
      this.#inFlightBytes >= this.#limits.inFlightBytesMax
    )
  }

  #readAgain(connection: Connection): void {
    this.#waitingForTime.delete(connection)
    connection.resume()
  }

  // A device that we do not read cannot be heard: its silence is ours (MQTT-3.1.2-24 is about its own). Aedes
  // too does not read while packets of the last read are unanswered.
  #refreshKeepalives(connections: Iterable<Connection>): void {
    for (const connection of connections) {
      if (connection.client !== undefined && this.#isUnread(connection)) {
        refreshKeepalive(connection.client)
      }
    }
  }

  #isUnread(connection: Connection): boolean {
    return (
      connection.inFlightBytes > 0 ||
      this.#waitingForTime.has(connection) ||
      this.#waitingForDisk.has(connection)
    )
  }
}
