import { createHash } from 'node:crypto'

const SEQUENCE_BYTES = 8

/** What stands before the first commit of a journal. */
export const FIRST_SEAL: Uint8Array = new Uint8Array(32)

/**
 * Each commit carries a seal over its own bytes and over the seal of the commit before, SHA-256 (seal before · u64be first
 * sequence · frame). Who appends keeps the last one in memory: a commit that is changed or taken away afterwards no longer
 * fits the seals behind it, and those to come are made from what is in memory, not from the file.
 */
export function sealCommit(before: Uint8Array, firstSequence: number, frame: Uint8Array): Buffer {
  const sequence = Buffer.alloc(SEQUENCE_BYTES)
  sequence.writeBigUInt64BE(BigInt(firstSequence))
  return createHash('sha256').update(before).update(sequence).update(frame).digest()
}
