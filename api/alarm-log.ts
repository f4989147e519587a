import type { AlarmLimit, Priority } from '#domain/alarm/limit.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'

import type { AlarmBook } from './alarm-book.ts'
import type { DescribedEvent } from './alarm-row-shape.ts'

/** Puts to events what they are about; each alarm is asked for once. */
export async function describeEvents(
  { alarms }: Pick<Registry, 'alarms'>,
  book: AlarmBook,
  events: readonly AlarmEvent[],
): Promise<DescribedEvent[]> {
  const known = new Map<number, AlarmRecord | undefined>()
  for (const { alarm } of events) {
    if (!known.has(alarm)) known.set(alarm, await alarms.get(alarm))
  }
  const described: DescribedEvent[] = []
  for (const event of events) {
    const alarm = known.get(event.alarm)
    if (alarm === undefined) continue
    const subject = await book.describe(alarm)
    const limit = await book.findLimit(alarm.limit, event.limitVersion)
    described.push({ event, alarm, subject, priority: priorityAt(limit, event.level) })
  }
  return described
}

/** Of a level of the limit; null: it is at none. */
export function priorityAt(limit: AlarmLimit | undefined, level: number): Priority | null {
  return limit?.levels[level - 1]?.priority ?? null
}
