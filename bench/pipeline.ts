/*
 * What the ingest costs by itself, in one process: a journal filled beforehand, 100 devices, 3 values a message, drained
 * into the embedded engine. First step by step, then as it runs; then a stream of which three more values follow from each message,
 * one of which each message is rejected, and one in which 10,000 devices connect and speak for the first time.
 * `node bench/pipeline.ts [messages]`
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { pino } from 'pino'
import { Registry as Registers } from 'prom-client'

import { formatReadingsTopic } from '#domain/topic.ts'
import { createBatch } from '#ingest/batch.ts'
import { ChannelCache } from '#ingest/channel-cache.ts'
import { GatewayInstants } from '#ingest/gateway-instants.ts'
import { openIngest } from '#ingest/ingest.ts'
import { createMetrics } from '#ingest/metrics.ts'
import { STEPS, type PipelineContext } from '#ingest/pipeline.ts'
import { ENTRIES_MAX } from '#ingest/portion.ts'
import { RecentReadings } from '#ingest/recent-readings.ts'
import { RepeatCounter } from '#ingest/repeats.ts'
import { Watches } from '#ingest/watch/watches.ts'
import type { Entry, Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import type { ReadingsReader, ReadingsWriter } from '#store/readings/contract.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { enrolDevices, openFolder } from './services.ts'

const MESSAGE_COUNT = 300_000
const DEVICE_COUNT = 100
const NEW_DEVICE_COUNT = 10_000
const VALUES_PER_MESSAGE = 3
/** As the gateway commits under load. */
const COMMIT_COUNT = 250

interface Stores {
  readonly journal: Journal
  readonly registry: Registry
  readonly readings: ReadingsWriter
  readonly past: ReadingsReader
}

/** What fills the journal. */
interface Stream {
  readonly name: string
  readonly count: number
  readonly deviceCount: number
  readonly entryOf: (index: number) => Entry
}

/** Prints the cost of each step, then how fast each stream is drained. */
export async function benchPipeline(messageCount = MESSAGE_COUNT): Promise<void> {
  const startAt = Date.now() - messageCount
  const among = { count: messageCount, deviceCount: DEVICE_COUNT }
  const good = { ...among, name: 'good', entryOf: (i: number) => createGood(startAt, i) }
  const climate = {
    ...among,
    name: 'good, and as many derived',
    entryOf: (i: number) => createClimate(startAt, i),
  }
  const bad = { ...among, name: 'all rejected', entryOf: (i: number) => createBad(startAt, i) }
  const fresh = {
    name: `${NEW_DEVICE_COUNT} new devices`,
    count: 2 * NEW_DEVICE_COUNT,
    deviceCount: NEW_DEVICE_COUNT,
    entryOf: (i: number) => createFirst(startAt, i),
  }
  await withStores(good, measureSteps)
  for (const stream of [good, climate, bad, fresh]) await withStores(stream, measureIngest)
}

type Measure = (stores: Stores, stream: Stream) => Promise<void>

async function withStores(stream: Stream, measure: Measure) {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  await enrolDevices(folder, stream.deviceCount)
  const journal = resources.use(await openSqliteJournal({ path: join(folder, 'journal.db') }))
  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  const path = join(folder, 'readings.db')
  const retention = { raw: null, hourly: null }
  const engine = { path, retention, log: silent() }
  const readings = resources.use(await openReadingsWriter(engine))
  const past = resources.use(await openReadingsReader(engine))
  await fill(journal, stream)
  await measure({ journal, registry, readings, past }, stream)
}

async function fill(journal: Journal, { count, entryOf }: Stream): Promise<void> {
  for (let first = 0; first < count; first += COMMIT_COUNT) {
    const size = Math.min(COMMIT_COUNT, count - first)
    await journal.append(Array.from({ length: size }, (_, i) => entryOf(first + i)))
  }
}

/** Each device in turn; values that drift as measured ones do. */
function createGood(startAt: number, index: number): Entry {
  const temperature = (31 + Math.sin(index / 5_000)).toFixed(2)
  const level = 1_200 + (index % 7)
  const text = `{"time":${startAt + index},"temperature":${temperature},"brine-density":1.204,"level":${level}}`
  return toEntry(startAt + index, index % DEVICE_COUNT, text)
}

/** Dew point, its spread and vapour pressure deficit follow. */
function createClimate(startAt: number, index: number): Entry {
  const at = startAt + index
  const temperature = (31 + Math.sin(index / 5_000)).toFixed(2)
  const text = `{"time":${at},"temperature":${temperature},"relative-humidity":${60 + (index % 30)},"level":1200}`
  return toEntry(at, index % DEVICE_COUNT, text)
}

/** One wrong value in each, and no two alike. */
function createBad(startAt: number, index: number): Entry {
  const at = startAt + index
  return toEntry(at, index % DEVICE_COUNT, `{"time":${at},"temperature":9999}`)
}

/** All come online, then each says something. */
function createFirst(startAt: number, index: number): Entry {
  const number = index % NEW_DEVICE_COUNT
  if (index >= NEW_DEVICE_COUNT) return { ...createGood(startAt, index), ...nameOf(number) }
  const online = toEntry(startAt + index, number, 'online')
  return { ...online, kind: 'presence', topic: '' }
}

function toEntry(receivedAt: number, number: number, text: string): Entry {
  const payload = Buffer.from(text)
  return { kind: 'message', receivedAt, ...nameOf(number), payload, retained: false }
}

function nameOf(number: number) {
  const device = `vat-${number}`
  return { device, topic: formatReadingsTopic(device) }
}

async function measureSteps(stores: Stores): Promise<void> {
  const { journal } = stores
  const context = createContext(stores)
  const costs = new Map<string, number>([['read', 0]])
  let place = 0
  for (;;) {
    const began = performance.now()
    const entries = await journal.read(place, ENTRIES_MAX)
    add(costs, 'read', performance.now() - began)
    if (entries.length === 0) break
    place += entries.length
    const batch = createBatch(entries)
    for (const step of STEPS) {
      const stepBegan = performance.now()
      await step(batch, context)
      add(costs, step.name, performance.now() - stepBegan)
    }
  }
  console.log('step             ns per reading')
  for (const [name, ms] of costs) {
    const each = (ms * 1e6) / (place * VALUES_PER_MESSAGE)
    console.log(`${name.padEnd(16)} ${each.toFixed(0).padStart(14)}`)
  }
}

function createContext({ registry, readings, past }: Stores): PipelineContext {
  const { channels, presence, rejections, alarms, excursions } = registry
  return {
    channels: new ChannelCache({ channels, perDeviceMax: 100 }),
    instants: new GatewayInstants(),
    recent: new RecentReadings(),
    repeats: new RepeatCounter(),
    metrics: createMetrics(new Registers()),
    readings,
    presence,
    rejections,
    watches: new Watches({ registry, readings: past }),
    alarms,
    excursions,
  }
}

async function measureIngest(stores: Stores, { name }: Stream) {
  const { journal } = stores
  const { lastSequence } = await journal.status()
  const cpu = process.cpuUsage()
  const began = performance.now()
  await using _ingest = openIngest({
    ...stores,
    samples: { sampledAt: () => Promise.resolve(new Map<string, number>()) },
    log: silent(),
    metrics: new Registers(),
    channelsPerDeviceMax: 100,
  })
  while ((await journal.status()).cursors.get('ingest') !== lastSequence) await delay(5)
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const rate = Math.round(lastSequence / seconds)
  const micros = (user + system) / lastSequence
  console.log(`${name}: ${rate} messages/s, ${micros.toFixed(1)} µs of processor time each`)
}

function add(costs: Map<string, number>, name: string, ms: number): void {
  costs.set(name, (costs.get(name) ?? 0) + ms)
}

function silent() {
  return pino({ level: 'silent' })
}

if (import.meta.main) await benchPipeline(Number(process.argv[2] ?? MESSAGE_COUNT))
