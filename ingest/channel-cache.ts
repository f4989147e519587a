import type { Channel } from '#domain/channel.ts'
import { NguonError } from '#domain/error.ts'
import type { Channels } from '#store/registry/contract.ts'

export interface ChannelCacheOptions {
  readonly channels: Channels
  /** Channels of one device; one more is not made. */
  readonly perDeviceMax: number
  /** Devices remembered between batches; beyond it the first remembered is forgotten, and asked for when it speaks again. */
  readonly devicesMax?: number
}

const DEVICES_MAX = 50_000

/** The registry's channels in memory: all readings but a channel's first are resolved without asking the registry. */
export class ChannelCache {
  readonly #channels: Channels
  readonly #perDeviceMax: number
  readonly #devicesMax: number
  readonly #devices = new Map<string, Map<string, Channel>>()

  constructor({ channels, perDeviceMax, devicesMax = DEVICES_MAX }: ChannelCacheOptions) {
    this.#channels = channels
    this.#perDeviceMax = perDeviceMax
    this.#devicesMax = devicesMax
  }

  find(device: string, name: string): Channel | undefined {
    return this.#devices.get(device)?.get(name)
  }

  hasDevice(device: string): boolean {
    return this.#devices.has(device)
  }

  /** Makes `find` succeed, unless no such device was ever enrolled or it has as many channels as it may have. */
  async prepare(device: string, name: string, quantity: string): Promise<void> {
    const known = this.#devices.get(device) ?? (await this.#load(device))
    if (known === undefined || known.has(name) || known.size >= this.#perDeviceMax) return
    try {
      known.set(name, await this.#channels.ensure(device, name, quantity))
    } catch (error) {
      // The registry was restored under our feet, to a time before this device.
      if (!(error instanceof NguonError && error.code === 'REGISTRY_NOT_FOUND')) throw error
      this.#devices.delete(device)
    }
  }

  /** Between batches, never within one: what is prepared stays until it is used. */
  trim(): void {
    for (const device of this.#devices.keys()) {
      if (this.#devices.size <= this.#devicesMax) return
      this.#devices.delete(device)
    }
  }

  // That a device is unknown is not remembered: it may be enrolled next.
  async #load(device: string): Promise<Map<string, Channel> | undefined> {
    const channels = await this.#channels.ofDevice(device)
    if (channels === undefined) return undefined
    const byName = new Map(channels.map((channel) => [channel.name, channel]))
    this.#devices.set(device, byName)
    return byName
  }
}
