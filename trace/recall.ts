import type { ItemName } from '#domain/trace/batch.ts'
import type { Party } from '#domain/trace/party.ts'
import type { Dispatch, ItemStanding, Link, TraceReads } from '#store/trace/contract.ts'

import type { Carried } from './carry.ts'
import { listAllContents } from './contents.ts'
import { traceGenealogy, type Genealogy, type GenealogyNode } from './genealogy.ts'
import { findUri } from './item-uri.ts'
import { toRemaining } from './standing.ts'

/** What a recall of an item reaches. */
export interface RecallScope {
  readonly item: ItemName
  readonly items: readonly RecalledItem[]
  /** Names that others gave to what they made of it; all that we know of these are their events. */
  readonly foreign: readonly string[]
  readonly dispatches: readonly Dispatch[]
  /** Who has some of it, and how to reach them. */
  readonly contacts: readonly Party[]
}

export interface RecalledItem {
  readonly item: ItemName
  readonly product: string | null
  readonly lot: string | null
  readonly depth: number
  /** How much of what is recalled is in it. */
  readonly carried: Carried | null
  /** What of it is still with us, in kg, L or pieces. */
  readonly remaining: readonly Carried[]
  /** Where it is now. */
  readonly place: string | null
}

/** Everything that came out of an item, where it is, and who has it. Undefined when there is no such item. */
export async function scopeRecall(
  store: TraceReads,
  item: ItemName,
): Promise<RecallScope | undefined> {
  const start = await findUri(store, item)
  if (start === undefined) return undefined
  const { nodes, links } = await traceAll(store, item, start)
  const ours = nodes.flatMap((node) => (node.item === null ? [] : [{ ...node, item: node.item }]))
  const names = ours.map((node) => node.item)
  const standings = await store.standings(names)
  const dispatches = await store.dispatches(names)
  return {
    item,
    items: ours.map((node) => toRecalled(node.item, node, standings.get(node.item))),
    foreign: listForeign(nodes, links),
    dispatches,
    contacts: await listContacts(store, dispatches),
  }
}

/** Down from an item; from a case or a pallet also from what is in it. */
async function traceAll(
  store: TraceReads,
  item: ItemName,
  start: string,
): Promise<Pick<Genealogy, 'nodes' | 'links'>> {
  const whole = await traceGenealogy(store, start, 'down')
  const nodes = new Map(whole.nodes.map((node) => [node.uri, node]))
  const links = [...whole.links]
  for (const content of await listAllContents(store, [item])) {
    const uri = await findUri(store, content)
    if (uri === undefined || nodes.has(uri)) continue
    const inside = await traceGenealogy(store, uri, 'down')
    links.push(...inside.links)
    for (const node of inside.nodes) {
      // How much of a pallet is in what came out of its contents is no question.
      if (!nodes.has(node.uri)) nodes.set(node.uri, Object.assign(node, { carried: null }))
    }
  }
  return { nodes: [...nodes.values()], links }
}

/** Things of others; what is left out stands for what was done, not for things. */
function listForeign(nodes: readonly GenealogyNode[], links: readonly Link[]): string[] {
  const steps = new Set(
    links.flatMap(({ kind, from, to }) => {
      if (kind === 'containment') return []
      return kind === 'input' ? to : from
    }),
  )
  return nodes.flatMap(({ item, uri }) => (item === null && !steps.has(uri) ? uri : []))
}

function toRecalled(
  item: ItemName,
  { depth, carried }: GenealogyNode,
  standing: ItemStanding | undefined,
): RecalledItem {
  const remaining = [...toRemaining(standing?.sums ?? [])]
  return {
    item,
    depth,
    carried,
    product: standing?.product ?? null,
    lot: standing?.lot ?? null,
    remaining: remaining.map(([unit, value]) => ({ unit, value })),
    place: standing?.place ?? null,
  }
}

async function listContacts(store: TraceReads, dispatches: readonly Dispatch[]): Promise<Party[]> {
  const ids = new Set(dispatches.flatMap(({ to }) => to ?? []))
  const parties = await Promise.all([...ids].map((id) => store.parties.get(id)))
  return parties.filter((party) => party !== undefined)
}
