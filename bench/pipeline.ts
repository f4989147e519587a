/*
 * What the ingest costs by itself, in one process: a journal filled beforehand, 100 devices, 3 values a message, drained
 * into the embedded engine. First step by step, then as it runs. `node bench/pipeline.ts [messages]`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { pino } from 'pino'
import { Registry as Registers } from 'prom-client'

import { formatReadingsTopic } from '#domain/topic.ts'
import { createBatch } from '#ingest/batch.ts'
import { ChannelCache } from '#ingest/channel-cache.ts'
import { openIngest } from '#ingest/ingest.ts'
import { createMetrics } from '#ingest/metrics.ts'
import { STEPS, type PipelineContext } from '#ingest/pipeline.ts'
import { ENTRIES_MAX } from '#ingest/portion.ts'
import { RecentReadings } from '#ingest/recent-readings.ts'
import type { Entry, Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import type { ReadingsWriter } from '#store/readings/contract.ts'
import { openReadingsWriter } from '#store/readings/engine.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

const MESSAGE_COUNT = 300_000
const DEVICE_COUNT = 100
const VALUES_PER_MESSAGE = 3
/** As the gateway commits under load. */
const COMMIT_COUNT = 250

interface Stores {
  readonly journal: Journal
  readonly registry: Registry
  readonly readings: ReadingsWriter
}

/** Prints readings per second and processor seconds per million readings. */
export async function benchPipeline(messageCount = MESSAGE_COUNT): Promise<void> {
  await withStores(messageCount, measureSteps)
  await withStores(messageCount, measureIngest)
}

async function withStores(count: number, measure: (stores: Stores) => Promise<void>) {
  await using resources = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'nguon-bench-'))
  resources.defer(() => rm(folder, { recursive: true }))
  const journal = resources.use(await openSqliteJournal({ path: join(folder, 'journal.db') }))
  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  const path = join(folder, 'readings.db')
  const retention = { raw: null, hourly: null }
  const readings = resources.use(await openReadingsWriter({ path, retention, log: silent() }))
  await fill({ journal, registry, readings }, count)
  await measure({ journal, registry, readings })
}

async function fill({ journal, registry }: Stores, count: number): Promise<void> {
  for (let number = 0; number < DEVICE_COUNT; number++) {
    const id = `vat-${number}`
    await registry.devices.enrol({ id, name: id, model: null, enrolledAt: 0 })
    for (const name of ['temperature', 'brine-density', 'level']) {
      await registry.channels.ensure(id, name, name)
    }
  }
  const startAt = Date.now() - count
  for (let first = 0; first < count; first += COMMIT_COUNT) {
    const size = Math.min(COMMIT_COUNT, count - first)
    await journal.append(Array.from({ length: size }, (_, i) => createEntry(startAt, first + i)))
  }
}

/** Each device in turn; values that drift as measured ones do. */
function createEntry(startAt: number, index: number): Entry {
  const device = `vat-${index % DEVICE_COUNT}`
  const temperature = (31 + Math.sin(index / 5_000)).toFixed(2)
  const level = 1_200 + (index % 7)
  const text = `{"time":${startAt + index},"temperature":${temperature},"brine-density":1.204,"level":${level}}`
  return {
    kind: 'message',
    receivedAt: startAt + index,
    device,
    topic: formatReadingsTopic(device),
    payload: Buffer.from(text),
    retained: false,
  }
}

async function measureSteps({ journal, registry, readings }: Stores): Promise<void> {
  const context = createContext(registry, readings)
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

function createContext(registry: Registry, readings: ReadingsWriter): PipelineContext {
  const { channels, presence, rejections } = registry
  return {
    channels: new ChannelCache({ channels, perDeviceMax: 100 }),
    recent: new RecentReadings(),
    metrics: createMetrics(new Registers()),
    readings,
    presence,
    rejections,
  }
}

async function measureIngest({ journal, registry, readings }: Stores): Promise<void> {
  const { lastSequence } = await journal.status()
  const cpu = process.cpuUsage()
  const began = performance.now()
  await using _ingest = openIngest({
    journal,
    registry,
    readings,
    log: silent(),
    metrics: new Registers(),
    channelsPerDeviceMax: 100,
  })
  while ((await journal.status()).cursors.get('ingest') !== lastSequence) await delay(5)
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const millions = (lastSequence * VALUES_PER_MESSAGE) / 1e6
  console.log(
    `ingest: ${Math.round((millions * 1e6) / seconds)} readings/s, ` +
      `${((user + system) / 1e6 / millions).toFixed(2)} s of processor per million readings`,
  )
}

function add(costs: Map<string, number>, name: string, ms: number): void {
  costs.set(name, (costs.get(name) ?? 0) + ms)
}

function silent() {
  return pino({ level: 'silent' })
}

if (import.meta.main) await benchPipeline(Number(process.argv[2] ?? MESSAGE_COUNT))
