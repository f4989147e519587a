import type { ItemName } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { OperationQuery, TraceReads } from '#store/trace/contract.ts'

const PAGE = 500

/** All operations of a query by time, page after page: a vat that is stirred twice a day has more than fit into one. */
export async function* listAllOperations(
  store: TraceReads,
  query: Omit<OperationQuery, 'limit'>,
): AsyncGenerator<Operation> {
  let next: Omit<OperationQuery, 'limit'> | undefined = query
  while (next !== undefined) {
    const page: Operation[] = await store.operations({ ...next, limit: PAGE })
    yield* page
    const last = page.at(-1)
    const isEnd = last === undefined || page.length < PAGE
    next = isEnd ? undefined : { ...query, after: { at: last.at, id: last.id } }
  }
}

/** All that was done to any of these items, by time, with what was corrected since and what corrected it. */
export async function listDone(
  store: TraceReads,
  items: readonly ItemName[],
  signal?: AbortSignal,
): Promise<Operation[]> {
  const found = new Map<string, Operation>()
  for (const item of items) {
    signal?.throwIfAborted()
    const all = listAllOperations(store, { item, corrected: true })
    for await (const operation of all) found.set(operation.id, operation)
  }
  for (const { correctedBy } of found.values()) {
    if (correctedBy === null || found.has(correctedBy)) continue
    const correction = await store.operation(correctedBy)
    // A map that grows is walked to its new end: what corrected the correction, too.
    if (correction !== undefined) found.set(correction.id, correction)
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at || a.recordedAt - b.recordedAt)
}
