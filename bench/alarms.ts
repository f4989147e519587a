/*
 * What watching costs by itself, in one process: 10,000 channels of 100 devices, each watched by five limits, of which one in a
 * thousand readings changes a level. `node bench/alarms.ts [readings]`
 */
import { join } from 'node:path'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Measure } from '#domain/alarm/measure.ts'
import type { Channel } from '#domain/channel.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'
import { createBatch, type Arrival } from '#ingest/batch.ts'
import { watch } from '#ingest/watch/steps.ts'
import { Watches } from '#ingest/watch/watches.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { enrolDevices, openFolder } from './services.ts'

const READING_COUNT = 5_000_000
const DEVICE_COUNT = 100
const CHANNELS_PER_DEVICE = 100
const BATCH_SIZE = 10_000
const GOOD = 192
const words = { vi: 'vi', en: 'en' }
const window = { over: DAY, holdMax: HOUR }
type Bounded = readonly [measure: Measure, bound: number]
const VALUE = { kind: 'value' } as const
const SETS: Readonly<Record<string, readonly Bounded[]>> = {
  'the value itself': [45, 60, 70, 80, 90].map((bound) => [VALUE, bound]),
  'two values, three windows': [
    [VALUE, 45],
    [VALUE, 60],
    [{ kind: 'average', ...window }, 45],
    [{ kind: 'minutes-beyond', threshold: 45, ...window }, 600],
    [{ kind: 'rate', over: HOUR, holdMax: HOUR }, 1e6],
  ],
}

/** Prints readings/s, and what a reading costs. */
export async function benchAlarms(readingCount = READING_COUNT): Promise<void> {
  for (const [name, set] of Object.entries(SETS)) await benchSet(name, set, readingCount)
}

async function benchSet(name: string, set: readonly Bounded[], readingCount: number) {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  await enrolDevices(folder, DEVICE_COUNT)
  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  const channels = await furnish(registry, set)
  const nothing = { latest: async () => [], range: async () => [] }
  const watches = new Watches({ registry, readings: nothing })
  await watches.prepare(channels, Date.now())
  let [observationCount, ms] = [0, 0]
  for (let first = 0; first < readingCount; first += BATCH_SIZE) {
    const batch = createBatch([])
    batch.arrivals = Array.from({ length: BATCH_SIZE }, (_, i) => toArrival(channels, first + i))
    const began = performance.now()
    watch(batch, { watches, ...registry })
    ms += performance.now() - began
    observationCount += batch.observations.length
  }
  const rate = Math.round(readingCount / (ms / 1_000))
  const each = ((ms * 1e6) / readingCount).toFixed(0)
  console.log(
    `${channels.length} channels × ${set.length} limits (${name}): ${rate} readings/s, ${each} ns each; ${observationCount} changes of level`,
  )
}

/** The devices stand at one vat, and all their channels are watched. */
async function furnish(registry: Registry, set: readonly Bounded[]): Promise<Channel[]> {
  const { sites, places, installations, channels, limits } = registry
  const site = { id: 'site', name: words, timezone: 'UTC', latitude: null, longitude: null }
  await sites.create(site)
  await places.create({ id: 'vat', site: 'site', kind: 'vat', name: words })
  const names = Array.from({ length: CHANNELS_PER_DEVICE }, (_, i) => `temperature/${i}`)
  const wanted = []
  for (let number = 0; number < DEVICE_COUNT; number++) {
    const device = `vat-${number}`
    await installations.install({ device, place: 'vat', from: 0 })
    wanted.push(...names.map((name) => ({ device, name, quantity: 'temperature' })))
  }
  const approved = { approvedBy: 'bench', reason: 'bench', validFrom: 0, recordedAt: 0 }
  for (const [index, [measure, bound]] of set.entries()) {
    const limit = toLimit(`limit-${index}`, names, { measure, bound })
    await limits.add({ limit, ...approved, withdrawn: false })
  }
  const made = await channels.ensureAll(wanted)
  return made.filter((channel) => channel !== undefined)
}

function toLimit(
  id: string,
  channels: readonly string[],
  { measure, bound }: { readonly measure: Measure; readonly bound: number },
): AlarmLimit {
  return {
    id,
    name: words,
    placeKinds: ['vat'],
    channels,
    measure,
    side: 'high',
    levels: [{ bound, priority: 'low', onDelay: 10 * MINUTE }],
    deadband: 1,
    offDelay: 0,
    maxTimeShelved: HOUR,
    cause: words,
    consequence: words,
    response: words,
    timeToRespond: HOUR,
    source: words,
  }
}

/** Each channel in turn, every ten seconds; values that drift, and jump over a bound now and then. */
function toArrival(channels: readonly Channel[], index: number): Arrival {
  const channel = channels[index % channels.length]
  if (channel === undefined) throw new Error('no channel')
  const measuredAt = Date.UTC(2026, 0, 1) + Math.floor(index / channels.length) * 10 * SECOND
  const value = index % 2_003 === 0 ? 46 : 31 + Math.sin(index / 50_000)
  const entry = { ...ENTRY, receivedAt: measuredAt }
  return { entry, reading: { channel, measuredAt, value, quality: GOOD } }
}

const ENTRY = {
  kind: 'message',
  sequence: 1,
  receivedAt: 0,
  device: '',
  topic: '',
  payload: new Uint8Array(),
  retained: false,
} as const
