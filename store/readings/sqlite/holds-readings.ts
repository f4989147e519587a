import { openForReading } from './schema.ts'

/** Whether there is such a file with readings in it. One that cannot be read may hold some. */
export function holdsReadings(path: string): boolean {
  try {
    using db = openForReading(path)
    return db?.prepare('SELECT 1 FROM channel LIMIT 1').get() !== undefined
  } catch {
    return true
  }
}
