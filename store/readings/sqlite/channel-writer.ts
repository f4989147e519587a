import type { DatabaseSync } from 'node:sqlite'

import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'

import { prepareQuery } from './statement.ts'

/** Keeps the table `channel`: who each id is, and since when it has readings. Nearly always there is nothing to write. */
export class ChannelWriter {
  readonly #db: DatabaseSync
  #firstAt: Map<number, Instant>

  constructor(db: DatabaseSync) {
    this.#db = db
    this.#firstAt = readFirstAt(db)
  }

  get count(): number {
    return this.#firstAt.size
  }

  /** Inside the transaction of the batch. */
  write(readings: readonly Reading[]): void {
    const earlier = new Map<Channel, Instant>()
    for (const { channel, measuredAt } of readings) {
      if (measuredAt >= (this.#firstAt.get(channel.id) ?? Infinity)) continue
      this.#firstAt.set(channel.id, measuredAt)
      earlier.set(channel, measuredAt)
    }
    if (earlier.size === 0) return
    const put = this.#db.prepare(
      'INSERT INTO channel VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET first_at = excluded.first_at',
    )
    for (const [{ id, device, name, quantity }, at] of earlier)
      put.run(id, device, name, quantity, at)
  }

  /** After a transaction that failed, and after old readings were dropped. */
  reload(): void {
    this.#firstAt = readFirstAt(this.#db)
  }
}

function readFirstAt(db: DatabaseSync): Map<number, Instant> {
  const query = prepareQuery<[], [number, Instant]>(db, 'SELECT id, first_at FROM channel')
  return new Map(query.all())
}
