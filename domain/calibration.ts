import { DAY, type Instant } from './time.ts'

/**
 * That a channel of a device was compared with something that is known, as ISO/IEC 17025 certificates tell it. Records are never
 * changed: a correction is a new one that names the one it is in place of.
 */
export interface Calibration {
  readonly device: string
  /** Name of the channel. */
  readonly channel: string
  readonly calibratedAt: Instant
  /** From then on it is overdue. */
  readonly validUntil: Instant
  /** Number of the certificate. */
  readonly certificate: string
  readonly laboratory: string
  /** What it was compared with: a standard, an instrument with its own number. */
  readonly reference: string
  /** What was found before any adjustment, shown value less true one, in the channel's unit; null: not told. */
  readonly foundError: number | null
  /** Whether it was adjusted then; readings before and after differ by what was found. */
  readonly isAdjusted: boolean
  /** SHA-256 of the file of the certificate, 64 hexadecimal digits; null: there is none. */
  readonly certificateHash: string | null
  readonly by: string
  /** The record that this one is in place of; null: none. */
  readonly corrects: number | null
}

/** Days since it ceased to be valid; negative while it is. */
export function daysOverdue(validUntil: Instant, at: Instant): number {
  return (at - validUntil) / DAY
}
