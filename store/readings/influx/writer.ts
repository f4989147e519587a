import type { Logger } from 'pino'

import { NguonError, toMessage } from '#domain/error.ts'
import type { Reading } from '#domain/reading.ts'
import { HOUR, type Instant, MINUTE } from '#domain/time.ts'

import type { ReadingsWriter, Refusal } from '../contract.ts'
import { InfluxConnection } from './connection.ts'
import { deliver } from './deliver.ts'
import { RAW_SLACK } from './dialect.ts'
import { Gate } from './gate.ts'
import { formatChannelTags, formatReadingLine, formatStaleLine } from './line.ts'
import type { InfluxOptions } from './options.ts'
import { deliverHourly, rollUpHours } from './roll-up.ts'
import { sift } from './sift.ts'
import { type HourOfSeries, StaleHours, toHour } from './stale-hours.ts'
import { StaleScan } from './stale-scan.ts'

/** An hour is rolled up this long after its end, so that what is only a little late does not cost a second time. */
const CLOSED_AFTER = 5 * MINUTE

/**
 * Before a reading goes into an hour, the hour's roll-up is marked stale, in InfluxDB itself: so a crash forgets nothing, and readers
 * on any machine know at any moment which roll-ups to believe. `maintain` computes the stale ones of closed hours anew from raw.
 */
export class InfluxWriter implements ReadingsWriter {
  readonly #connection: InfluxConnection
  readonly #rawKept: number
  readonly #log: Logger
  #stale = new StaleHours()
  #scan: StaleScan
  readonly #gate = new Gate()

  constructor(options: InfluxOptions) {
    this.#connection = new InfluxConnection(options)
    this.#scan = new StaleScan(this.#connection, this.#stale)
    this.#rawKept = options.retention.raw ?? Infinity
    this.#log = options.log
  }

  async write(readings: readonly Reading[]): Promise<Refusal[]> {
    const { accepted, refusals } = sift(readings, Date.now() - this.#rawKept)
    if (accepted.length === 0) return [...refusals]
    const oldestAt = accepted.reduce(
      (oldest, { measuredAt }) => Math.min(oldest, measuredAt),
      Infinity,
    )
    const refused = await this.#gate.write(oldestAt, () => this.#writeMarked(accepted))
    return [...refusals, ...refused]
  }

  async #writeMarked(readings: readonly Reading[]): Promise<Refusal[]> {
    try {
      await this.#markStale(readings)
      return await this.#store(readings)
    } catch (error) {
      // Whatever happened to the server may have happened to its marks: they are made and looked for anew.
      this.#stale = new StaleHours()
      this.#scan = new StaleScan(this.#connection, this.#stale)
      throw error
    }
  }

  async #markStale(readings: readonly Reading[]): Promise<void> {
    const marks = new Map<string, HourOfSeries>()
    for (const { channel, measuredAt } of readings) {
      const hour = toHour(measuredAt)
      const tags = formatChannelTags(channel)
      if (this.#stale.has(hour, tags)) continue
      marks.set(formatStaleLine(tags, hour), { hour, tags, device: channel.device })
    }
    if (marks.size === 0) return
    await deliverHourly(this.#connection, [...marks.keys()])
    for (const one of marks.values()) this.#stale.add(one)
  }

  async #store(readings: readonly Reading[]): Promise<Refusal[]> {
    const refused = await deliver(this.#connection, 'raw', readings.map(formatReadingLine))
    return readings.flatMap((reading, i) => {
      const reason = refused.get(i)
      return reason === undefined ? [] : [{ reading, reason }]
    })
  }

  /** Retention is the server's work; what is left is the roll-ups. */
  async maintain(now: Instant): Promise<boolean> {
    if (!(await this.#scan.advance(now))) return true
    const closedBefore = toHour(now - CLOSED_AFTER)
    const due = this.#stale.listDue(closedBefore)
    if (due.length === 0) return false
    await this.#gate.rollUp(closedBefore, () => this.#rollUp(due, now))
    return this.#stale.listDue(closedBefore).length > 0
  }

  /** Series are told apart by the tags device and channel. */
  async channels(): Promise<readonly []> {
    return []
  }

  async #rollUp(due: readonly HourOfSeries[], now: Instant): Promise<void> {
    try {
      await rollUpHours(this.#connection, due, toHour(now - this.#rawKept - RAW_SLACK) + HOUR)
    } catch (error) {
      if (!(error instanceof NguonError && error.code === 'READINGS_ANSWER')) throw error
      // Such as a sum beyond any number. They stay stale in the store: readers use the raw readings of these hours.
      this.#log.warn({ hours: due.length, error: toMessage(error) }, 'hours cannot be rolled up')
    }
    for (const one of due) this.#stale.remove(one)
  }

  /** What is under way is aborted: not acknowledged, so it will be written again. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]()
  }
}
