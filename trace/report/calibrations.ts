import { MINUTE } from '#domain/time.ts'
import type { Span } from '#store/readings/contract.ts'
import type { CalibrationRecord } from '#store/registry/contract-calibrations.ts'
import type { ChannelRecord } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import type { CalibrationThen, Condition } from './condition-shape.ts'
import type { ReportContext } from './context.ts'
import { lengthOf } from './span-length.ts'
import { overlap } from './standing.ts'

type Calibrations = Pick<Condition, 'calibrations' | 'uncalibratedMinutes'>

/** What a channel was compared with, and for how much of the time that held. */
export async function findCalibrations(
  context: ReportContext,
  channel: ChannelRecord,
  spans: readonly Span[],
): Promise<Calibrations> {
  const all = await listHolding(context, channel)
  const terms = all.map((record, index) => {
    const next = all[index + 1]?.calibratedAt ?? Infinity
    const until = Math.min(record.validUntil, next)
    return { record, next, span: { from: record.calibratedAt, until } }
  })
  const valid = spans.flatMap((span) => terms.flatMap((term) => overlap(span, term.span) ?? []))
  // One that was overdue by then was the newest all the same.
  const then = terms.filter(({ record, next }) =>
    spans.some((span) => record.calibratedAt < span.until && next > span.from),
  )
  return {
    calibrations: then.map(({ record }) => describe(context, record)),
    uncalibratedMinutes: (lengthOf(spans) - lengthOf(valid)) / MINUTE,
  }
}

/** Those that hold, by when they were made. */
async function listHolding(
  { registry }: ReportContext,
  { device, name }: ChannelRecord,
): Promise<CalibrationRecord[]> {
  const of = { device: [device], channel: [name] }
  const found = await Array.fromAsync(
    listAll<number, CalibrationRecord>((page) => registry.calibrations.list({ ...page, ...of })),
  )
  const holding = found.filter(({ correctedBy }) => correctedBy === null)
  return holding.toSorted((one, other) => one.calibratedAt - other.calibratedAt)
}

function describe({ write }: ReportContext, record: CalibrationRecord): CalibrationThen {
  const { certificate, laboratory, reference, foundError, isAdjusted, certificateHash } = record
  return {
    calibratedAt: write(record.calibratedAt),
    validUntil: write(record.validUntil),
    certificate,
    laboratory,
    reference,
    foundError,
    isAdjusted,
    certificateHash,
  }
}
