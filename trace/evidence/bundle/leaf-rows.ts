import { HASH_BYTES, type Hash } from '../merkle.ts'
import { LEAF_ROW_BYTES } from './layout.ts'

/** A leaf that a bundle proves. */
export interface LeafRow {
  /** Sequence of the entry, or number of the record. */
  readonly number: number
  readonly index: number
  readonly hash: Hash
}

export function encodeLeafRow({ number, index, hash }: LeafRow): Buffer {
  const bytes = Buffer.alloc(LEAF_ROW_BYTES)
  bytes.writeBigUInt64BE(BigInt(number), 0)
  bytes.writeBigUInt64BE(BigInt(index), 8)
  bytes.set(hash, 16)
  return bytes
}

/** Undefined when the bytes are not whole rows. */
export function decodeLeafRows(bytes: Buffer): LeafRow[] | undefined {
  if (bytes.length % LEAF_ROW_BYTES !== 0) return undefined
  return Array.from({ length: bytes.length / LEAF_ROW_BYTES }, (_, row) => {
    const at = row * LEAF_ROW_BYTES
    const number = Number(bytes.readBigUInt64BE(at))
    const index = Number(bytes.readBigUInt64BE(at + 8))
    return { number, index, hash: bytes.subarray(at + 16, at + 16 + HASH_BYTES) }
  })
}

export function decodeHashes(bytes: Buffer): Hash[] | undefined {
  if (bytes.length % HASH_BYTES !== 0) return undefined
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
}
