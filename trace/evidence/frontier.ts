import { EMPTY_ROOT, hashChildren, type Hash } from './merkle.ts'

/** Told of each complete subtree that an append completes, the leaf itself (level 0) included, lowest first. */
export type OnNode = (level: number, position: number, hash: Hash) => void

/**
 * A growing tree in O(log n) memory: of the leaves so far only the roots of the complete subtrees that no larger one
 * covers yet, one for each 1 in the binary number of leaves (RFC 9162 §2.1.2). Append costs two hashes on average.
 */
export class Frontier {
  /** By level. */
  readonly #roots: (Hash | undefined)[]
  #size: number

  constructor(size = 0, roots: readonly (Hash | undefined)[] = []) {
    this.#size = size
    this.#roots = [...roots]
  }

  get size(): number {
    return this.#size
  }

  append(leafHash: Hash, onNode: OnNode = () => {}): void {
    let [level, position, node] = [0, this.#size, leafHash]
    onNode(level, position, node)
    while (position % 2 === 1) {
      const left = this.#roots[level]
      if (left === undefined)
        throw new Error(`a frontier of ${this.#size} leaves lacks level ${level}`)
      this.#roots[level] = undefined
      node = hashChildren(left, node)
      level++
      position = (position - 1) / 2
      onNode(level, position, node)
    }
    this.#roots[level] = node
    this.#size++
  }

  root(): Hash {
    let root: Hash | undefined
    for (const node of this.#roots) {
      if (node !== undefined) root = root === undefined ? node : hashChildren(node, root)
    }
    return root ?? EMPTY_ROOT
  }
}

/** Takes up a tree of `size` leaves of which the nodes are known. */
export function resumeFrontier(
  size: number,
  node: (level: number, position: number) => Hash,
): Frontier {
  const roots: (Hash | undefined)[] = []
  let rest = size
  for (let level = 0; rest > 0; level++) {
    // A 1 at this level is a complete subtree; it begins where the higher ones end.
    roots[level] = rest % 2 === 1 ? node(level, rest - 1) : undefined
    rest = Math.floor(rest / 2)
  }
  return new Frontier(size, roots)
}
