/** As `migrations/008-calibrations.ts` makes it. */
export interface CalibrationTable {
  id: number
  channel: number
  calibrated_at: number
  valid_until: number
  certificate: string
  laboratory: string
  reference: string
  found_error: number | null
  /** 0 or 1. */
  is_adjusted: number
  certificate_hash: string | null
  by_person: string
  corrects: number | null
  recorded_at: number
}
