import type { Instant } from './time.ts'

export type DeviceState = 'enrolled' | 'revoked'
export type Presence = 'online' | 'offline' | 'unknown'

/** A box with sensors. Its secret is shown once at enrolment and kept only as a hash. */
export interface Device {
  readonly id: string
  readonly name: string
  readonly model: string | null
  readonly state: DeviceState
  readonly enrolledAt: Instant
  readonly presence: Presence
  /** When the presence began; null while unknown. */
  readonly presenceAt: Instant | null
}
