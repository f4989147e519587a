import type { Arrival } from '../batch.ts'

/**
 * As they came, which is nearly the order of their time: what follows from the readings of a message stands behind all messages of its batch, and
 * a limit that hears several channels would hear one of them hours before the other when ingest has much to catch up with.
 */
export function toJournalOrder(arrivals: readonly Arrival[]): readonly Arrival[] {
  const second = arrivals.findIndex(isEarlierThanBefore)
  if (second === -1) return arrivals
  const ordered: Arrival[] = []
  for (let [one, other] = [0, second]; ordered.length < arrivals.length;) {
    const [said, derived] = [one < second ? arrivals[one] : undefined, arrivals[other]]
    const isFirst = derived === undefined || (said && sequenceOf(said) <= sequenceOf(derived))
    const next = isFirst ? said : derived
    if (isFirst) one++
    else other++
    if (next !== undefined) ordered.push(next)
  }
  return ordered
}

function isEarlierThanBefore(arrival: Arrival, index: number, all: readonly Arrival[]): boolean {
  const before = all[index - 1]
  return before !== undefined && sequenceOf(arrival) < sequenceOf(before)
}

function sequenceOf({ entry }: Arrival): number {
  return entry.sequence
}
