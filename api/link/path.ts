import type { Place } from '#domain/place.ts'
import type { Site } from '#domain/site.ts'
import type { Instant } from '#domain/time.ts'
import type { Batch } from '#domain/trace/batch.ts'
import type { Product } from '#domain/trace/product.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { TraceReads } from '#store/trace/contract.ts'
import { walk } from '#trace/walk.ts'

/** A published batch was at a place for a time. */
export interface Stage {
  readonly batch: Batch
  readonly product: Product | undefined
  readonly place: Place
  readonly site: Site | undefined
  readonly from: Instant
  /** null: it is there still. */
  readonly until: Instant | null
}

interface Sources {
  readonly trace: TraceReads
  readonly registry: Registry
}

/** What a page shows, at most. */
const STAGES_MAX = 30
/** Nodes of the genealogy that are looked at, the nearest first. */
const NODES_MAX = 500

/** Where the batch was, and what it was made from as far as buyers may read it; the earliest first. */
export async function readPath(sources: Sources, batch: Batch): Promise<Stage[]> {
  const batches = [batch, ...(await findPublishedOrigins(sources.trace, batch))]
  const stages: Stage[] = []
  for (const one of batches) stages.push(...(await readStages(sources, one)))
  return stages.toSorted((one, other) => one.from - other.from).slice(-STAGES_MAX)
}

/** What it was made from, however far back, as far as it is ours and buyers may read it. */
async function findPublishedOrigins(trace: TraceReads, batch: Batch): Promise<Batch[]> {
  const nodes = await walk(trace, batch.uri, 'up')
  const origins: Batch[] = []
  const items = await trace.itemsOf([...nodes.keys()].slice(1, NODES_MAX))
  for (const item of items.values()) {
    const origin = await trace.batch(item)
    if (origin?.published === true) origins.push(origin)
  }
  return origins
}

async function readStages({ trace, registry }: Sources, batch: Batch): Promise<Stage[]> {
  const product = await trace.products.get(batch.product)
  const stages: Stage[] = []
  for (const { place: id, from, until } of await trace.stays({ item: batch.id })) {
    const place = await registry.places.get(id)
    if (place === undefined) continue
    const site = await registry.sites.get(place.site)
    stages.push({ batch, product, place, site, from, until })
  }
  return stages
}
