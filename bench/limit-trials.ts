/*
 * What it takes to try a limit: the year of the 30 simulated vats, three temperatures each every ten minutes, in each store.
 * The event loop of the API does the replay, so what holds it up longest is told, too.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'

import type { WatchedChannel } from '#api/trial-channels.ts'
import { runTrial } from '#api/trial.ts'
import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { createFleet, type SimulatedDevice } from '#simulators/fleet.ts'

import { startInfluxd } from '../test/influxd.ts'
import { type EngineAddress, openReader, openWriter } from './readings-engines.ts'
import { openFolder } from './services.ts'

/** Midnight in Vietnam. */
const UNTIL = Date.UTC(2026, 9, 31, 17)
const SPANS = [30 * DAY, 365 * DAY]
const GOOD = 192
const DAYS_PER_BATCH = 5
const NAMES = ['temperature/top', 'temperature/middle', 'temperature/bottom'] as const

export async function benchLimitTrials(): Promise<void> {
  await benchIn('SQLite', async (folder) => join(folder, 'readings.db'))
  if (!existsSync('/usr/bin/influxd')) return console.log('influxd is not installed: no comparison')
  await benchIn('InfluxDB', async (folder, resources) => {
    // The server keeps its files in the temporary folder of the process.
    process.env['TMPDIR'] = folder
    return resources.use(await startInfluxd()).url
  })
}

type Place = (folder: string, resources: AsyncDisposableStack) => Promise<string>

async function benchIn(engine: EngineAddress['engine'], place: Place): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const address = { engine, at: await place(folder, resources) }
  const vats = createFleet(1).filter(({ id }) => id.startsWith('pk-vat'))
  const channels = vats.flatMap((vat, index) => toChannels(vat, index))
  const count = await fill(address, vats, channels)
  console.log(`${engine}: ${count} readings of ${channels.length} channels`)
  for (const [name, limit] of Object.entries(limitsOf())) {
    for (const span of SPANS) await time(address, channels, { name, limit, span })
  }
}

function toChannels({ id: device }: SimulatedDevice, index: number): Channel[] {
  return NAMES.map((name, each) => ({
    id: 1 + index * NAMES.length + each,
    device,
    name,
    quantity: 'temperature',
  }))
}

async function fill(
  address: EngineAddress,
  vats: readonly SimulatedDevice[],
  channels: readonly Channel[],
): Promise<number> {
  await using writer = await openWriter(address)
  let count = 0
  for (let at = UNTIL - 365 * DAY; at < UNTIL; at += DAYS_PER_BATCH * DAY) {
    for (const { id, source } of vats) {
      const own = channels.filter(({ device }) => device === id)
      const readings = [...source(at, Math.min(UNTIL, at + DAYS_PER_BATCH * DAY))].flatMap(
        ({ time: measuredAt, values }) =>
          own.map((channel): Reading => ({
            channel,
            measuredAt,
            value: Number(values[channel.name]),
            quality: GOOD,
          })),
      )
      count += readings.length
      await writer.write(readings)
    }
    while (await writer.maintain(at)) continue
  }
  while (await writer.maintain(UNTIL + 2 * HOUR)) continue
  return count
}

interface Trial {
  readonly name: string
  readonly limit: AlarmLimit
  readonly span: number
}

async function time(
  address: EngineAddress,
  channels: readonly Channel[],
  { name, limit, span }: Trial,
): Promise<void> {
  await using reader = await openReader(address)
  const from = UNTIL - span
  const watched = channels.map((channel): WatchedChannel => ({
    channel,
    place: channel.device,
    kind: 'vat',
    from,
    until: UNTIL,
    standingFrom: 0,
  }))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const began = performance.now()
  const { signal } = new AbortController()
  const done = await runTrial(reader, { limit, inForce: limit, channels: watched, signal })
  const seconds = (performance.now() - began) / 1_000
  delay.disable()
  const alarmCount = done.reduce((sum, { tried }) => sum + (tried?.alarmCount ?? 0), 0)
  const held = (delay.max / 1e6).toFixed(0)
  console.log(
    `  ${name}, ${span / DAY} days, beside the one in force: ${seconds.toFixed(2)} s, held up ${held} ms at most, ${alarmCount} alarms`,
  )
}

function limitsOf(): Record<string, AlarmLimit> {
  const hot = STARTING_ALARMS.find(({ id }) => id === 'vat-temperature-high')
  if (hot === undefined) throw new Error('the starting set has no vat-temperature-high')
  const window = { over: DAY, holdMax: 30 * MINUTE }
  const low = { ...hot, channels: NAMES }
  return {
    'value, as shipped': low,
    'value, outside often': { ...low, levels: [{ bound: 38, priority: 'low', onDelay: 0 }] },
    'average of a day': { ...low, measure: { kind: 'average', ...window } },
    'swing of a day (all is read)': {
      ...low,
      measure: { kind: 'swing', ...window },
      levels: [{ bound: 4, priority: 'low', onDelay: 0 }],
    },
  }
}

if (import.meta.main) await benchLimitTrials()
