import type { DatabaseSync } from 'node:sqlite'

import type { Reading } from '#domain/reading.ts'

/** Moves `latest` forward, one row per channel of the batch; an equal measuredAt replaces. */
export function prepareLatestWrite(db: DatabaseSync): (readings: readonly Reading[]) => void {
  const put = db.prepare(
    `INSERT INTO latest VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET measured_at = excluded.measured_at, value = excluded.value, quality = excluded.quality
     WHERE excluded.measured_at >= measured_at`,
  )
  return (readings) => {
    for (const { channel, measuredAt, value, quality } of newestOfEach(readings)) {
      put.run(channel.id, measuredAt, value, quality)
    }
  }
}

function newestOfEach(readings: readonly Reading[]): Iterable<Reading> {
  const newest = new Map<number, Reading>()
  for (const reading of readings) {
    const known = newest.get(reading.channel.id)
    if (known === undefined || known.measuredAt <= reading.measuredAt) {
      newest.set(reading.channel.id, reading)
    }
  }
  return newest.values()
}
