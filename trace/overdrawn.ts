import { isSsccName, type ItemName } from '#domain/trace/batch.ts'
import type { TraceReads } from '#store/trace/contract.ts'

import { listAllOperations } from './all-operations.ts'
import type { Finding } from './check.ts'
import { findRemaining, refuseMore, refuseUnmade } from './standing.ts'

/** The batches of which more was used than was ever made. */
export async function findOverdrawn(
  store: TraceReads,
  items: readonly ItemName[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const item of items) {
    const overdrawn = [...(await findRemaining(store, item))].filter(([, value]) => value < -1e-9)
    findings.push(...overdrawn.map(([unit, value]) => refuseMore(item, { value: -value, unit }, 0)))
    const isUnmade = overdrawn.length === 0 && (await isUsedUnmade(store, item))
    if (isUnmade) findings.push(refuseUnmade(item))
  }
  return findings
}

/** Something was made of it or done to it, and nothing says any more where it came from. */
async function isUsedUnmade(store: TraceReads, item: ItemName): Promise<boolean> {
  if (isSsccName(item)) return false
  const done = await Array.fromAsync(listAllOperations(store, { item }))
  const roles = done.flatMap(({ items }) => items.filter((each) => each.item === item))
  return roles.length > 0 && !roles.some(({ role }) => role === 'output')
}
