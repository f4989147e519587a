import { findLevel, findSteadyRange } from '#domain/alarm/limit.ts'
import { takeLine } from '#domain/alarm/line.ts'
import type { Meter } from '#domain/alarm/meter.ts'
import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmObservation, LimitVersion } from '#store/registry/contract-alarms.ts'

import { isPast } from './lateness.ts'
import type { Standing } from './rules.ts'

/** One limit on one channel, and what is known of it. */
export interface Watch {
  readonly limit: LimitVersion
  readonly meter: Meter
  level: number
  /** What its alarm says, and until when that was told: what is measured again after a restart is not told again. */
  toldLevel: number
  readonly toldUntil: Instant
  /** What its alarm says is behind the clock. */
  past: boolean
}

export interface IntakeOptions {
  readonly channel: Channel
  readonly standing: Standing
  readonly watches: readonly Watch[]
  readonly at: Instant
  readonly arrivedAt: Instant
}

/** What each reading asks for, cell by cell of a line. */
const AT = 0
const ARRIVED_AT = 1
const STANDING_FROM = 2
/** Between these two no value changes a level of a limit on the value itself. */
const STEADY_FROM = 3
const STEADY_UNTIL = 4

/** What comes of one channel where its device stands, and the limits that watch it. */
export class Intake {
  readonly channel: Channel
  readonly standing: Standing
  readonly watches: readonly Watch[]
  /** Limits on the value itself: as long as it keeps steady they need not be asked. */
  readonly #onValue: readonly Watch[]
  readonly #onMeter: readonly Watch[]
  readonly #cells: Float64Array
  readonly #first: number

  constructor({ channel, standing, watches, at, arrivedAt }: IntakeOptions) {
    this.channel = channel
    this.standing = standing
    this.watches = watches
    this.#onValue = watches.filter(isOnValue)
    this.#onMeter = watches.filter((watch) => !isOnValue(watch))
    const { cells, first } = takeLine()
    this.#cells = cells
    this.#first = first
    cells.set([at, arrivedAt, standing.from], first)
    this.#keepSteady()
  }

  /** When the newest reading that is taken in was measured, and when it came. */
  get at(): Instant {
    return this.#read(AT)
  }
  get arrivedAt(): Instant {
    return this.#read(ARRIVED_AT)
  }

  /**
   * Judges what came, and adds what it changes. A reading that is older than what was taken in changes nothing, and one from
   * before the device stood there tells of another place. One that came long after it was measured is observed as the past.
   */
  take({ measuredAt, value }: Reading, receivedAt: Instant, changes: AlarmObservation[]): void {
    this.#cells[this.#first + ARRIVED_AT] = receivedAt
    if (measuredAt <= this.#read(AT) || measuredAt < this.#read(STANDING_FROM)) return
    this.#cells[this.#first + AT] = measuredAt
    if (value <= this.#read(STEADY_FROM) || value >= this.#read(STEADY_UNTIL)) {
      for (const watch of this.#onValue) this.#judge(watch, value, changes)
      this.#keepSteady()
    }
    for (const watch of this.#onMeter) {
      const measured = watch.meter.feed(measuredAt, value)
      if (measured !== undefined || watch.past) this.#judge(watch, measured, changes)
    }
  }

  /** It has caught up without a reading of the present. */
  endPast(limit: string): void {
    const watch = this.watches.find((one) => one.limit.limit.id === limit)
    if (watch !== undefined) watch.past = false
  }

  #read(cell: number): number {
    return this.#cells[this.#first + cell] ?? 0
  }

  #judge(watch: Watch, measured: number | undefined, changes: AlarmObservation[]): void {
    const { limit } = watch
    const { channel, at } = this
    const level =
      measured === undefined ? watch.level : findLevel(limit.limit, measured, watch.level)
    watch.level = level
    const past = isPast(at, this.arrivedAt)
    // The first word of the present is one even when the condition is as it was.
    const isNews = level !== watch.toldLevel || (watch.past && !past)
    if (!isNews || at <= watch.toldUntil) return
    watch.toldLevel = level
    watch.past = past
    const { place } = this.standing
    changes.push({ limit, channel, place, at, level, value: measured ?? null, past })
  }

  #keepSteady(): void {
    let [from, until] = [-Infinity, Infinity]
    for (const { limit, level, toldLevel, past } of this.#onValue) {
      const steady = findSteadyRange(limit.limit, level)
      from = Math.max(from, level === toldLevel && !past ? steady.from : Infinity)
      until = Math.min(until, steady.until)
    }
    this.#cells[this.#first + STEADY_FROM] = from
    this.#cells[this.#first + STEADY_UNTIL] = until
  }
}

function isOnValue({ limit }: Watch): boolean {
  return limit.limit.measure.kind === 'value'
}
