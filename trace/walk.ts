import { NguonError } from '#domain/error.ts'
import type { Link, TraceReads } from '#store/trace/contract.ts'

export type Way = 'up' | 'down'

/** Nodes of one walk at most; more is refused, since no person reads it and no memory holds it. */
const NODES_MAX = 500_000

/** What was found on the way: the nodes with their distance in steps, the start being 0, and the links gone along. */
export interface Walk extends ReadonlyMap<string, number> {
  readonly links: readonly Link[]
}

/**
 * Everything that a node came from (`up`) or went into (`down`), over any number of steps: step by step, each node once, so
 * that a circle ends it.
 */
export async function walk(store: TraceReads, start: string, way: Way): Promise<Walk> {
  const depths = new Map([[start, 0]])
  const links: Link[] = []
  let edge: string[] = [start]
  for (let depth = 1; edge.length > 0; depth += 1) {
    const next: string[] = []
    for (const link of await store.links(edge, way)) {
      links.push(link)
      const node = way === 'up' ? link.from : link.to
      if (depths.has(node)) continue
      depths.set(node, depth)
      next.push(node)
    }
    if (depths.size > NODES_MAX) throw refuseSize(start)
    edge = next
  }
  return Object.assign(depths, { links })
}

function refuseSize(start: string): NguonError {
  const message = `to ${start} belong more than ${NODES_MAX} nodes; ask for a batch nearer to what you look for`
  return new NguonError('TRACE_TOO_LARGE', message)
}
