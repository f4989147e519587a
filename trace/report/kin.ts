import type { Instant } from '#domain/time.ts'
import { isSsccName, type Batch, type ItemName } from '#domain/trace/batch.ts'

import { traceGenealogy, type Genealogy, type GenealogyNode } from '../genealogy.ts'
import type { Way } from '../walk.ts'
import type { ReportContext } from './context.ts'
import type { Relative } from './shape.ts'

/** Relatives of one way in a report, the nearest first; how many more there are is said. */
const RELATIVES_MAX = 200

export interface Kin {
  readonly relatives: readonly Relative[]
  readonly leftOutCount: number
  /** When the last of each node went on towards the batch; only going up. */
  readonly leftAt: ReadonlyMap<string, Instant>
  /** When the first of the batch came to each node; only going down. */
  readonly reachedAt: ReadonlyMap<string, Instant>
  /** Nodes that something goes into. */
  readonly made: ReadonlySet<string>
}

/** Everything that a batch came from, or went into. What turns some into others is an operation, and none of them. */
export async function findKin(context: ReportContext, batch: Batch, way: Way): Promise<Kin> {
  const genealogy = await traceGenealogy(context.trace, batch.uri, way)
  const steps = findSteps(genealogy)
  const kin = genealogy.nodes.filter(
    ({ uri, item }) => uri !== batch.uri && (item !== null || !steps.has(uri)),
  )
  const near = kin.toSorted(compareNodes).slice(0, RELATIVES_MAX)
  const relatives: Relative[] = []
  for (const node of near) relatives.push(await describe(context, node))
  return {
    relatives,
    leftOutCount: kin.length - relatives.length,
    leftAt: findLeaving(genealogy),
    reachedAt: findReaching(genealogy),
    made: new Set(genealogy.links.map(({ to }) => to)),
  }
}

function compareNodes(one: GenealogyNode, other: GenealogyNode): number {
  return one.depth - other.depth || (one.item ?? one.uri).localeCompare(other.item ?? other.uri)
}

/** Going up, the links of a walk are those towards the start. */
function findLeaving({ links }: Genealogy): Map<string, Instant> {
  const left = new Map<string, Instant>()
  for (const { from, at } of links) left.set(from, Math.max(at, left.get(from) ?? -Infinity))
  return left
}

/** Going down, they are those away from it. */
function findReaching({ links }: Genealogy): Map<string, Instant> {
  const reached = new Map<string, Instant>()
  for (const { to, at } of links) reached.set(to, Math.min(at, reached.get(to) ?? Infinity))
  return reached
}

function findSteps({ links }: Genealogy): Set<string> {
  return new Set(
    links.flatMap(({ kind, from, to }) =>
      kind === 'input' ? [to] : kind === 'output' ? [from] : [],
    ),
  )
}

async function describe(context: ReportContext, node: GenealogyNode): Promise<Relative> {
  const { uri, item, depth, carried } = node
  const known = item === null ? undefined : await findFacts(context, item)
  const nothing = { product: null, lot: null, madeAt: null }
  return { uri, item, depth, ...nothing, ...known, carried: carried && roundAmount(carried) }
}

/** Shares of shares gather what floating point cannot say; no scale weighs so exactly. */
function roundAmount({ value, unit }: NonNullable<Relative['carried']>) {
  return { value: Number(value.toPrecision(9)), unit }
}

async function findFacts({ trace, product, write }: ReportContext, item: ItemName) {
  if (isSsccName(item)) {
    const unit = await trace.unit(item)
    return unit && { madeAt: write(unit.madeAt) }
  }
  const batch = await trace.batch(item)
  if (batch === undefined) return undefined
  const found = await product(batch.product)
  return { product: found?.name ?? null, lot: batch.lot, madeAt: write(batch.madeAt) }
}
