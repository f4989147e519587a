import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { pino } from 'pino'
import { Registry as Registers } from 'prom-client'
import { vi } from 'vitest'

import type { Channel } from '#domain/channel.ts'
import { openIngest } from '#ingest/ingest.ts'
import type { Service } from '#service/run-service.ts'
import type { Entry, Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import type { ReadingsReader, ReadingsWriter, StoredValue } from '#store/readings/contract.ts'
import {
  openReadingsReader,
  openReadingsWriter,
  type ReadingsEngineOptions,
} from '#store/readings/engine.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { entryOf } from './ingest-fixture.ts'
import { NO_SAMPLES } from './no-samples.ts'

export interface PlatformOptions {
  readonly influx?: ReadingsEngineOptions['influx']
  readonly channelsPerDeviceMax?: number
  /** In place of the real one, over the real one. */
  readonly journal?: (journal: Journal) => Journal
}

interface Stores {
  readonly folder: string
  readonly journal: Journal
  readonly registry: Registry
  readonly writer: ReadingsWriter
  readonly reader: ReadingsReader
}

/** Everything from the journal to the readings, on real files; the device `vat-1` is enrolled, and the ingest runs. */
export class Platform implements AsyncDisposable {
  readonly folder: string
  readonly journal: Journal
  readonly registry: Registry
  readonly writer: ReadingsWriter
  readonly reader: ReadingsReader
  readonly logLines: { msg: string; code?: string; level: number }[] = []
  readonly #options: PlatformOptions
  #registers = new Registers()
  #ingest: Service | undefined

  static async open(options: PlatformOptions = {}): Promise<Platform> {
    const folder = await mkdtemp(join(tmpdir(), 'nguon-ingest-'))
    const engine = {
      path: join(folder, 'readings.db'),
      influx: options.influx,
      retention: { raw: null, hourly: null },
      log: pino({ level: 'silent' }),
    }
    const platform = new Platform(options, {
      folder,
      journal: await openSqliteJournal({ path: join(folder, 'journal.db') }),
      registry: await openSqliteRegistry({ path: join(folder, 'registry.db') }),
      writer: await openReadingsWriter(engine),
      reader: await openReadingsReader(engine),
    })
    await platform.enrol('vat-1')
    platform.start()
    return platform
  }

  private constructor(options: PlatformOptions, stores: Stores) {
    this.#options = options
    this.folder = stores.folder
    this.journal = stores.journal
    this.registry = stores.registry
    this.writer = stores.writer
    this.reader = stores.reader
  }

  async enrol(id: string): Promise<void> {
    await this.registry.devices.enrol({ id, name: id, model: null, enrolledAt: Date.now() })
  }

  start(): void {
    const { channelsPerDeviceMax = 100, journal = (same) => same } = this.#options
    const write = (line: string) => this.logLines.push(JSON.parse(line))
    this.#registers = new Registers()
    this.#ingest = openIngest({
      journal: journal(this.journal),
      registry: this.registry,
      readings: this.writer,
      past: this.reader,
      samples: NO_SAMPLES,
      log: pino({}, { write }),
      metrics: this.#registers,
      channelsPerDeviceMax,
    })
  }

  async stop(): Promise<void> {
    await this.#ingest?.[Symbol.asyncDispose]()
    this.#ingest = undefined
  }

  async health() {
    return await this.#ingest?.health()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    for (const store of [this.reader, this.writer, this.registry, this.journal]) {
      await store[Symbol.asyncDispose]()
    }
    await rm(this.folder, { recursive: true, force: true })
  }

  /** As the gateway would: on disk when it resolves. */
  async publish(payload: unknown, change: Partial<Entry> = {}): Promise<void> {
    const bytes = payload instanceof Uint8Array ? payload : Buffer.from(toText(payload))
    await this.journal.append([entryOf(bytes, { receivedAt: Date.now(), ...change })])
  }

  /** Waits until the ingest is done with everything that was published. */
  async drained(): Promise<void> {
    await vi.waitFor(
      async () => {
        const { lastSequence, cursors } = await this.journal.status()
        const done = cursors.get('ingest') ?? 0
        if (done < lastSequence) throw new Error(`${done} of ${lastSequence} entries are done with`)
      },
      { timeout: 25_000, interval: 5 },
    )
  }

  async channel(name: string, device = 'vat-1'): Promise<Channel> {
    const channels = await this.registry.channels.ofDevice(device)
    const channel = channels?.find((candidate) => candidate.name === name)
    if (channel === undefined) throw new Error(`${device} has no channel ${name}`)
    return channel
  }

  async latest(name: string): Promise<StoredValue | undefined> {
    const [latest] = await this.reader.latest([await this.channel(name)])
    return latest
  }

  async stored(name: string): Promise<StoredValue[]> {
    const channel = await this.channel(name)
    const span = { from: 0, until: Date.now() + 86_400_000 }
    return await this.reader.range({ channel, ...span, limit: 100_000 })
  }

  async valuesOf(name: string): Promise<number[]> {
    return (await this.stored(name)).map(({ value }) => value)
  }

  async rejected(): Promise<[string, string][]> {
    const rejections = await this.registry.rejections.list({ limit: 100 })
    return rejections.map(({ code, channel }) => [code, channel])
  }

  /** The value of one metric without labels, such as `messages_total`. */
  async metric(name: string): Promise<number | undefined> {
    const metric = this.#registers.getSingleMetric(`nguon_ingest_${name}`)
    const { values } = (await metric?.get()) ?? { values: [] }
    return values[0]?.value
  }
}

function toText(payload: unknown): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload)
}
