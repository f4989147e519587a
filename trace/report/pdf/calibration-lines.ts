import { MINUTE } from '#domain/time.ts'

import type { CalibrationThen, Condition } from '../condition-shape.ts'
import type { StayReport } from '../shape.ts'
import { UNKNOWN, type Pen } from './pen.ts'
import type { Sheet } from './sheet.ts'

/** With what each channel was compared, and for how long it was not. */
export function drawCalibrations(sheet: Sheet, pen: Pen, { conditions }: StayReport): void {
  for (const condition of conditions) {
    const { device, channel, calibrations } = condition
    const known = calibrations.map((one) => writeCalibration(pen, condition, one)).join(' · ')
    const none = pen.say({ vi: 'không có ghi nhận hiệu chuẩn', en: 'no calibration is recorded' })
    const text = known === '' ? none : `${known}${writeOverdue(pen, condition)}`
    sheet.line(`${device} ${channel}: ${text}`, { isFaint: true })
  }
}

function writeCalibration(pen: Pen, of: Condition, one: CalibrationThen): string {
  const word = pen.say({ vi: 'hiệu chuẩn', en: 'calibrated' })
  const span = `${pen.day(one.calibratedAt)} – ${pen.day(one.validUntil)}`
  const error = one.foundError === null ? UNKNOWN : pen.quantity(one.foundError, of)
  const found = `${pen.say({ vi: 'sai số', en: 'error' })} ${error}`
  const adjusted = one.isAdjusted ? [pen.say({ vi: 'đã chỉnh', en: 'adjusted' })] : []
  return [`${word} ${span}`, one.laboratory, one.certificate, found, ...adjusted].join(', ')
}

function writeOverdue(pen: Pen, { uncalibratedMinutes }: Condition): string {
  if (uncalibratedMinutes === 0) return ''
  const word = pen.say({ vi: 'KHÔNG còn hiệu lực trong', en: 'NOT valid for' })
  return `; ${word} ${pen.duration(uncalibratedMinutes * MINUTE)}`
}
