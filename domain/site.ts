import type { Text } from './text.ts'

/** A producer's premises: a cooperative, an orchard. */
export interface Site {
  readonly id: string
  readonly name: Text
  /** IANA zone that aligns its days, such as `Asia/Ho_Chi_Minh`. */
  readonly timezone: string
  readonly latitude: number | null
  readonly longitude: number | null
}
