import type { HeldItem } from '../../holds.ts'
import type { Kin } from '../kin.ts'
import type { BatchReport, Finding } from '../shape.ts'
import { findDoubts, findForgotten, findUnknownConditions } from './conditions-findings.ts'
import { findOrigins, findRecording } from './deeds-findings.ts'
import { holds, lacks } from './finding.ts'
import { findLaboratory } from './laboratory-findings.ts'
import { findExceeded, findHeld, findUncalibrated } from './limits-findings.ts'

interface Known {
  readonly up: Kin
  readonly held: readonly HeldItem[]
}

/** What holds and what is missing, in plain words; what is missing comes first. */
export function summarize(report: Omit<BatchReport, 'summary'>, { up, held }: Known): Finding[] {
  const unknown = findUnknownConditions(report)
  const complete = {
    vi: 'Số liệu điều kiện của các nơi đã ở là đủ.',
    en: 'What was measured where it stayed is complete.',
  }
  const findings = [
    ...findHeld(held),
    ...findLaboratory(report),
    ...findExceeded(report),
    ...unknown,
    ...(unknown.length === 0 ? [holds('complete', complete)] : []),
    ...findOrigins(report, up),
    ...findUncalibrated(report),
    ...findDoubts(report),
    ...findForgotten(report),
    ...findRecording(report),
    ...report.cuts.map((text) => lacks('cut', text)),
  ]
  return findings.toSorted((one, other) => Number(one.holds) - Number(other.holds))
}
