import type { Batch } from '#domain/trace/batch.ts'

import { findHolds } from '../holds.ts'
import {
  createContext,
  type ReportContext,
  type ReportFrame,
  type ReportSources,
} from './context.ts'
import { describeDeeds, findDeeds } from './deeds.ts'
import { summarize } from './findings/summarize.ts'
import { findKin, type Kin } from './kin.ts'
import { findLabResults } from './laboratory.ts'
import type { BatchReport } from './shape.ts'
import { describeStays } from './stays.ts'

/** Everything that an auditor asks of a batch. Nothing is guessed: what is not known is said in the summary. */
export async function buildReport(
  sources: ReportSources,
  batch: Batch,
  frame: ReportFrame,
): Promise<BatchReport> {
  const context = createContext(sources, frame)
  const up = await findKin(context, batch, 'up')
  const down = await findKin(context, batch, 'down')
  const kin = { up, down }
  const deeds = await findDeeds(context, [batch.id, ...namesOf(up), ...namesOf(down)])
  const stays = await describeStays(context, batch, kin)
  const origins = new Set([batch.id, ...namesOf(up)])
  const ofOrigins = deeds.operations.filter(({ items }) =>
    items.some(({ item }) => origins.has(item)),
  )
  const report = {
    batch: await describeBatch(context, batch),
    createdAt: context.write(frame.now),
    timezone: frame.timezone,
    up: [...up.relatives],
    down: [...down.relatives],
    operations: await describeDeeds(context, deeds),
    stays: [...stays.stays],
    laboratory: await findLabResults(context, ofOrigins),
    cuts: [
      ...sayCut(kin.up.leftOutCount + kin.down.leftOutCount, KIN_CUT),
      ...sayCut(deeds.leftOutCount, DEEDS_CUT),
      ...sayCut(stays.leftOutCount, STAYS_CUT),
    ],
  }
  const held = await findHolds(sources.trace, [batch.id])
  return { ...report, summary: summarize(report, { up, held }) }
}

const KIN_CUT = { vi: 'lô liên quan xa hơn', en: 'farther related batches' }
const DEEDS_CUT = { vi: 'việc về sau', en: 'later operations' }
const STAYS_CUT = { vi: 'lần ở một nơi của các lô xa hơn', en: 'stays of farther batches' }

function sayCut(count: number, what: { readonly vi: string; readonly en: string }) {
  if (count === 0) return []
  return [
    {
      vi: `Báo cáo này bỏ bớt ${count} ${what.vi}.`,
      en: `This report leaves out ${count} ${what.en}.`,
    },
  ]
}

function namesOf({ relatives }: Kin): string[] {
  return relatives.flatMap(({ item }) => item ?? [])
}

async function describeBatch(
  { product, party, write, writeOptional }: ReportContext,
  batch: Batch,
): Promise<BatchReport['batch']> {
  const made = await product(batch.product)
  const producer = made?.producer ? await party(made.producer) : undefined
  const { id, uri, name, lot } = batch
  return {
    id,
    uri,
    name,
    lot,
    product: made?.name ?? null,
    gtin: made?.gtin ?? null,
    producer: producer?.name ?? null,
    madeAt: write(batch.madeAt),
    expiresAt: writeOptional(batch.expiresAt),
  }
}
