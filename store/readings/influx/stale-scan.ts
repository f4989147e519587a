import { DAY, HOUR, type Instant } from '#domain/time.ts'

import type { InfluxConnection } from './connection.ts'
import { within } from './influxql.ts'
import { readPieces } from './pieces.ts'
import { STALE } from './seal.ts'
import type { StaleHours } from './stale-hours.ts'

/** One step looks through this much of the hourly tier. */
const STEP = 30 * DAY

/**
 * Finds, after a start, the hours that were marked stale and not rolled up before the last stop or crash: from the oldest
 * roll-up there is up to the first `now` it is given. A mark is made before the readings it stands for, so none is missed.
 */
export class StaleScan {
  readonly #connection: InfluxConnection
  readonly #stale: StaleHours
  #next: Instant | undefined
  #until = 0
  #isDone = false

  constructor(connection: InfluxConnection, stale: StaleHours) {
    this.#connection = connection
    this.#stale = stale
  }

  /** One step; true when there is nothing left to look through. */
  async advance(now: Instant): Promise<boolean> {
    if (this.#isDone) return true
    if (this.#next === undefined) {
      this.#until = now + HOUR
      this.#next = await this.#findOldest()
    }
    const step = { from: this.#next, until: Math.min(this.#next + STEP, this.#until) }
    if (step.from < step.until) await this.#look(step)
    this.#next = step.until
    this.#isDone = step.until >= this.#until
    return this.#isDone
  }

  async #findOldest(): Promise<Instant> {
    const span = { from: 0, until: this.#until }
    const answers = readPieces({ span }, (piece) =>
      this.#connection.query('hourly', [
        `SELECT first("seal") FROM "reading_1h" WHERE ${within(piece)}`,
      ]),
    )
    for await (const [[series] = []] of answers) {
      if (series !== undefined) return Number(series.rows[0]?.[0])
    }
    return this.#until
  }

  async #look(span: { readonly from: Instant; readonly until: Instant }): Promise<void> {
    const answers = readPieces({ span }, (piece) =>
      this.#connection.query('hourly', [
        `SELECT "seal" FROM "reading_1h" WHERE ${within(piece)} AND "seal" = ${STALE} GROUP BY "device", "channel", "quantity"`,
      ]),
    )
    for await (const series of answers) {
      for (const { tags, rows } of series.flat()) {
        const { device = '', channel = '', quantity = '' } = tags
        for (const [hour] of rows)
          this.#stale.addSeries({ device, channel, quantity }, Number(hour))
      }
    }
  }
}
