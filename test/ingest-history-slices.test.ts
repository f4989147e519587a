import { setTimeout as delay } from 'node:timers/promises'

import { pino } from 'pino'
import { expect, test } from 'vitest'

import { replayAll } from '#domain/alarm/replay.ts'
import { encodeQuality } from '#domain/quality.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { Historian } from '#ingest/watch/historian.ts'

import type { Platform } from './ingest-platform.ts'
import { approve, openWatched } from './ingest-watched.ts'
import { VAT_HOT } from './vat-hot.ts'

const QUALITY = encodeQuality({
  status: 'good',
  timeQuality: 'device-utc',
  late: false,
  derived: false,
})
const DAYS = 300

/** Two readings an hour; hot for some hours every third day, and once for two months. */
function temperatureAt(hour: number): number {
  const day = Math.floor(hour / 24)
  if (day >= 100 && day < 160) return 47
  return day % 3 === 0 && hour % 24 < 5 ? 51 : 40
}

/** Nothing was watched while these readings came. */
async function openPast() {
  const platform = await openWatched({ limits: [] })
  await platform.stop()
  const channel = await platform.registry.channels.ensure('vat-1', 'temperature/top', 'temperature')
  const start = Date.now() - DAYS * DAY
  const readings = Array.from({ length: DAYS * 48 }, (_, index) => ({
    at: start + index * 30 * MINUTE,
    value: temperatureAt(index / 2),
  }))
  await platform.writer.write(
    readings.map(({ at, value }) => ({ channel, measuredAt: at, value, quality: QUALITY })),
  )
  return { platform, readings }
}

/** Tells what is marked, piece by piece; resolves with how much was read for each. */
async function tellAll({ registry, reader }: Platform) {
  const pieces: number[] = []
  let count = 0
  const range: typeof reader.range = async (asked) => {
    const page = await reader.range(asked)
    count += page.length
    return page
  }
  const { excursions } = registry
  const log = pino({ level: 'silent' })
  const historian = new Historian({ excursions, readings: { range }, log, atOdds: new Set() })
  const marks = () => excursions.listDue(Date.now(), 10)
  for (let turn = 0; (await marks()).length > 0; turn++) {
    const [before] = await marks()
    count = 0
    await historian.tick(Date.now() + turn * HOUR)
    while (JSON.stringify((await marks())[0]) === JSON.stringify(before)) await delay(5)
    pieces.push(count)
  }
  await historian[Symbol.asyncDispose]()
  return pieces
}

test('the past of a limit that is new is told slice by slice, as if it were told at once', async () => {
  const { platform, readings } = await openPast()
  await approve(platform, VAT_HOT)
  const pieces = await tellAll(platform)
  expect(pieces.length).toBeGreaterThan(5)
  const expected = replayAll(VAT_HOT, readings, Date.now())
  const told = await platform.registry.excursions.list({ limit: 1_000 })
  expect(told.length).toBeGreaterThan(50)
  expect(told.map(({ from, until, level }) => [from, until, level])).toEqual(
    expected.map(({ from, until, level }) => [from, until, level]),
  )
  // What lasts for two months is read as a whole, and once again from its beginning.
  expect(pieces.reduce((sum, one) => sum + one, 0)).toBeLessThan(2 * readings.length)
})

test('what stands since long ago is read at once, and no slice begins it anew', async () => {
  const { platform, readings } = await openPast()
  await approve(platform, { ...VAT_HOT, levels: [{ bound: 39, priority: 'low', onDelay: 0 }] })
  const pieces = await tellAll(platform)
  // To find where readings begin; all; and all again, for the watch does not know of it yet.
  expect(pieces).toHaveLength(3)
  expect(pieces.reduce((sum, one) => sum + one, 0)).toBeLessThan(2.1 * readings.length)
  expect(await platform.registry.excursions.list({ limit: 10 })).toMatchObject([{ until: null }])
})
