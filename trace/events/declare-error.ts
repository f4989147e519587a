import type { Operation } from '#domain/trace/operation.ts'
import type { TraceChange } from '#store/trace/contract.ts'

/** EPCIS 2.0 §7.4.1.2: the event of what was wrong is said again, as an error. */
export async function declareError(
  change: TraceChange,
  wrong: Operation,
  _by: Operation,
): Promise<void> {
  await change.removeLinks(wrong.event)
}
