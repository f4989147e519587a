import { DAY } from '#domain/time.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'

import { listDone } from '../all-operations.ts'
import { nameKind } from '../kinds.ts'
import type { ReportContext } from './context.ts'
import type { Deed } from './shape.ts'

/** Operations of a report, the earliest first; more are cut, and that is said. */
const OPERATIONS_MAX = 2_000
/** Regulation (EU) 931/2011 Art 3(3): what is recorded is updated daily. */
const LATE_AFTER = DAY

export interface Deeds {
  /** By time, with those that were corrected since and what corrected them. */
  readonly operations: readonly Operation[]
  readonly leftOutCount: number
}

/** What was done to any of the items. */
export async function findDeeds(
  { trace, signal }: ReportContext,
  items: readonly ItemName[],
): Promise<Deeds> {
  const all = await listDone(trace, items, signal)
  const operations = all.slice(0, OPERATIONS_MAX)
  return { operations, leftOutCount: all.length - operations.length }
}

export async function describeDeeds(
  context: ReportContext,
  { operations }: Deeds,
): Promise<Deed[]> {
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const deeds: Deed[] = []
  for (const operation of operations) deeds.push(await describe(context, operation, byId))
  return deeds
}

async function describe(
  context: ReportContext,
  operation: Operation,
  byId: ReadonlyMap<string, Operation>,
): Promise<Deed> {
  const { write, writeOptional, party, place } = context
  const { kind, at, until, recordedAt, correctedBy, ...rest } = operation
  const nameOf = async (id: string | null) =>
    id === null ? null : ((await party(id))?.name ?? { vi: id, en: id })
  const correction = correctedBy === null ? undefined : byId.get(correctedBy)
  return {
    ...rest,
    kind,
    name: nameKind(kind),
    at: write(at),
    until: writeOptional(until),
    recordedAt: write(recordedAt),
    isLate: recordedAt - (until ?? at) > LATE_AFTER,
    placeName: rest.place === null ? null : ((await place(rest.place))?.name ?? null),
    from: await nameOf(rest.from),
    to: await nameOf(rest.to),
    items: [...rest.items],
    attachments: [...rest.attachments],
    overrides: Object.entries(rest.overrides).map(([check, reason]) => ({ check, reason })),
    correction:
      correction === undefined
        ? null
        : {
            id: correction.id,
            by: correction.recordedBy,
            at: write(correction.recordedAt),
            isWithdrawn: correction.kind === 'withdrawing',
          },
  }
}
