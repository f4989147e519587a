import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises'

import type { Logger } from 'pino'
import type { Registry as Registers } from 'prom-client'

import type { Instant } from '#domain/time.ts'
import type { Service } from '#service/run-service.ts'
import type { Health } from '#service/status-listener.ts'
import type { Journal, SequencedEntry } from '#store/journal/contract.ts'
import type { ReadingsReader, ReadingsWriter } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { TraceReads } from '#store/trace/contract.ts'

import { createBatch } from './batch.ts'
import { ChannelCache } from './channel-cache.ts'
import { GatewayInstants } from './gateway-instants.ts'
import { toHealth } from './health.ts'
import { JournalReader } from './journal-reader.ts'
import { CONSUMER, countBatch, createMetrics, readDepth, watchJournal } from './metrics.ts'
import { Persistence } from './persistence.ts'
import { createRun, type PipelineContext } from './pipeline.ts'
import { isWhole, nextReadMax, toPortions } from './portion.ts'
import { createRecall } from './recall-instants.ts'
import { RecentReadings } from './recent-readings.ts'
import { RepeatCounter } from './repeats.ts'
import { Upkeep } from './upkeep.ts'
import { AlarmClock } from './watch/alarm-clock.ts'
import { CalendarWatch } from './watch/calendar-watch.ts'
import { Historian } from './watch/historian.ts'
import { SiteSilence } from './watch/site-silence.ts'
import { Suppressor } from './watch/suppressor.ts'
import { Watches, type WatchSources } from './watch/watches.ts'

export interface IngestOptions {
  readonly journal: Journal
  readonly registry: Registry
  readonly readings: ReadingsWriter
  /** What is stored, for limits that look back. */
  readonly past: Pick<ReadingsReader, 'latest' | 'range'>
  /** When what is at each place was sampled last. */
  readonly samples: Pick<TraceReads, 'sampledAt'>
  readonly log: Logger
  readonly metrics: Registers
  readonly channelsPerDeviceMax: number
}

/**
 * Rest after everything there was is done, milliseconds: what a reading waits for at most before it is looked at.
 * Under load the rest gathers larger batches; behind (the journal gave all that was asked for) there is none.
 */
const REST_MS = 15

/**
 * Turns the journal into readings until it is closed. It closes nothing but itself. Turn by turn: read entries after
 * the place it is at, run them through the pipeline, move the journal's cursor. (The gateway trims the journal.) After a
 * crash entries behind the cursor come again, and the store and the registry know them: at least once in, once stored.
 */
export function openIngest(options: IngestOptions): Service {
  return new Ingest(options)
}

class Ingest implements Service {
  readonly addresses = {}
  readonly #journal: Journal
  readonly #reader: JournalReader
  readonly #log: Logger
  readonly #context: PipelineContext
  readonly #upkeep: Upkeep
  readonly #silence: SiteSilence
  readonly #alarmClock: AlarmClock
  readonly #historian: Historian
  readonly #stop = new AbortController()
  readonly #persistence: Persistence
  readonly #running: Promise<void>
  #readMax = nextReadMax([])
  /** Arrival of the oldest entry at work, or of the last ones while more are waiting. */
  #oldestAt: Instant | null = null
  #batchSince: Instant | null = null

  constructor(options: IngestOptions) {
    const { journal, registry, readings, past, samples, log, metrics, channelsPerDeviceMax } =
      options
    const { channels, presence, rejections, excursions } = registry
    const suppressor = new Suppressor(registry)
    const watches = new Watches({ registry: withAlarms(registry, suppressor), readings: past })
    this.#journal = journal
    this.#log = log
    this.#context = {
      channels: new ChannelCache({ channels, perDeviceMax: channelsPerDeviceMax }),
      instants: new GatewayInstants(),
      recent: new RecentReadings(),
      repeats: new RepeatCounter(),
      metrics: createMetrics(metrics),
      readings,
      presence,
      rejections,
      watches,
      alarms: suppressor.alarms,
      excursions,
    }
    this.#silence = new SiteSilence(registry, watches)
    this.#alarmClock = new AlarmClock({
      suppressor,
      silence: this.#silence,
      calendar: new CalendarWatch({ registry, samples }, watches),
      watches,
    })
    this.#historian = new Historian({ excursions, readings: past, log, atOdds: watches.atOdds })
    this.#reader = new JournalReader(journal, log, this.#context.metrics)
    this.#persistence = new Persistence(log, this.#stop.signal)
    watchJournal(metrics, journal, () => this.#persistence.trouble !== undefined)
    this.#upkeep = new Upkeep(readings, log)
    this.#running = this.#run()
  }

  async health(): Promise<Health> {
    const journalDepth = await readDepth(this.#journal)
    const { trouble } = this.#persistence
    const [oldestAt, batchSince] = [this.#oldestAt, this.#batchSince]
    const { damagedCount } = this.#reader
    const upkeep = this.#upkeep.trouble
    const state = { journalDepth, oldestAt, batchSince, trouble, upkeep, damagedCount }
    return toHealth(state, Date.now())
  }

  /** Finishes the batch at work, unless it is in trouble: then its entries are read again next time. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#running
    await this.#historian[Symbol.asyncDispose]()
    await this.#upkeep[Symbol.asyncDispose]()
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    try {
      await this.#persistence.untilDone(() => this.#adoptChannels())
      let place = await this.#persistence.untilDone(() => this.#findPlace())
      await this.#persistence.untilDone(createRecall(this.#journal, place, this.#context))
      while (!signal.aborted) place = await this.#turn(place)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  /** The registry may have been restored from an older backup than the readings. */
  async #adoptChannels(): Promise<void> {
    const { channels, readings } = this.#context
    await channels.adopt(await readings.channels())
  }

  async #findPlace(): Promise<number> {
    const { cursors } = await this.#journal.status()
    return cursors.get(CONSUMER) ?? 0
  }

  async #turn(place: number): Promise<number> {
    const readMax = this.#readMax
    const readAt = Date.now()
    const read = () => this.#reader.read(place, readMax)
    const { entries, through: next } = await this.#persistence.untilDone(read)
    for (const portion of toPortions(entries)) await this.#finish(portion)
    const advance = () => this.#journal.advance(CONSUMER, next)
    if (next > place) await this.#persistence.untilDone(advance)
    const caughtUp = !isWhole(entries, readMax)
    const heardAt = entries.at(-1)?.receivedAt
    if (heardAt !== undefined) this.#silence.hear(heardAt)
    // What the journal still holds came before now, and may say otherwise.
    const toldUntil = caughtUp ? readAt : (heardAt ?? readAt)
    await this.#persistence.untilDone(() => this.#alarmClock.tick(toldUntil))
    if (caughtUp) await this.#historian.tick(Date.now())
    this.#oldestAt = caughtUp ? null : this.#oldestAt
    this.#readMax = nextReadMax(entries)
    await this.#rest(caughtUp)
    return next
  }

  /** Behind, it only lets signals and status requests come in between: an engine may do all its work in one go. */
  async #rest(caughtUp: boolean): Promise<void> {
    if (caughtUp) await sleep(REST_MS, undefined, { signal: this.#stop.signal })
    else await yieldToOthers()
  }

  async #finish(entries: readonly SequencedEntry[]): Promise<void> {
    this.#oldestAt = entries[0]?.receivedAt ?? null
    this.#batchSince = Date.now()
    const batch = createBatch(entries)
    await this.#persistence.untilDone(createRun(batch, this.#context))
    countBatch(batch, this.#context.metrics)
    for (const err of batch.mistakes.slice(0, 1)) {
      this.#log.error({ err, count: batch.mistakes.length }, 'a message met a mistake of ours')
    }
    this.#batchSince = null
  }
}

function withAlarms(registry: Registry, { alarms }: Suppressor): WatchSources['registry'] {
  const { limits, installations, places, channels } = registry
  return { limits, installations, places, channels, alarms }
}
