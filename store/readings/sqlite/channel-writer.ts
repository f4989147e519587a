import type { DatabaseSync } from 'node:sqlite'

import type { Channel } from '#domain/channel.ts'
import { NguonError } from '#domain/error.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'

import { prepareQuery } from './statement.ts'

interface Known {
  readonly channel: Channel
  firstAt: Instant
}

/** Keeps the table `channel`: who each id is, and since when it has readings. Nearly always there is nothing to write. */
export class ChannelWriter {
  readonly #db: DatabaseSync
  #known: Map<number, Known>

  constructor(db: DatabaseSync) {
    this.#db = db
    this.#known = readKnown(db)
  }

  get count(): number {
    return this.#known.size
  }

  list(): Channel[] {
    return Array.from(this.#known.values(), ({ channel }) => channel)
  }

  /** Throws when an id has another channel's readings, here or among these: nothing is filed under a wrong name. */
  check(readings: readonly Reading[]): void {
    const fresh = new Map<number, Channel>()
    for (const { channel } of readings) {
      const known = this.#known.get(channel.id)?.channel ?? fresh.get(channel.id)
      if (known === undefined) fresh.set(channel.id, channel)
      else if (!isSame(known, channel)) throw mixedUp(known, channel)
    }
  }

  /** Inside the transaction of the batch. */
  write(readings: readonly Reading[]): void {
    const earlier = new Map<number, Known>()
    for (const { channel, measuredAt } of readings) {
      const known = this.#known.get(channel.id) ?? { channel, firstAt: Infinity }
      if (measuredAt >= known.firstAt) continue
      known.firstAt = measuredAt
      this.#known.set(channel.id, known)
      earlier.set(channel.id, known)
    }
    if (earlier.size === 0) return
    const put = this.#db.prepare(
      'INSERT INTO channel VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at)',
    )
    for (const { channel, firstAt } of earlier.values()) {
      put.run(channel.id, channel.device, channel.name, channel.quantity, firstAt)
    }
  }

  /** After a transaction that failed, and after old readings were dropped. */
  reload(): void {
    this.#known = readKnown(this.#db)
  }
}

function readKnown(db: DatabaseSync): Map<number, Known> {
  type Row = readonly [number, string, string, string, Instant]
  const query = prepareQuery<[], Row>(
    db,
    'SELECT id, device, name, quantity, first_at FROM channel',
  )
  return new Map(
    query
      .all()
      .map(([id, device, name, quantity, firstAt]) => [
        id,
        { channel: { id, device, name, quantity }, firstAt },
      ]),
  )
}

function isSame(a: Channel, b: Channel): boolean {
  return a === b || (a.device === b.device && a.name === b.name && a.quantity === b.quantity)
}

function mixedUp(known: Channel, given: Channel): NguonError {
  const [has, got] = [known, given].map(({ device, name, quantity }) =>
    JSON.stringify({ device, name, quantity }),
  )
  return new NguonError(
    'READINGS_CONFIGURATION',
    `channel ${given.id} has readings of ${has}, and now one of ${got} came under the same id: registry.db and readings.db are not of one installation, or the registry was replaced while the ingest ran. Restart the ingest, which gives the channel another id.`,
  )
}
