import type { Client } from 'aedes'

import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import { Peer } from './peer.ts'

/** All open connections, by Aedes' client and by the name they claim. */
export class Connections {
  readonly #limits: Limits
  readonly #all = new Set<Connection>()
  readonly #byClient = new WeakMap<Client, Connection>()
  readonly #peers = new Map<string, Peer>()
  /** Without a connection, or without one when last looked at, and with messages to pay off. */
  readonly #indebted = new Set<Peer>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#all.size
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#all.values()
  }

  add(connection: Connection, client: Client): void {
    connection.client = client
    this.#all.add(connection)
    this.#byClient.set(client, connection)
  }

  of(client: Client): Connection {
    const connection = this.#byClient.get(client)
    if (connection === undefined) throw new Error('a client that never connected')
    return connection
  }

  peer(name: string): Peer | undefined {
    return this.#peers.get(name)
  }

  /** The connection says that it is `name`. */
  claim(connection: Connection, name: string): void {
    const peer = this.#peers.get(name) ?? new Peer(name, this.#limits.messagesPerSecondMax)
    this.#peers.set(name, peer)
    peer.connections.add(connection)
    connection.peer = peer
  }

  remove(connection: Connection): void {
    this.#all.delete(connection)
    const { peer } = connection
    if (peer === undefined) return
    peer.connections.delete(connection)
    this.#forget(peer)
  }

  // Whoever reconnects finds its debt as it left it. Only who has authenticated makes one, so at most every
  // enrolled device is kept, each with one timer and until it is paid off.
  #forget(peer: Peer): void {
    if (peer.connections.size > 0 || this.#indebted.has(peer)) return
    const wait = peer.allowance.wait(Date.now())
    if (wait === 0) {
      this.#peers.delete(peer.name)
      return
    }
    this.#indebted.add(peer)
    setTimeout(() => {
      this.#indebted.delete(peer)
      this.#forget(peer)
    }, wait).unref()
  }
}
