import type { AmountUnit } from '#domain/trace/amount.ts'

import { toBatches } from '../database/row-batches.ts'
import type { Link, TraceReads } from './contract.ts'
import type { Change, Database, LinkTable } from './schema.ts'

export async function listLinks(
  db: Database,
  nodes: readonly string[],
  way: Parameters<TraceReads['links']>[1],
): Promise<Link[]> {
  const column = way === 'down' ? 'from_node' : 'to_node'
  const links: Link[] = []
  for (const some of toBatches(nodes)) {
    const rows = db.selectFrom('link').selectAll().where(column, 'in', some)
    links.push(...(await rows.orderBy('at').execute()).map(toLink))
  }
  return links
}

export async function insertLinks(tx: Change, links: readonly Link[]): Promise<void> {
  for (const some of toBatches(links)) await tx.insertInto('link').values(some.map(toRow)).execute()
}

export async function deleteLinks(tx: Change, event: string): Promise<void> {
  await tx.deleteFrom('link').where('event', '=', event).execute()
}

function toRow({ from, to, amount, ...link }: Link): LinkTable {
  const { value, unit } = amount ?? { value: null, unit: null }
  return { ...link, from_node: from, to_node: to, value, unit }
}

function toLink({ from_node, to_node, event, kind, at, value, unit }: LinkTable): Link {
  const amount = value === null || unit === null ? null : { value, unit: unit as AmountUnit }
  return { from: from_node, to: to_node, event, kind: kind as Link['kind'], at, amount }
}
