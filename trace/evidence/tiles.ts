import type { DatabaseSync, StatementSync } from 'node:sqlite'

import { HASH_BYTES, hashChildren, type Hash, type Nodes } from './merkle.ts'

/** Each level of tiles stands for eight levels of the tree. */
export const TILE_LEVELS = 8
/** Nodes of a full tile. */
export const TILE_WIDTH = 2 ** TILE_LEVELS
/** Full tiles that are kept in memory, 8 KB each. */
const CACHED_MAX = 512

/** The nodes of a log, read from its tiles. */
export class TileNodes implements Nodes {
  readonly #log: string
  readonly #select: StatementSync
  readonly #full = new Map<string, Uint8Array>()

  constructor(database: DatabaseSync, log: string) {
    this.#log = log
    this.#select = database.prepare(
      'SELECT hashes FROM tile WHERE log = ? AND level = ? AND position = ?',
    )
  }

  node(level: number, position: number): Hash {
    const depth = level % TILE_LEVELS
    const width = 2 ** depth
    const first = position * width
    const tile = this.#tile(level - depth, Math.floor(first / TILE_WIDTH))
    const from = (first % TILE_WIDTH) * HASH_BYTES
    return reduce(tile.subarray(from, from + width * HASH_BYTES), width)
  }

  #tile(level: number, position: number): Uint8Array {
    const key = `${level}/${position}`
    const cached = this.#full.get(key)
    if (cached !== undefined) return cached
    const hashes = this.#select.get(this.#log, level, position)?.['hashes']
    const bytes = hashes instanceof Uint8Array ? hashes : new Uint8Array()
    // One that is not full yet grows.
    if (bytes.length === TILE_WIDTH * HASH_BYTES) this.#keep(key, bytes)
    return bytes
  }

  #keep(key: string, bytes: Uint8Array): void {
    this.#full.set(key, bytes)
    if (this.#full.size <= CACHED_MAX) return
    for (const oldest of this.#full.keys()) {
      this.#full.delete(oldest)
      return
    }
  }
}

/** The node over `width` neighbours. */
function reduce(hashes: Uint8Array, width: number): Hash {
  if (hashes.length !== width * HASH_BYTES) throw new Error('the log has no such node')
  if (width === 1) return hashes
  const half = (width / 2) * HASH_BYTES
  return hashChildren(
    reduce(hashes.subarray(0, half), width / 2),
    reduce(hashes.subarray(half), width / 2),
  )
}

/** Nodes that an append adds, gathered by tile and written together. */
export class TileWriter {
  readonly #log: string
  readonly #select: StatementSync
  readonly #put: StatementSync
  readonly #added = new Map<string, { level: number; position: number; hashes: Hash[] }>()

  constructor(database: DatabaseSync, log: string) {
    this.#log = log
    this.#select = database.prepare(
      'SELECT hashes FROM tile WHERE log = ? AND level = ? AND position = ?',
    )
    this.#put = database.prepare('INSERT OR REPLACE INTO tile VALUES (?, ?, ?, ?)')
  }

  add(level: number, position: number, hash: Hash): void {
    if (level % TILE_LEVELS !== 0) return
    const tile = Math.floor(position / TILE_WIDTH)
    const key = `${level}/${tile}`
    const added = this.#added.get(key) ?? { level, position: tile, hashes: [] }
    added.hashes.push(hash)
    this.#added.set(key, added)
  }

  /** In a transaction; what was gathered is gone afterwards, also when it fails. */
  write(): void {
    try {
      for (const { level, position, hashes } of this.#added.values()) {
        const before = this.#select.get(this.#log, level, position)?.['hashes']
        const parts = before instanceof Uint8Array ? [before, ...hashes] : hashes
        this.#put.run(this.#log, level, position, Buffer.concat(parts))
      }
    } finally {
      this.#added.clear()
    }
  }
}
