import { findLevel, findSteadyRange } from '#domain/alarm/limit.ts'
import { takeLine } from '#domain/alarm/line.ts'
import { isOfArrival, type Measure } from '#domain/alarm/measure.ts'
import type { Meter } from '#domain/alarm/meter.ts'
import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmObservation, LimitVersion } from '#store/registry/contract-alarms.ts'

import type { Ear } from './ears.ts'
import { feed } from './feed.ts'
import type { JointWatch } from './joint-watch.ts'
import type { Standing } from './rules.ts'

/** One limit on one channel, and what is known of it. */
export interface Watch {
  readonly limit: LimitVersion
  readonly measure: Measure
  readonly meter: Meter
  level: number
  /** What its alarm says, and until when that was told: what is measured again after a restart is not told again. */
  toldLevel: number
  readonly toldUntil: Instant
}

export interface IntakeOptions {
  readonly channel: Channel
  readonly standing: Standing
  readonly at: Instant
  readonly arrivedAt: Instant
}

/** A joint watch that hears this channel. */
interface Listener {
  readonly watch: JointWatch
  readonly ear: Ear
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
  #watches: readonly Watch[] = []
  /** Limits on the value itself: as long as it keeps steady they need not be asked. */
  #onValue: readonly Watch[] = []
  #onMeter: readonly Watch[] = []
  #onArrival: readonly Watch[] = []
  #listeners: Listener[] = []
  readonly #cells: Float64Array
  readonly #first: number

  constructor({ channel, standing, at, arrivedAt }: IntakeOptions) {
    this.channel = channel
    this.standing = standing
    const { cells, first } = takeLine()
    this.#cells = cells
    this.#first = first
    cells.set([at, arrivedAt, standing.from, -Infinity, Infinity], first)
  }

  get watches(): readonly Watch[] {
    return this.#watches
  }

  /** By these it is watched from now on; whoever listened does no longer. */
  watchBy(watches: readonly Watch[]): void {
    const rest = watches.filter((watch) => !isOnValue(watch))
    this.#watches = watches
    this.#onValue = watches.filter(isOnValue)
    this.#onMeter = rest.filter(({ measure }) => !isOfArrival(measure))
    this.#onArrival = rest.filter(({ measure }) => isOfArrival(measure))
    this.#listeners = []
    this.#keepSteady()
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener)
  }

  /** When the newest reading that is taken in was measured, and when it came. */
  get at(): Instant {
    return this.#read(AT)
  }
  get arrivedAt(): Instant {
    return this.#read(ARRIVED_AT)
  }

  /**
   * Judges what came, and adds what it changes. A reading that is older than what was taken in tells of the past, and one from
   * before the device stood there of another place.
   */
  take(reading: Reading, receivedAt: Instant, changes: AlarmObservation[]): void {
    const { measuredAt, value } = reading
    if (measuredAt <= this.#read(AT) || measuredAt < this.#read(STANDING_FROM)) return
    // What the time until now has brought, before there was this reading.
    for (const { watch } of this.#listeners) watch.pass(receivedAt, changes)
    this.#cells[this.#first + AT] = measuredAt
    this.#cells[this.#first + ARRIVED_AT] = receivedAt
    if (value <= this.#read(STEADY_FROM) || value >= this.#read(STEADY_UNTIL)) {
      for (const watch of this.#onValue) this.#judge(watch, value, changes)
      this.#keepSteady()
    }
    for (const watch of this.#onMeter) {
      this.#judge(watch, watch.meter.feed(measuredAt, value), changes)
    }
    for (const watch of this.#onArrival) {
      this.#judge(watch, feed(watch, reading, receivedAt), changes)
    }
    for (const { watch, ear } of this.#listeners) {
      watch.hear(ear, reading, receivedAt)
      watch.pass(receivedAt, changes)
    }
  }

  #read(cell: number): number {
    return this.#cells[this.#first + cell] ?? 0
  }

  #judge(watch: Watch, value: number | undefined, changes: AlarmObservation[]): void {
    if (value === undefined) return
    const { limit } = watch
    const { at } = this
    const level = findLevel(limit.limit, value, watch.level)
    watch.level = level
    if (level === watch.toldLevel || at <= watch.toldUntil) return
    watch.toldLevel = level
    changes.push({ limit, channel: this.channel, place: this.standing.place, at, level, value })
  }

  #keepSteady(): void {
    let [from, until] = [-Infinity, Infinity]
    for (const { limit, level, toldLevel } of this.#onValue) {
      const steady = findSteadyRange(limit.limit, level)
      from = Math.max(from, level === toldLevel ? steady.from : Infinity)
      until = Math.min(until, steady.until)
    }
    this.#cells[this.#first + STEADY_FROM] = from
    this.#cells[this.#first + STEADY_UNTIL] = until
  }
}

function isOnValue({ measure }: Watch): boolean {
  return measure.kind === 'value'
}
