import type { Logger } from 'pino'

import { SECOND } from '#domain/time.ts'

import type { Parts } from './parts.ts'

const ASK_EVERY = SECOND

/** Closes the connections of devices whose secret was rotated or which were revoked, within about a second. */
export class CredentialWatch implements Disposable {
  readonly #parts: Parts
  readonly #log: Logger
  #revision: number
  #timer: NodeJS.Timeout | undefined
  #failing = false
  #closed = false

  static async open(parts: Parts): Promise<CredentialWatch> {
    const { revision } = await parts.credentials.changedSince(0)
    return new CredentialWatch(parts, revision)
  }

  private constructor(parts: Parts, revision: number) {
    this.#parts = parts
    this.#log = parts.log
    this.#revision = revision
    this.#schedule()
  }

  [Symbol.dispose](): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #schedule(): void {
    if (!this.#closed) this.#timer = setTimeout(() => void this.#ask(), ASK_EVERY)
  }

  async #ask(): Promise<void> {
    try {
      const { revision, devices } = await this.#parts.credentials.changedSince(this.#revision)
      for (const device of devices) this.#revoke(device)
      this.#revision = revision
      this.#failing = false
    } catch (error) {
      if (!this.#failing)
        this.#log.error({ err: error }, 'registry cannot be asked for revoked devices')
      this.#failing = true
    }
    this.#schedule()
  }

  // Also connections whose secret is being checked at this moment: the answer may be of before the change.
  #revoke(device: string): void {
    for (const connection of this.#parts.connections.peer(device)?.connections ?? []) {
      connection.revoked = true
      connection.close()
    }
  }
}
