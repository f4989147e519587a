import { hashChildren, hashRange, largestPowerBelow, type Hash, type Nodes } from '../merkle.ts'

/*
 * One proof for many leaves: the hashes of all subtrees in which none of them lies, in the order of the leaves, the largest
 * that the recursion of RFC 9162 §2.1.1 comes to. With the leaves in their places they give the root; for a
 * single leaf they are its inclusion proof, in another order.
 */

/** A part of the tree, and which of the proven leaves lie in it: those from `low` to `high`, exclusive, of a sorted list. */
interface Part {
  readonly from: number
  readonly count: number
  readonly low: number
  readonly high: number
}

/** `indexes` ascending, each once. */
export function* rangeProof(
  nodes: Nodes,
  size: number,
  indexes: readonly number[],
): Generator<Hash> {
  if (size === 0) return
  yield* visit({ from: 0, count: size, low: 0, high: indexes.length })

  function* visit(part: Part): Generator<Hash> {
    if (part.low === part.high) yield hashRange(nodes, part.from, part.count)
    else if (part.count > 1) for (const half of halve(part, indexes)) yield* visit(half)
  }
}

export interface ProvenLeaves {
  /** Ascending, each once. */
  readonly indexes: readonly number[]
  /** In the same order. */
  readonly hashes: readonly Hash[]
}

/** The root that leaves and proof lead to; undefined when the proof is too short or too long, or an index has no place. */
export function rootOfProof(
  { indexes, hashes }: ProvenLeaves,
  proof: readonly Hash[],
  size: number,
): Hash | undefined {
  if (size === 0 || !isAscending(indexes, size)) return undefined
  let used = 0
  const root = reach({ from: 0, count: size, low: 0, high: indexes.length })
  return used === proof.length ? root : undefined

  function reach(part: Part): Hash | undefined {
    if (part.low === part.high) return proof[used++]
    if (part.count === 1) return hashes[part.low]
    const [left, right] = halve(part, indexes).map(reach)
    return left === undefined || right === undefined ? undefined : hashChildren(left, right)
  }
}

function halve({ from, count, low, high }: Part, indexes: readonly number[]): readonly Part[] {
  const left = largestPowerBelow(count)
  const middle = firstAtLeast(indexes, from + left, { low, high })
  return [
    { from, count: left, low, high: middle },
    { from: from + left, count: count - left, low: middle, high },
  ]
}

function firstAtLeast(
  indexes: readonly number[],
  value: number,
  { low, high }: Pick<Part, 'low' | 'high'>,
): number {
  let [first, end] = [low, high]
  while (first < end) {
    const middle = Math.floor((first + end) / 2)
    if ((indexes[middle] ?? value) < value) first = middle + 1
    else end = middle
  }
  return first
}

function isAscending(indexes: readonly number[], size: number): boolean {
  return indexes.every((index, at) => index > (indexes[at - 1] ?? -1) && index < size)
}
