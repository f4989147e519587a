/*
 * From a device to `latest`: gateway and ingest as two processes, the load as a third, on one machine. First how much is
 * acknowledged and stored while all devices send as fast as they are acknowledged; then whether 40,000 messages/s are held; then how long a reading takes at 5,000
 * messages/s. `NGUON_BENCH_SECONDS` (default 20) is the length of each.
 */
import { existsSync } from 'node:fs'

import { INFLUXD, startInfluxd } from '../test/influxd.ts'
import { DepthWatch } from './depth-watch.ts'
import { benchLatency } from './latency.ts'
import { runLoad, type LoadResult } from './load.ts'
import { runPacedLoad } from './paced-load.ts'
import { CHANNEL_NAMES } from './packets.ts'
import {
  enrolDevices,
  mqttPortOf,
  openFolder,
  readCpuSeconds,
  readMetric,
  type RunningService,
  sizeOf,
  startService,
} from './services.ts'

const SECONDS_DEFAULT = 20
const CONNECTION_COUNT = 100
const WINDOW = 10
/** What a platform on two processors should hold. */
const STEADY_RATE = 40_000

type Engine = 'SQLite' | 'InfluxDB'

/** Prints a row per engine, then the latency of the embedded one. */
export async function benchEndToEnd(): Promise<void> {
  const seconds = Number(process.env['NGUON_BENCH_SECONDS'] ?? SECONDS_DEFAULT)
  const load = `${CONNECTION_COUNT} connections × window ${WINDOW}, QoS 1, 3 values a message`
  console.log(`${load}, ${seconds} s; depth: journal entries that are not stored yet`)
  const rows = [await sustain('SQLite', seconds)]
  const hasInfluxd = existsSync(INFLUXD)
  if (hasInfluxd) rows.push(await sustain('InfluxDB', seconds))
  else console.log('influxd is not installed: no comparison')
  console.table(rows)
  console.log(`the same at ${STEADY_RATE} messages/s, whatever is acknowledged`)
  console.table([
    await hold('SQLite', seconds),
    ...(hasInfluxd ? [await hold('InfluxDB', seconds)] : []),
  ])
  await benchLatency(seconds)
}

async function sustain(engine: Engine, seconds: number) {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const devices = await enrolDevices(folder, CONNECTION_COUNT)
  const { gateway, ingest, sizeOfReadings } = await startPlatform(engine, folder, resources)
  const depth = resources.use(await DepthWatch.open(folder))
  const shares = await watchCpu([gateway, ingest])
  const port = mqttPortOf(gateway)
  const load = await runLoad({ port, devices, window: WINDOW, seconds, firstAt: Date.now() })
  const cpu = [...(await shares()), load.cpuShare].map((share) => share.toFixed(2))
  const { firstHalfMax, secondHalfMax, seconds: drainSeconds } = await depth.drain()
  const readingCount = await countStored(ingest, load)
  const bytes = await sizeOfReadings()
  return {
    engine,
    'k msg/s': (load.messagesPerSecond / 1e3).toFixed(1),
    'k readings/s': ((load.messagesPerSecond * CHANNEL_NAMES.length) / 1e3).toFixed(1),
    'depth, 1st half · 2nd half': `${firstHalfMax} · ${secondHalfMax}`,
    'drained in s': drainSeconds.toFixed(2),
    'bytes per reading': (bytes / readingCount).toFixed(1),
    'CPU gateway · ingest · load': cpu.join(' · '),
  }
}

/** A load that does not grow with what is taken: does the backlog? */
async function hold(engine: Engine, seconds: number) {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const devices = await enrolDevices(folder, CONNECTION_COUNT)
  const { gateway, ingest } = await startPlatform(engine, folder, resources)
  const depth = resources.use(await DepthWatch.open(folder))
  const shares = await watchCpu([gateway, ingest])
  const port = mqttPortOf(gateway)
  const load = { port, devices, messagesPerSecond: STEADY_RATE, seconds }
  const { sentAt } = await runPacedLoad(load)
  const cpu = (await shares()).map((share) => share.toFixed(2))
  const { firstHalfMax, secondHalfMax, seconds: drainSeconds } = await depth.drain()
  const sentCount = sentAt.reduce((sum, { length }) => sum + length, 0)
  await countStored(ingest, { acknowledgedCount: sentCount, inFlightCount: 0 })
  return {
    engine,
    'sent, k': (sentCount / 1e3).toFixed(0),
    'depth, 1st half · 2nd half': `${firstHalfMax} · ${secondHalfMax}`,
    'drained in s': drainSeconds.toFixed(2),
    'CPU gateway · ingest': cpu.join(' · '),
  }
}

async function startPlatform(engine: Engine, folder: string, resources: AsyncDisposableStack) {
  const at = await openFolder(resources)
  const env = engine === 'InfluxDB' ? await startInflux(at, resources) : {}
  const gateway = await startService({ name: 'gateway', folder, resources })
  const ingest = await startService({ name: 'ingest', folder, env, resources })
  const sizeOfReadings = () => (engine === 'InfluxDB' ? sizeOf(at) : sizeOf(folder, 'readings.db'))
  return { gateway, ingest, sizeOfReadings }
}

async function startInflux(folder: string, resources: AsyncDisposableStack) {
  // The server keeps its files in the temporary folder of the process: give it one that can be measured.
  process.env['TMPDIR'] = folder
  const influxd = resources.use(await startInfluxd())
  delete process.env['TMPDIR']
  return { NGUON_INFLUX_URL: influxd.url }
}

/** The processor time that each process takes per second, from now until it is asked for. */
async function watchCpu(processes: readonly RunningService[]): Promise<() => Promise<number[]>> {
  const read = () => Promise.all(processes.map(({ pid }) => readCpuSeconds(pid)))
  const [startedAt, before] = [performance.now(), await read()]
  return async () => {
    const seconds = (performance.now() - startedAt) / 1_000
    return (await read()).map((after, i) => (after - (before[i] ?? 0)) / seconds)
  }
}

/** Everything that was acknowledged is stored, as a reading of each value; else the figures would mean nothing. */
async function countStored(
  ingest: RunningService,
  load: Pick<LoadResult, 'acknowledgedCount' | 'inFlightCount'>,
): Promise<number> {
  const stored = await readMetric(ingest, 'nguon_ingest_readings_total')
  const expected = (load.acknowledgedCount + load.inFlightCount) * CHANNEL_NAMES.length
  if (stored !== expected) throw new Error(`${stored} readings are stored, ${expected} were sent`)
  return stored
}

if (import.meta.main) await benchEndToEnd()
