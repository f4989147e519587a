import type { Text } from '#domain/text.ts'
import type { Batch } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import { formatQuantity } from '#domain/unit-symbol.ts'
import { nameUnit } from '#trace/format-amount.ts'
import { formatGoods } from '#trace/format-goods.ts'
import { findHolds } from '#trace/holds.ts'
import type { ReportContext } from '#trace/report/context.ts'
import { describeDeeds, findDeeds } from '#trace/report/deeds.ts'
import { findKin } from '#trace/report/kin.ts'
import { findLabResults } from '#trace/report/laboratory.ts'
import type { Deed, LabResult } from '#trace/report/shape.ts'
import { findStanding } from '#trace/report/standing.ts'
import { findRemaining } from '#trace/standing.ts'

import type { BatchRows, Origins } from './batch-row-shape.ts'

/** What is known of the batch itself; of what it came from only the holds. */
export async function listBatchRows(context: ReportContext, batch: Batch): Promise<BatchRows> {
  const { operations, leftOutCount } = await findDeeds(context, [batch.id])
  const results = await findLabResults(context, operations)
  const own = results.filter(({ item }) => item === batch.id)
  return {
    stays: await listStays(context, batch),
    operations: await listOperations(context, operations, own),
    operationsLeftOut: leftOutCount,
    results: own.flatMap(listResults),
    remaining: await listRemaining(context, batch),
    holds: await listHolds(context, batch),
  }
}

async function listStays(context: ReportContext, { id }: Batch): Promise<BatchRows['stays']> {
  const { trace, place: findPlace, write, writeOptional, now } = context
  const rows: BatchRows['stays'] = []
  for (const { place, from, until } of await trace.stays({ item: id })) {
    const lookedUntil = until ?? Math.max(from, now)
    const standing = await findStanding(context, { place, from, until: lookedUntil })
    rows.push({
      place,
      placeName: (await findPlace(place))?.name ?? { vi: place, en: place },
      from: write(from),
      until: writeOptional(until),
      lookedUntil: write(lookedUntil),
      devices: [...new Set(standing.map(({ device }) => device))].join(', '),
    })
  }
  return rows
}

/** What was corrected since counts no more, and what took it back is none of the batch's. */
async function listOperations(
  context: ReportContext,
  operations: readonly Operation[],
  results: readonly LabResult[],
): Promise<BatchRows['operations']> {
  const holding = operations.filter(
    ({ kind, correctedBy }) => correctedBy === null && kind !== 'withdrawing',
  )
  const deeds = await describeDeeds(context, { operations: holding, leftOutCount: 0 })
  return deeds.map((deed) => {
    const { id, kind, name, at, until, placeName, recordedBy, note } = deed
    const summary = summarize(deed, results)
    const person = deed.person ?? recordedBy
    return { id, kind, name, at, until, placeName, person, recordedBy, summary, note }
  })
}

function summarize({ id, items }: Deed, results: readonly LabResult[]): Text {
  const found = results.find(({ operation }) => operation === id)
  if (found === undefined) return formatGoods(items)
  const rows = listResults(found)
  const write = (language: keyof Text) =>
    rows.map(({ name, written }) => `${name[language]} ${written[language]}`).join('; ')
  return { vi: write('vi'), en: write('en') }
}

const VERDICTS: Readonly<Record<string, Text>> = {
  true: { vi: 'Đạt', en: 'Good' },
  false: { vi: 'Không đạt', en: 'Failed' },
}
const NOT_SAID: Text = { vi: 'Không ghi', en: 'Not said' }

function listResults(found: LabResult): BatchRows['results'] {
  const { at, sample, laboratory, reportNumber, isConformant } = found
  const verdict = VERDICTS[String(isConformant)] ?? NOT_SAID
  return found.results.map((one) => {
    const { parameter, name, value, unit, isBelowDetection, method } = one
    const written = { vi: writeResult(one, 'vi'), en: writeResult(one, 'en') }
    const measured = { parameter, name, value, unit, isBelowDetection, written, method }
    return Object.assign(measured, { at, sample, laboratory, reportNumber, verdict })
  })
}

function writeResult(
  { value, unit, isBelowDetection }: LabResult['results'][number],
  language: keyof Text,
): string {
  return `${isBelowDetection ? '< ' : ''}${formatQuantity(value, { unit, decimals: 3 }, language)}`
}

async function listRemaining(
  { trace }: ReportContext,
  { id }: Batch,
): Promise<BatchRows['remaining']> {
  const remaining = await findRemaining(trace, id)
  return [...remaining].map(([unit, value]) => ({ value, unit, unitName: nameUnit(unit) }))
}

async function listHolds(
  { trace, write }: ReportContext,
  { id }: Batch,
): Promise<BatchRows['holds']> {
  const held = await findHolds(trace, [id])
  return held.map(({ hold: { item, from, reason, begunBy } }) => {
    return { item, from: write(from), reason, operation: begunBy }
  })
}

export async function listOrigins(context: ReportContext, batch: Batch): Promise<Origins> {
  const { relatives, leftOutCount } = await findKin(context, batch, 'up')
  const items = relatives.map(({ item, uri, depth, product, lot, madeAt, carried }) => {
    const [value, unitName] = carried ? [carried.value, nameUnit(carried.unit)] : [null, null]
    return { item: item ?? uri, steps: depth, product, lot, madeAt, value, unitName }
  })
  return { items, leftOut: leftOutCount }
}
