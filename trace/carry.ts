import { toBase, type BaseUnit } from '#domain/trace/amount.ts'
import type { Link } from '#store/trace/contract.ts'

import type { Way } from './walk.ts'

/** In kg, L or pieces. */
export interface Carried {
  readonly value: number
  readonly unit: BaseUnit
}

interface Walked {
  readonly start: string
  readonly way: Way
  /** Gone along, from `start` on. */
  readonly links: readonly Link[]
  /** Those of the same nodes in the other direction. */
  readonly beside: readonly Link[]
}

/**
 * Amounts through blends and splits, by proportion: what a batch gives to each use is what that use took of all there is of
 * it, and what a transformation gives to each output is that output's part of all outputs so far. Down: how much of the
 * start is in each node, in the start's unit. Up: how much of each node is in the start, in the node's own unit. Nodes
 * that an unknown amount (or one of another unit) leads to are left out, and so are circles.
 */
export function carry({ start, way, links, beside }: Walked): Map<string, Carried> {
  const isDown = way === 'down'
  const into = group(isDown ? beside : links, 'to')
  const outOf = group(isDown ? links : beside, 'from')
  const totalOf = createTotals({ into, outOf })
  const share = createShares(outOf, totalOf)
  const fractions = flow({ start, way, links, beside }, share)
  const carried = new Map<string, Carried>()
  for (const [node, fraction] of fractions) {
    const total = totalOf(isDown ? start : node)
    if (total !== undefined) carried.set(node, { value: total.value * fraction, unit: total.unit })
  }
  return carried
}

type Groups = ReadonlyMap<string, readonly Link[]>

type Total = (node: string) => Carried | undefined

/** How much there is of a node: what came into it, else what left it. A case or a pallet is one, whatever is in it. */
function createTotals({ into, outOf }: { readonly into: Groups; readonly outOf: Groups }): Total {
  return (node) => {
    const isUnit = into.get(node)?.some(({ kind }) => kind === 'containment') ?? false
    if (isUnit) return { value: 1, unit: '1' }
    return sum(into.get(node)) ?? sum(outOf.get(node))
  }
}

/** Which part of what it comes from goes along a link; undefined where nobody knows. */
function createShares(outOf: Groups, totalOf: Total) {
  return (link: Link): number | undefined => {
    const given = outOf.get(link.from)
    // What takes part in a transformation is used up in it; of a batch something may be left.
    const isStep = given?.some(({ kind }) => kind === 'output') ?? false
    const whole = isStep ? sum(given) : totalOf(link.from)
    const part = sum([link])
    if (whole === undefined || part === undefined || whole.unit !== part.unit) return undefined
    return whole.value === 0 ? undefined : part.value / whole.value
  }
}

/** From the start on, each node after all that lead to it. */
function flow({ start, way, links }: Walked, share: (link: Link) => number | undefined) {
  const [near, far] = way === 'down' ? (['from', 'to'] as const) : (['to', 'from'] as const)
  const next = group(links, near)
  const waiting = new Map<string, number>()
  for (const link of links) waiting.set(link[far], (waiting.get(link[far]) ?? 0) + 1)
  const fractions = new Map<string, number>([[start, 1]])
  const unknown = new Set<string>()
  const ready = [start]
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const link of next.get(node) ?? []) {
      const [target, part, fraction] = [link[far], share(link), fractions.get(node)]
      if (part === undefined || fraction === undefined) unknown.add(target)
      else fractions.set(target, (fractions.get(target) ?? 0) + fraction * part)
      const left = (waiting.get(target) ?? 0) - 1
      waiting.set(target, left)
      if (unknown.has(target)) fractions.delete(target)
      if (left === 0) ready.push(target)
    }
  }
  for (const [node, left] of waiting) if (left > 0 && node !== start) fractions.delete(node)
  return fractions
}

function group(links: readonly Link[], end: 'from' | 'to'): Map<string, Link[]> {
  const groups = new Map<string, Link[]>()
  for (const link of links) {
    const known = groups.get(link[end])
    if (known === undefined) groups.set(link[end], [link])
    else known.push(link)
  }
  return groups
}

/** Undefined when there are none, when one is not known, and when they are of several units. */
function sum(links: readonly Link[] = []): Carried | undefined {
  let total: Carried | undefined
  for (const { amount } of links) {
    if (amount === null) return undefined
    const { value, unit } = toBase(amount)
    if (total !== undefined && total.unit !== unit) return undefined
    total = { value: (total?.value ?? 0) + value, unit }
  }
  return total
}
