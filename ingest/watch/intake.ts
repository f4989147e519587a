import { findLevel, findSteadyRange } from '#domain/alarm/limit.ts'
import { takeLine } from '#domain/alarm/line.ts'
import { isOfArrival } from '#domain/alarm/measure.ts'
import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { AbsenceWatch } from './absence-watch.ts'
import type { Ear } from './ears.ts'
import { feed } from './feed.ts'
import type { JointWatch } from './joint-watch.ts'
import { isPast } from './punctuality.ts'
import type { Standing } from './rules.ts'
import { isOnValue, type Watch } from './watch.ts'

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
/** A reading that comes sooner than so many milliseconds after the one before changes nothing of any absence. */
const PATIENCE = 5

/** What comes of one channel where its device stands, and the limits that watch it. */
export class Intake {
  readonly channel: Channel
  readonly standing: Standing
  /**
   * Until when windows look back on readings that came late; Infinity: nothing has come yet; undefined, nearly always: they do not.
   */
  disturbedUntil: Instant | undefined = Infinity
  #watches: readonly Watch[] = []
  /** Limits on the value itself: as long as it keeps steady they need not be asked. */
  #onValue: readonly Watch[] = []
  #onMeter: readonly Watch[] = []
  #onArrival: readonly Watch[] = []
  #listeners: Listener[] = []
  #waiting: AbsenceWatch[] = []
  readonly #cells: Float64Array
  readonly #first: number

  constructor({ channel, standing, at, arrivedAt }: IntakeOptions) {
    this.channel = channel
    this.standing = standing
    const { cells, first } = takeLine()
    this.#cells = cells
    this.#first = first
    cells.set([at, arrivedAt, standing.from, -Infinity, Infinity, Infinity], first)
  }

  get watches(): readonly Watch[] {
    return this.#watches
  }

  /** By these it is watched from now on; whoever listened does no longer. */
  watchBy(watches: readonly Watch[]): void {
    const rest = watches.filter((watch) => !isOnValue(watch))
    // By a new limit what has come is history that is not told.
    if (watches.some((watch) => !this.#watches.includes(watch))) this.disturbedUntil = Infinity
    this.#watches = watches
    this.#onValue = watches.filter(isOnValue)
    this.#onMeter = rest.filter(({ measure }) => !isOfArrival(measure))
    this.#onArrival = rest.filter(({ measure }) => isOfArrival(measure))
    this.#listeners = []
    this.#waiting = []
    this.#keepSteady()
    this.keepPatience()
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener)
  }

  wait(watch: AbsenceWatch): void {
    this.#waiting.push(watch)
    this.keepPatience()
  }

  /** Called when the patience of one that waits is another. */
  keepPatience(): void {
    const patience = this.#waiting.map((watch) => watch.patience)
    this.#cells[this.#first + PATIENCE] = Math.min(...patience)
  }

  /** When the newest reading that is taken in was measured, and when it came. */
  get at(): Instant {
    return this.#read(AT)
  }
  get arrivedAt(): Instant {
    return this.#read(ARRIVED_AT)
  }

  /** Whether a reading of then is newer than what was taken in, and of this place. */
  isNews(measuredAt: Instant): boolean {
    return measuredAt > this.#read(AT) && measuredAt >= this.#read(STANDING_FROM)
  }

  /**
   * Judges what came, and adds what it changes. A reading that is older than what was taken in changes nothing, and one from
   * before the device stood there tells of another place. One that came long after it was measured is observed as the past.
   */
  take(reading: Reading, receivedAt: Instant, changes: AlarmObservation[]): void {
    const { measuredAt } = reading
    if (!this.isNews(measuredAt)) return
    const waiting = receivedAt - this.#read(AT) < this.#read(PATIENCE) ? NOBODY : this.#waiting
    // What the time until now has brought, before there was this reading.
    for (const watch of waiting) watch.pass(receivedAt, changes)
    for (const { watch } of this.#listeners) watch.pass(receivedAt, changes)
    this.#cells[this.#first + AT] = measuredAt
    this.#cells[this.#first + ARRIVED_AT] = receivedAt
    this.#judgeAll(reading, receivedAt, changes)
    for (const watch of waiting) watch.hear(receivedAt, changes)
    for (const { watch, ear } of this.#listeners) {
      watch.hear(ear, reading, receivedAt)
      watch.pass(receivedAt, changes)
    }
  }

  #judgeAll(reading: Reading, receivedAt: Instant, changes: AlarmObservation[]): void {
    const { measuredAt, value } = reading
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
  }

  /** It has caught up without a reading of the present. */
  endPast(limit: string): void {
    const watch = this.#watches.find((one) => one.limit.limit.id === limit)
    if (watch !== undefined) watch.past = false
  }

  #read(cell: number): number {
    return this.#cells[this.#first + cell] ?? 0
  }

  #judge(watch: Watch, measured: number | undefined, changes: AlarmObservation[]): void {
    // Without a measure there is still the word that it is the present.
    if (measured === undefined && !watch.past) return
    const { limit } = watch
    const { channel, at } = this
    const level =
      measured === undefined ? watch.level : findLevel(limit.limit, measured, watch.level)
    watch.level = level
    // How a reading came is seen now, whatever its clock says.
    const past = !isOfArrival(limit.limit.measure) && isPast(at, this.arrivedAt)
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

const NOBODY: readonly AbsenceWatch[] = []
