import type { Reading } from '#domain/reading.ts'

/** As many of the newest arrivals of a channel are remembered: what a device sends again after it lost its connection. */
const PER_CHANNEL = 8
/**
 * Channels whose recent readings are remembered, 136 bytes each. Of a channel beyond it nothing is remembered: a
 * repeated reading of it is written once more, which changes nothing.
 */
const CHANNELS_MAX = 500_000
/** Per channel: as many instants and values, and where the next one goes. */
const STRIDE = 2 * PER_CHANNEL + 1

export type Novelty = 'new' | 'duplicate' | 'correction'

/** The last few readings of each channel, in one flat array by channel id (ids are small and never reused). */
export class RecentReadings {
  #slots = new Float64Array(0)

  /** Whether the reading is a repetition, another value for a known instant, or new; the latter two are remembered. */
  remember({ channel, measuredAt, value }: Reading): Novelty {
    if (channel.id >= CHANNELS_MAX) return 'new'
    const start = channel.id * STRIDE
    if (start >= this.#slots.length) this.#grow(channel.id)
    const known = this.#find(start, measuredAt)
    if (known !== -1) return this.#compare(known, value)
    const next = this.#slots[start + STRIDE - 1] ?? 0
    this.#slots[start + next] = measuredAt
    this.#slots[start + PER_CHANNEL + next] = value
    this.#slots[start + STRIDE - 1] = (next + 1) % PER_CHANNEL
    return 'new'
  }

  /** As if it had never come. */
  forget({ channel, measuredAt }: Reading): void {
    const slot = this.#find(channel.id * STRIDE, measuredAt)
    // No instant equals it.
    if (slot !== -1) this.#slots[slot] = Number.NaN
  }

  #find(start: number, measuredAt: number): number {
    for (let slot = start; slot < start + PER_CHANNEL; slot++) {
      if (this.#slots[slot] === measuredAt) return slot
    }
    return -1
  }

  #compare(slot: number, value: number): Novelty {
    if (this.#slots[slot + PER_CHANNEL] === value) return 'duplicate'
    this.#slots[slot + PER_CHANNEL] = value
    return 'correction'
  }

  #grow(id: number): void {
    const channelCount = Math.min(CHANNELS_MAX, Math.max(1024, 2 * (id + 1)))
    const larger = new Float64Array(channelCount * STRIDE)
    larger.set(this.#slots)
    this.#slots = larger
  }
}
