import type { Frame } from './frame.ts'

/** A read ends behind the batch with which its bytes come to this: messages may have 16 MB each. */
export const READ_BYTES_MAX = 8 * 1024 * 1024

/** A row of the table `batch`. */
export function toFrame(row: Record<string, unknown>): Frame {
  const bytes = row['bytes']
  if (!(bytes instanceof Uint8Array)) throw new TypeError('column batch.bytes holds no BLOB')
  return { firstSequence: Number(row['first_sequence']), count: Number(row['count']), bytes }
}
