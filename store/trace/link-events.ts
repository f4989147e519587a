import { linksOfEvent } from '#trace/epcis/links-of-event.ts'
import type { PreparedEvent } from '#trace/epcis/prepare.ts'

import { toBatches } from '../database/row-batches.ts'
import type { Recorded } from './contract.ts'
import { appendEvents } from './events-append.ts'
import type { Appended } from './events-contract.ts'
import { deleteLinks, insertLinks } from './links.ts'
import type { Change } from './schema.ts'

/** Events are kept together with what they say about what came from what; one that was an error says nothing any more. */
export async function appendLinkedEvents(
  tx: Change,
  events: readonly PreparedEvent[],
  by: Recorded,
): Promise<Appended[]> {
  const appended = await appendEvents(tx, events, by)
  const fresh = events.filter((_event, index) => appended[index]?.kind === 'appended')
  const wrong = await findDeclared(tx, fresh)
  for (const id of wrong) await deleteLinks(tx, id)
  const links = fresh.flatMap(({ id, event }) =>
    wrong.has(id) ? [] : linksOfEvent({ ...event, eventID: id }),
  )
  await insertLinks(tx, links)
  return appended
}

/** Of these events, those that were declared to be wrong, by one of them or before. */
async function findDeclared(tx: Change, events: readonly PreparedEvent[]): Promise<Set<string>> {
  const declared = new Set<string>()
  for (const some of toBatches(events)) {
    const ids = some.map(({ id }) => id)
    const rows = tx.selectFrom('event').select('event_id').where('declared_at', 'is not', null)
    for (const row of await rows.where('event_id', 'in', ids).execute()) declared.add(row.event_id)
  }
  return declared
}
