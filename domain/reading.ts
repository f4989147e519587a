import type { Channel } from './channel.ts'
import type { Instant } from './time.ts'

/** One value of one channel at one instant, in the quantity's own unit. (channel, measuredAt) is its identity. */
export interface Reading {
  readonly channel: Channel
  readonly measuredAt: Instant
  readonly value: number
  /** See `domain/quality.ts`. */
  readonly quality: number
}
