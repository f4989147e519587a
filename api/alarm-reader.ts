import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Logger } from 'pino'

import { SECOND } from '#domain/time.ts'
import type { Registry } from '#store/registry/contract.ts'

import { AlarmBook } from './alarm-book.ts'
import { describeEvents } from './alarm-log.ts'
import type { DescribedEvent } from './alarm-row-shape.ts'

/** Between pages others get their turn: a reader that is as fast as the log is long takes in what it is told. */
const EVENTS_PER_PAGE = 100
/** How often the registry is looked at. */
const EVERY = SECOND

export interface EventPage {
  readonly events: readonly DescribedEvent[]
  /** The id up to which it tells everything. */
  readonly last: number
  /** There may be more. */
  readonly isFull: boolean
}

export interface ReaderOptions {
  readonly registry: Registry
  readonly log: Logger
  /** Gets what was written since the last time, in order. */
  readonly onEvent: (event: DescribedEvent) => void
}

/** Follows the log of alarms, which other processes write: looks once a second, while it is started. */
export class AlarmReader {
  readonly #options: ReaderOptions
  readonly #book: AlarmBook
  #cursor = 0
  #timer: NodeJS.Timeout | undefined
  /** Which start it is: a look that ends after another start has nothing to say. */
  #run = 0
  #isFailing = false

  constructor(options: ReaderOptions) {
    this.#options = options
    this.#book = new AlarmBook(options.registry)
  }

  /** Everything up to here was told. */
  get cursor(): number {
    return this.#cursor
  }

  /** Tells of what comes behind the cursor from now on. */
  start(cursor: number): void {
    this.stop()
    this.#cursor = cursor
    this.#wait(this.#run)
  }

  /** May be called again. */
  stop(): void {
    this.#run++
    clearTimeout(this.#timer)
  }

  async readPage(after: number): Promise<EventPage> {
    const { registry } = this.#options
    const found = await registry.alarms.history({ after, limit: EVENTS_PER_PAGE })
    const events = await describeEvents(registry, this.#book, found)
    return { events, last: found.at(-1)?.id ?? after, isFull: found.length === EVENTS_PER_PAGE }
  }

  #wait(run: number): void {
    this.#timer = setTimeout(() => void this.#look(run), EVERY)
  }

  async #look(run: number): Promise<void> {
    try {
      while (await this.#lookOnce(run)) await nextTurn()
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) this.#options.log.warn({ err: error }, 'alarm events cannot be read')
      this.#isFailing = true
    }
    if (run === this.#run) this.#wait(run)
  }

  /** True: there is more. */
  async #lookOnce(run: number): Promise<boolean> {
    const { events, last, isFull } = await this.readPage(this.#cursor)
    if (run !== this.#run) return false
    for (const event of events) this.#options.onEvent(event)
    this.#cursor = last
    return isFull
  }
}
