import { hash } from 'node:crypto'

/*
 * Merkle trees as RFC 9162 §2.1 defines them, over SHA-256. A tree is known by the hashes of its complete subtrees:
 * the node (level, position) covers the 2^level leaves from position · 2^level on. Sizes and indexes are whole numbers
 * below 2^53, so no bit operators (they end at 2^32).
 */

/** 32 bytes. */
export type Hash = Uint8Array

/** Where the hashes of complete subtrees come from; throws when it does not have the one that is asked for. */
export interface Nodes {
  node(level: number, position: number): Hash
}

export const HASH_BYTES = 32

/** RFC 9162 §2.1.1: the hash of an empty list is the hash of an empty string. */
export const EMPTY_ROOT: Hash = hash('sha256', '', 'buffer')

/** RFC 9162 §2.1.1: a leaf and a node are told apart by their first byte, or a node could be passed off as a leaf. */
export function hashLeaf(entry: Uint8Array): Hash {
  const input = Buffer.allocUnsafe(1 + entry.length)
  input[0] = 0x00
  input.set(entry, 1)
  return hash('sha256', input, 'buffer')
}

const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01)

export function hashChildren(left: Hash, right: Hash): Hash {
  pair.set(left, 1)
  pair.set(right, 1 + HASH_BYTES)
  return hash('sha256', pair, 'buffer')
}

/** The tree head of the first `size` leaves (RFC 9162 §2.1.1). */
export function rootOf(nodes: Nodes, size: number): Hash {
  return size === 0 ? EMPTY_ROOT : hashRange(nodes, 0, size)
}

/** PATH of RFC 9162 §2.1.3.1: what leads from leaf `index` to the head of the first `size` leaves. */
export function inclusionProof(nodes: Nodes, index: number, size: number): Hash[] {
  const proof: Hash[] = []
  let [from, count] = [0, size]
  while (count > 1) {
    const left = largestPowerBelow(count)
    const isLeft = index < from + left
    proof.push(hashRange(nodes, ...(isLeft ? sides(from, left, count) : ([from, left] as const))))
    if (!isLeft) from += left
    count = isLeft ? left : count - left
  }
  return proof.toReversed()
}

/** PROOF of RFC 9162 §2.1.4.1: that the first `first` of `second` leaves are those of the head over `first`. */
export function consistencyProof(nodes: Nodes, first: number, second: number): Hash[] {
  if (first === 0 || first === second) return []
  const proof: Hash[] = []
  let [from, count, rest, isWhole] = [0, second, first, true]
  while (rest !== count) {
    const left = largestPowerBelow(count)
    if (rest <= left) {
      proof.push(hashRange(nodes, ...sides(from, left, count)))
      count = left
    } else {
      proof.push(hashRange(nodes, from, left))
      ;[from, count, rest, isWhole] = [from + left, count - left, rest - left, false]
    }
  }
  // What the verifier knows already, the old head, is left out.
  if (!isWhole) proof.push(hashRange(nodes, from, count))
  return proof.toReversed()
}

/** The right side of a range whose left side has `left` leaves. */
function sides(from: number, left: number, count: number): readonly [number, number] {
  return [from + left, count - left]
}

/** MTH(D[from : from + count]) for a range that some tree is split into; a complete one is a node. */
export function hashRange(nodes: Nodes, from: number, count: number): Hash {
  const level = Math.round(Math.log2(count))
  if (2 ** level === count) return nodes.node(level, from / count)
  const left = largestPowerBelow(count)
  return hashChildren(
    nodes.node(Math.log2(left), from / left),
    hashRange(nodes, from + left, count - left),
  )
}

/** k of RFC 9162 §2.1.1: the largest power of two smaller than `count`, which is at least 2. */
export function largestPowerBelow(count: number): number {
  let power = 2 ** Math.floor(Math.log2(count))
  // Logarithms of large numbers are rounded.
  while (power >= count) power /= 2
  while (power * 2 < count) power *= 2
  return power
}
