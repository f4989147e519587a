import type { DatabaseSync } from 'node:sqlite'

import type { Instant } from '#domain/time.ts'

import { cellOf, dayGrid } from './calendar.ts'
import type { Meta } from './schema.ts'
import { prepareQuery, writeAtOnce } from './statement.ts'

/** Rows deleted in one transaction before it ends, so that it holds the writer up for a few milliseconds only. */
const STEP_ROWS_MAX = 2_000
const STEP_CHANNELS_MAX = 200

/** Hot readings of dropped days belong into the roll-ups first: dropping waits until they are sealed. */
export function isSealedBefore(db: DatabaseSync, at: Instant): boolean {
  const query = prepareQuery<[Instant, Instant], readonly [number]>(
    db,
    `SELECT EXISTS (SELECT 1 FROM hot_0 WHERE measured_at < ?)
         OR EXISTS (SELECT 1 FROM hot_1 WHERE measured_at < ?)`,
  )
  return query.get(at, at)?.[0] === 0
}

/** Drops what is older than the cutoffs in `meta`, channel by channel. `step` is one transaction. */
export class DropPass {
  readonly #db: DatabaseSync
  readonly #channels: number[]
  readonly #drop: (channel: number) => number

  constructor(db: DatabaseSync, meta: Meta) {
    this.#db = db
    const query = prepareQuery<[], readonly [number]>(db, 'SELECT id FROM channel ORDER BY id DESC')
    this.#channels = query.all().map(([id]) => id)
    this.#drop = prepareDrop(db, meta)
  }

  /** True when there is more to do. */
  step(): boolean {
    return writeAtOnce(this.#db, () => {
      let rows = 0
      for (let i = 0; i < STEP_CHANNELS_MAX && rows < STEP_ROWS_MAX; i += 1) {
        const channel = this.#channels.pop()
        if (channel === undefined) return false
        rows += this.#drop(channel)
      }
      return true
    })
  }
}

/** Returns how many rows went. A channel that has nothing left keeps the `first_at` it had. */
function prepareDrop(db: DatabaseSync, { rawFrom, hourlyFrom, dayOffset }: Meta) {
  const firstDay = cellOf(dayGrid(dayOffset), hourlyFrom)
  const chunks = db.prepare('DELETE FROM chunk WHERE channel = ? AND start_at < ?')
  const hours = db.prepare('DELETE FROM hours WHERE channel = ? AND day < ?')
  const days = db.prepare('DELETE FROM day WHERE channel = ? AND day < ?')
  const moveFirst = db.prepare(
    `UPDATE channel SET first_at = coalesce(
       (SELECT first_at FROM day WHERE channel = channel.id ORDER BY day LIMIT 1), first_at)
     WHERE id = ? AND first_at < ?`,
  )
  return (channel: number): number => {
    const counts = [
      chunks.run(channel, rawFrom),
      hours.run(channel, firstDay),
      days.run(channel, firstDay),
    ].map(({ changes }) => Number(changes))
    moveFirst.run(channel, hourlyFrom)
    return counts.reduce((sum, count) => sum + count, 0)
  }
}
