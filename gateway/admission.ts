import type { Socket } from 'node:net'

import type { Limits } from './limits.ts'
import { Refusal } from './refusal.ts'

/** Counts open sockets, and those of each address that have not said who they are. */
export class Admission {
  readonly #limits: Limits
  readonly #unauthenticated = new Map<string, number>()
  readonly #waiting = new WeakSet<Socket>()
  #count = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** A reason to hang up; without one the socket is counted until it closes. */
  admit(socket: Socket): Refusal | undefined {
    const { connectionsMax, unauthenticatedPerAddressMax } = this.#limits
    const address = socket.remoteAddress ?? ''
    if (this.#count >= connectionsMax) {
      return new Refusal('connections', `${connectionsMax} connections are open`)
    }
    const unauthenticated = this.#unauthenticated.get(address) ?? 0
    if (unauthenticated >= unauthenticatedPerAddressMax) {
      return new Refusal(
        'unauthenticated-per-address',
        `${unauthenticated} connections of this address have not authenticated yet`,
      )
    }
    this.#count++
    this.#unauthenticated.set(address, unauthenticated + 1)
    this.#waiting.add(socket)
    socket.once('close', () => {
      this.#count--
      this.#known(socket, address)
    })
    return undefined
  }

  authenticated(socket: Socket): void {
    this.#known(socket, socket.remoteAddress ?? '')
  }

  #known(socket: Socket, address: string): void {
    if (!this.#waiting.delete(socket)) return
    const left = (this.#unauthenticated.get(address) ?? 0) - 1
    if (left > 0) this.#unauthenticated.set(address, left)
    else this.#unauthenticated.delete(address)
  }
}
