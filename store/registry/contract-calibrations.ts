import type { Calibration } from '#domain/calibration.ts'
import type { Instant } from '#domain/time.ts'

import type { PageQuery } from './contract.ts'

export interface CalibrationRecord extends Calibration {
  readonly id: number
  readonly channelId: number
  readonly recordedAt: Instant
  /** The record that is in place of this one; null: this one holds. */
  readonly correctedBy: number | null
}
export type NewCalibration = Calibration & { readonly recordedAt: Instant }

export interface CalibrationQuery extends PageQuery<number> {
  readonly device?: readonly string[]
  /** Names of channels. */
  readonly channel?: readonly string[]
  /** False: those too that others are in place of. */
  readonly holding?: boolean
}

/** Appended to and never changed: what a number was measured with can be told for as long as the number is kept. */
export interface Calibrations {
  /**
   * REGISTRY_NOT_FOUND: no such device, channel or record to correct. REGISTRY_EXISTS: the channel has a record that holds with this
   * certificate and day. REGISTRY_CONFLICT: the record was corrected already, or is of another channel.
   */
  add(calibration: NewCalibration): Promise<CalibrationRecord>
  get(id: number): Promise<CalibrationRecord | undefined>
  /** By id, which is the order in which they were recorded. */
  list(query: CalibrationQuery): Promise<CalibrationRecord[]>
  /** Until when channels are valid, by what they were calibrated last; those never calibrated are not in it. */
  validity(): Promise<ReadonlyMap<number, Instant>>
}
