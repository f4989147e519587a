import { DatabaseSync } from 'node:sqlite'

/** Changes one bit of a batch on disk, as a failing disk does. */
export function damageBatch(path: string, firstSequence: number): void {
  using database = new DatabaseSync(path)
  const select = database.prepare('SELECT bytes FROM batch WHERE first_sequence = ?')
  const bytes = select.get(firstSequence)?.['bytes']
  if (!(bytes instanceof Uint8Array)) throw new Error('no batch')
  bytes[20] = (bytes[20] ?? 0) ^ 1
  database.prepare('UPDATE batch SET bytes = ? WHERE first_sequence = ?').run(bytes, firstSequence)
}
