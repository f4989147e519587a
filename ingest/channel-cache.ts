import type { Channel } from '#domain/channel.ts'
import type { Channels, NewChannel } from '#store/registry/contract.ts'

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
  /** Channels that have readings, by devices that the registry has forgotten; taken over once these are enrolled again. */
  readonly #waiting = new Map<string, Channel[]>()

  constructor({ channels, perDeviceMax, devicesMax = DEVICES_MAX }: ChannelCacheOptions) {
    this.#channels = channels
    this.#perDeviceMax = perDeviceMax
    this.#devicesMax = devicesMax
  }

  /** Before anything is prepared: these channels have readings under their ids, and shall have no others. */
  async adopt(channels: readonly Channel[]): Promise<void> {
    const leftOut = await this.#channels.adopt(channels)
    for (const { device } of channels) this.#waiting.delete(device)
    for (const [device, some] of Map.groupBy(leftOut, (one) => one.device)) {
      this.#waiting.set(device, some)
    }
  }

  find(device: string, name: string): Channel | undefined {
    return this.#devices.get(device)?.get(name)
  }

  hasDevice(device: string): boolean {
    return this.#devices.has(device)
  }

  /**
   * Makes `find` succeed, unless no such device was ever enrolled or it has as many channels as it may have. In few
   * transactions, however many devices speak for the first time.
   */
  async prepare(wanted: readonly NewChannel[]): Promise<void> {
    await this.#load(wanted.map(({ device }) => device).filter((id) => !this.#devices.has(id)))
    const fresh = this.#withoutTooMany(wanted)
    if (fresh.length === 0) return
    for (const [index, channel] of (await this.#channels.ensureAll(fresh)).entries()) {
      const { device = '' } = fresh[index] ?? {}
      // The registry was restored under our feet, to a time before this device.
      if (channel === undefined) this.#devices.delete(device)
      else this.#devices.get(device)?.set(channel.name, channel)
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
  async #load(devices: readonly string[]): Promise<void> {
    if (devices.length === 0) return
    const ids = [...new Set(devices)]
    const former = ids.flatMap((id) => this.#waiting.get(id) ?? [])
    if (former.length > 0) await this.adopt(former)
    const loaded = await this.#channels.ofDevices(ids)
    for (const [device, channels] of loaded) {
      this.#devices.set(device, new Map(channels.map((channel) => [channel.name, channel])))
    }
  }

  /** Of known devices, each once; the first ones when they would be more than the device may have. */
  #withoutTooMany(wanted: readonly NewChannel[]): NewChannel[] {
    const fresh: NewChannel[] = []
    const names = new Map<string, Set<string>>()
    for (const channel of wanted) {
      const known = this.#devices.get(channel.device)
      if (known === undefined || known.has(channel.name)) continue
      const ofDevice = names.get(channel.device) ?? new Set()
      if (ofDevice.has(channel.name) || known.size + ofDevice.size >= this.#perDeviceMax) continue
      names.set(channel.device, ofDevice.add(channel.name))
      fresh.push(channel)
    }
    return fresh
  }
}
