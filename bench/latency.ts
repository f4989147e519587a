/*
 * From publish to visible, of every message: `measuredAt` is the sender's clock, in whole milliseconds rounded down, just
 * before the message goes to its socket; it is visible when another process, which asks for `latest` of all devices every
 * few milliseconds, first sees a reading of its device that is no older. So a figure is up to a millisecond and a poll
 * too long, never too short. `node bench/latency.ts [seconds]`
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { Channel } from '#domain/channel.ts'
import { SECOND } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { type PacedLoadResult, runPacedLoad } from './paced-load.ts'
import type { BenchDevice } from './packets.ts'
import { enrolDevices, mqttPortOf, openFolder, startService } from './services.ts'

const MESSAGES_PER_SECOND = 5_000
const CONNECTION_COUNT = 100
const WARM_UP = 5 * SECOND
const POLL_MS = 2
const CHANNEL_NAME = 'temperature'
/** Twice what the paced load waits at its end: by then the last message is visible, or lost. */
const PATIENCE = 2 * SECOND

/** Prints median, p99 and maximum in the first seconds and after them. */
export async function benchLatency(seconds: number): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const devices = await enrolDevices(folder, CONNECTION_COUNT)
  const gateway = await startService({ name: 'gateway', folder, resources })
  await startService({ name: 'ingest', folder, resources })
  const watch = new LatestWatch(folder, devices)
  const load = await runPacedLoad({
    port: mqttPortOf(gateway),
    devices,
    messagesPerSecond: MESSAGES_PER_SECOND,
    seconds: seconds + WARM_UP / SECOND,
  })
  await delay(PATIENCE)
  print(load, await watch.stop())
}

/** `latest` said so: from `at` on, everything that the device measured up to `measuredAt` was visible. */
interface Sighting {
  readonly at: number
  readonly measuredAt: number
}

class LatestWatch {
  readonly #sightings: readonly Sighting[][]
  readonly #running: Promise<void>
  #stopped = false

  constructor(folder: string, devices: readonly BenchDevice[]) {
    this.#sightings = devices.map(() => [])
    this.#running = this.#run(folder, devices)
  }

  /** Per device, in order. */
  async stop(): Promise<readonly (readonly Sighting[])[]> {
    this.#stopped = true
    await this.#running
    return this.#sightings
  }

  async #run(folder: string, devices: readonly BenchDevice[]): Promise<void> {
    await using reader = await openSqliteReadingsReader({ path: join(folder, 'readings.db') })
    const channels = await findChannels(folder, devices)
    while (!this.#stopped) {
      await this.#look(reader, channels)
      await delay(POLL_MS)
    }
  }

  async #look(reader: ReadingsReader, channels: readonly Channel[]): Promise<void> {
    const latest = await reader.latest(channels)
    const at = Date.now()
    for (const [index, stored] of latest.entries()) {
      const sightings = this.#sightings[index]
      if (stored === undefined || sightings === undefined) continue
      const { measuredAt } = stored
      if (sightings.at(-1)?.measuredAt !== measuredAt) sightings.push({ at, measuredAt })
    }
  }
}

/** Made before the first message, so that the watch knows what to ask for. */
async function findChannels(folder: string, devices: readonly BenchDevice[]): Promise<Channel[]> {
  await using registry = await openSqliteRegistry({ path: join(folder, 'registry.db') })
  const ensure = ({ id }: BenchDevice) => registry.channels.ensure(id, CHANNEL_NAME, CHANNEL_NAME)
  return await Promise.all(devices.map(ensure))
}

function print(
  { startedAt, sentAt }: PacedLoadResult,
  sightings: readonly (readonly Sighting[])[],
) {
  const waits = sentAt.flatMap((times, device) => toWaits(times, sightings[device] ?? []))
  const isWarmUp = ({ at }: Wait) => at < startedAt + WARM_UP
  console.log(`${MESSAGES_PER_SECOND} messages/s: ms from publish until visible in latest`)
  console.table([
    toRow(`first ${WARM_UP / SECOND} s`, waits.filter(isWarmUp)),
    toRow(
      'after them',
      waits.filter((wait) => !isWarmUp(wait)),
    ),
  ])
}

interface Wait {
  readonly at: number
  readonly ms: number
}

function toWaits(times: readonly number[], sightings: readonly Sighting[]): Wait[] {
  let seen = 0
  return times.map((at) => {
    while ((sightings[seen]?.measuredAt ?? Infinity) < at) seen++
    const sighting = sightings[seen]
    if (sighting === undefined) throw new Error(`a message sent at ${at} never became visible`)
    return { at, ms: sighting.at - at }
  })
}

function toRow(when: string, waits: readonly Wait[]) {
  const sorted = waits.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const quantile = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]
  return {
    when,
    messages: sorted.length,
    median: quantile(0.5),
    p99: quantile(0.99),
    'p99.9': quantile(0.999),
    maximum: quantile(1),
  }
}

if (import.meta.main) await benchLatency(Number(process.argv[2] ?? 20))
