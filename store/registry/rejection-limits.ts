/** How much is kept of what could not be used. Where a bound is reached, the oldest goes first. */
export interface RejectionLimits {
  /** Rows of one device; above it, see `Rejections.add`. */
  readonly keptPerDeviceMax: number
  /** Once all devices together are at `keptMax`, a device with as many rows counts as full: a flood of many pushes out little else. */
  readonly keptPerDeviceCrowdedMax: number
  /** Rows of all devices together. */
  readonly keptMax: number
  /** Payload bytes of all rows together. */
  readonly keptBytesMax: number
}

export const REJECTION_LIMITS: RejectionLimits = {
  keptPerDeviceMax: 1_000,
  keptPerDeviceCrowdedMax: 20,
  keptMax: 20_000,
  keptBytesMax: 256 * 1024 * 1024,
}
