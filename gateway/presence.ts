import type { Instant } from '#domain/time.ts'
import type { Journal } from '#store/journal/contract.ts'

import type { GroupCommit } from './group-commit.ts'

type Word = 'online' | 'offline'

interface DeviceState {
  connectionCount: number
  /** What the journal was last told. */
  told: Word
  /** When the device became what it is now. */
  changedAt: Instant
  telling: boolean
}

export interface PresenceOptions {
  readonly journal: Journal
  readonly commit: GroupCommit
  /** Milliseconds that devices have to come back after a restart. */
  readonly returnTimeout: number
}

/**
 * Tells the journal when a device comes and goes: once per real change, however many connections it has or takes over.
 *
 * Nobody waits for it: a CONNACK promises nothing that must be on disk. At most one entry per device is on its way, so devices that
 * flap while the disk is full fill no memory; what is told next is how things are then.
 *
 * The journal knows who was online when the gateway last ran, however it ended. These devices are given `returnTimeout` to come back;
 * those that do are not mentioned (nothing changed worth telling), the others are told offline as of our start.
 * So a restart of a gateway with thousands of devices writes entries for those that are really gone. For the same
 * reason a gateway that stops says nothing of the devices it hangs up on.
 */
export class Presence implements Disposable {
  readonly #commit: GroupCommit
  readonly #states = new Map<string, DeviceState>()
  #returnTimer: NodeJS.Timeout | undefined
  #closed = false

  static async open({ journal, commit, returnTimeout }: PresenceOptions): Promise<Presence> {
    const presence = new Presence(commit)
    presence.#expect(await journal.online(), returnTimeout)
    return presence
  }

  private constructor(commit: GroupCommit) {
    this.#commit = commit
  }

  /** A connection of the device was authenticated. */
  arrived(device: string): void {
    const state = this.#states.get(device) ?? makeState('offline')
    this.#states.set(device, state)
    if (state.connectionCount++ === 0) this.#changed(device, state)
  }

  /** An authenticated connection of the device closed. */
  left(device: string): void {
    const state = this.#states.get(device)
    if (state === undefined) throw new Error(`${device} leaves without having arrived`)
    if (--state.connectionCount === 0) this.#changed(device, state)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    clearTimeout(this.#returnTimer)
  }

  #expect(devices: readonly string[], returnTimeout: number): void {
    for (const device of devices) this.#states.set(device, makeState('online'))
    this.#returnTimer = setTimeout(() => this.#giveUp(devices), returnTimeout)
  }

  #giveUp(devices: readonly string[]): void {
    for (const device of devices) {
      const state = this.#states.get(device)
      if (state !== undefined) this.#tell(device, state)
    }
  }

  #changed(device: string, state: DeviceState): void {
    state.changedAt = Date.now()
    this.#tell(device, state)
  }

  #tell(device: string, state: DeviceState): void {
    const word = state.connectionCount > 0 ? 'online' : 'offline'
    if (state.telling || this.#closed) return
    if (state.told === word) {
      if (word === 'offline') this.#states.delete(device)
      return
    }
    state.telling = true
    state.told = word
    const payload = Buffer.from(word)
    const receivedAt = state.changedAt
    this.#commit.add({
      entry: { kind: 'presence', receivedAt, device, topic: '', payload, retained: false },
      settle: () => {
        state.telling = false
        this.#tell(device, state)
      },
    })
  }
}

function makeState(told: Word): DeviceState {
  return { connectionCount: 0, told, changedAt: Date.now(), telling: false }
}
