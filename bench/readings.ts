import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

import { DAY, HOUR } from '#domain/time.ts'
import type { ReadingsWriter } from '#store/readings/contract.ts'

import { startInfluxd } from '../test/influxd.ts'
import { batchesOf, createHistory, lastMinutesOf } from './readings-data.ts'
import { type EngineAddress, openWriter } from './readings-engines.ts'
import { type Timing, timeQuestions } from './readings-questions.ts'
import { openFolder, sizeOf } from './services.ts'

/**
 * `NGUON_BENCH_READINGS=1e8` is the year of 200 channels. `NGUON_BENCH_INFLUX_READINGS` gives InfluxDB fewer (a shorter span), or
 * with 0 leaves it out: it takes many times as long to fill.
 */
const READINGS_DEFAULT = 5_000_000

/** A million readings. */
const BATCHES_PER_MAINTENANCE = 200

interface Result {
  readonly readingCount: number
  readonly engine: string
  readonly readingsPerSecond: number
  readonly bytesPerReading: number
  readonly timings: readonly Timing[]
}

/** A year of readings in each engine, written through the same code that ingest uses; then what the api asks. */
export async function benchReadings(): Promise<void> {
  const readingCount = Number(process.env['NGUON_BENCH_READINGS'] ?? READINGS_DEFAULT)
  print(await benchSqlite(readingCount))
  const influxCount = Number(process.env['NGUON_BENCH_INFLUX_READINGS'] ?? readingCount)
  if (influxCount === 0) return
  if (existsSync('/usr/bin/influxd')) print(await benchInflux(influxCount))
  else console.log('influxd is not installed: no comparison')
}

async function benchSqlite(readingCount: number): Promise<Result> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const at = join(folder, 'readings.db')
  return await bench({ engine: 'SQLite', at }, folder, readingCount)
}

async function benchInflux(readingCount: number): Promise<Result> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  // The server keeps its files in the temporary folder of the process: give it one that can be measured.
  process.env['TMPDIR'] = folder
  const influxd = resources.use(await startInfluxd())
  return await bench({ engine: 'InfluxDB', at: influxd.url }, folder, readingCount)
}

async function bench(
  address: EngineAddress,
  folder: string,
  readingCount: number,
): Promise<Result> {
  const startedAt = performance.now()
  await fill(address, readingCount)
  const seconds = (performance.now() - startedAt) / 1_000
  return {
    engine: address.engine,
    readingCount,
    readingsPerSecond: readingCount / seconds,
    bytesPerReading: (await sizeOf(folder)) / readingCount,
    timings: await timeQuestions(address, readingCount),
  }
}

/** Maintenance takes its turns, as in ingest, until all is sealed; the last minutes stay unsealed. */
async function fill(address: EngineAddress, readingCount: number): Promise<void> {
  await using writer = await openWriter(address)
  const history = createHistory(readingCount)
  let batchCount = 0
  for (const batch of batchesOf(history)) {
    await writer.write(batch)
    batchCount += 1
    if (batchCount % BATCHES_PER_MAINTENANCE === 0) await settle(writer, history.from)
  }
  await settle(writer, history.until + 2 * HOUR)
  await writer.write(lastMinutesOf(history))
}

async function settle(writer: ReadingsWriter, now: number): Promise<void> {
  while (await writer.maintain(now)) await setImmediate()
}

function print({
  engine,
  readingCount,
  readingsPerSecond,
  bytesPerReading,
  timings,
}: Result): void {
  const speed = Math.round(readingsPerSecond / 1_000)
  const { from, until } = createHistory(readingCount)
  const days = Math.round((until - from) / DAY)
  console.log(`${engine}, ${readingCount} readings, 200 channels each minute for ${days} days:`)
  console.log(`  ${speed} k readings/s in, ${bytesPerReading.toFixed(2)} bytes a reading`)
  for (const { question, coldMs, warmMs } of timings) {
    console.log(`  ${question}: ${warmMs.toFixed(2)} ms (first ${coldMs.toFixed(1)} ms)`)
  }
}

if (import.meta.main) await benchReadings()
