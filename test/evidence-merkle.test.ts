import { createHash } from 'node:crypto'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Frontier, resumeFrontier } from '#trace/evidence/frontier.ts'
import { verifyConsistency, verifyInclusion } from '#trace/evidence/merkle-verify.ts'
import {
  consistencyProof,
  EMPTY_ROOT,
  hashLeaf,
  inclusionProof,
  rootOf,
  type Hash,
  type Nodes,
} from '#trace/evidence/merkle.ts'

/** The leaves that every implementation of RFC 6962 is tried with (google/certificate-transparency), and their heads. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = LEAVES.map((hex) => Buffer.from(hex, 'hex'))

function toHex(hashes: readonly Hash[]): string[] {
  return hashes.map((hash) => Buffer.from(hash).toString('hex'))
}

/** All nodes of a tree in memory, as appending brings them. */
function createTree(entries: readonly Uint8Array[]): Nodes & { readonly frontier: Frontier } {
  const known = new Map<string, Hash>()
  const frontier = new Frontier()
  for (const entry of entries) {
    frontier.append(hashLeaf(entry), (level, position, hash) =>
      known.set(`${level}/${position}`, hash),
    )
  }
  return {
    frontier,
    node: (level, position) => {
      const hash = known.get(`${level}/${position}`)
      if (hash === undefined) throw new Error(`no node ${level}/${position}`)
      return hash
    },
  }
}

/*
 * The RFC's definitions word by word (§2.1.1, §2.1.3.1, §2.1.4.1), with hashing of their own and slices of lists, to
 * compare with.
 */
const sha256 = (...parts: readonly Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest()
const split = (count: number) => {
  let k = 1
  while (k * 2 < count) k *= 2
  return k
}
function mth(d: readonly Uint8Array[]): Buffer {
  const [only] = d
  if (only === undefined) return sha256()
  if (d.length === 1) return sha256(Buffer.of(0), only)
  const k = split(d.length)
  return sha256(Buffer.of(1), mth(d.slice(0, k)), mth(d.slice(k)))
}
function path(m: number, d: readonly Uint8Array[]): Buffer[] {
  if (d.length <= 1) return []
  const k = split(d.length)
  if (m < k) return [...path(m, d.slice(0, k)), mth(d.slice(k))]
  return [...path(m - k, d.slice(k)), mth(d.slice(0, k))]
}
function subproof(m: number, d: readonly Uint8Array[], b: boolean): Buffer[] {
  if (m === d.length) return b ? [] : [mth(d)]
  const k = split(d.length)
  if (m <= k) return [...subproof(m, d.slice(0, k), b), mth(d.slice(k))]
  return [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))]
}

const someLeaves = fc.array(fc.uint8Array({ maxLength: 12 }), { minLength: 1, maxLength: 70 })

describe('a Merkle tree', () => {
  it('has the heads of the known test vectors', () => {
    const tree = createTree(leaves)
    expect(toHex(ROOTS.map((_root, size) => rootOf(tree, size)))).toEqual(ROOTS)
    expect(toHex([EMPTY_ROOT, tree.frontier.root()])).toEqual([ROOTS[0], ROOTS[8]])
  })

  it('gives the proofs of the known test vectors', () => {
    const tree = createTree(leaves)
    expect(toHex(inclusionProof(tree, 5, 8))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(toHex(consistencyProof(tree, 6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(toHex(consistencyProof(tree, 2, 5))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })

  it('is what the definitions of RFC 9162 say, at every size', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (entries, pick, other) => {
        const tree = createTree(entries)
        const size = (other % entries.length) + 1
        const d = entries.slice(0, size)
        const [index, first] = [pick % size, (pick % size) + 1]
        expect(rootOf(tree, size)).toEqual(mth(d))
        expect(inclusionProof(tree, index, size)).toEqual(path(index, d))
        expect(consistencyProof(tree, first, size)).toEqual(subproof(first, d, true))
        expect(resumeFrontier(size, (level, at) => tree.node(level, at)).root()).toEqual(mth(d))
      }),
    )
  })
})

describe('verification', () => {
  it('accepts every honest proof', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), (entries, pick) => {
        const tree = createTree(entries)
        const size = entries.length
        const [index, first] = [pick % size, pick % (size + 1)]
        const [now, then] = [
          { size, root: rootOf(tree, size) },
          { size: first, root: rootOf(tree, first) },
        ]
        const leaf = { index, hash: hashLeaf(entries[index] ?? Buffer.of()) }
        expect(verifyInclusion(leaf, inclusionProof(tree, index, size), now)).toBe(true)
        expect(verifyConsistency(then, now, consistencyProof(tree, first, size))).toBe(true)
      }),
    )
  })

  it('refuses a proof, a leaf, a place or a head that is not the right one', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (entries, pick, bit) => {
        const tree = createTree(entries)
        const size = entries.length
        const index = pick % size
        const leaf = { index, hash: hashLeaf(entries[index] ?? Buffer.of()) }
        const head = { size, root: rootOf(tree, size) }
        const proof = inclusionProof(tree, index, size)
        const changed = proof.map((one, at) => (at === bit % proof.length ? flip(one, bit) : one))
        const refused = [
          verifyInclusion({ ...leaf, hash: flip(leaf.hash, bit) }, proof, head),
          verifyInclusion(leaf, proof, { ...head, root: flip(head.root, bit) }),
          verifyInclusion(leaf, [...proof, leaf.hash], head),
          verifyInclusion({ ...leaf, index: size }, proof, head),
          proof.length > 0 && verifyInclusion(leaf, proof.slice(1), head),
          proof.length > 0 && verifyInclusion(leaf, changed, head),
        ]
        expect(refused).toEqual(refused.map(() => false))
      }),
    )
  })

  it('refuses a history that was rewritten', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (entries, pick, which) => {
        const size = entries.length
        const first = (pick % size) + 1
        const index = which % first
        const rewritten = entries.with(
          index,
          Buffer.concat([entries[index] ?? Buffer.of(), Buffer.of(1)]),
        )
        const [before, after] = [createTree(entries), createTree(rewritten)]
        const [then, now] = [
          { size: first, root: rootOf(before, first) },
          { size, root: rootOf(after, size) },
        ]
        expect(verifyConsistency(then, now, consistencyProof(after, first, size))).toBe(false)
        expect(verifyConsistency(then, now, consistencyProof(before, first, size))).toBe(false)
      }),
    )
  })
})

function flip(hash: Hash, bit: number): Hash {
  const changed = Uint8Array.from(hash)
  const at = Math.floor(bit / 8) % changed.length
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8))
  return changed
}
