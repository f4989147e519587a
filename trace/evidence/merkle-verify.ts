import { EMPTY_ROOT, hashChildren, type Hash } from './merkle.ts'

/** One tree head: how many leaves, and what they hash to. */
export interface Tree {
  readonly size: number
  readonly root: Hash
}

export interface ProvenLeaf {
  /** From 0. */
  readonly index: number
  readonly hash: Hash
}

/** RFC 9162 §2.1.3.2: whether the proof leads from the leaf to the root. */
export function verifyInclusion(leaf: ProvenLeaf, proof: readonly Hash[], tree: Tree): boolean {
  if (!isIndex(leaf.index) || leaf.index >= tree.size) return false
  let [node, last, reached] = [leaf.index, tree.size - 1, leaf.hash]
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      reached = hashChildren(sibling, reached)
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      reached = hashChildren(reached, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && isSame(reached, tree.root)
}

/** RFC 9162 §2.1.4.2: whether the proof shows that `second` is `first` with leaves added behind it. */
export function verifyConsistency(first: Tree, second: Tree, proof: readonly Hash[]): boolean {
  if (!isIndex(first.size) || !isIndex(second.size) || first.size > second.size) return false
  if (first.size === second.size) return proof.length === 0 && isSame(first.root, second.root)
  // Every tree continues the empty one.
  if (first.size === 0) return proof.length === 0 && isSame(first.root, EMPTY_ROOT)
  return leadsToBoth(first, second, proof)
}

function leadsToBoth(first: Tree, second: Tree, proof: readonly Hash[]): boolean {
  const path = Number.isInteger(Math.log2(first.size)) ? [first.root, ...proof] : proof
  const [start, ...siblings] = path
  if (start === undefined || proof.length === 0) return false
  let [node, last] = [first.size - 1, second.size - 1]
  while (isOdd(node)) [node, last] = [half(node), half(last)]
  let [reachedFirst, reachedSecond] = [start, start]
  for (const sibling of siblings) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      reachedFirst = hashChildren(sibling, reachedFirst)
      reachedSecond = hashChildren(sibling, reachedSecond)
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      reachedSecond = hashChildren(reachedSecond, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && isSame(reachedFirst, first.root) && isSame(reachedSecond, second.root)
}

function isSame(left: Hash, right: Hash): boolean {
  return Buffer.compare(left, right) === 0
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isOdd(value: number): boolean {
  return value % 2 === 1
}

function half(value: number): number {
  return Math.floor(value / 2)
}
