import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { backoffDelay } from '#ingest/backoff.ts'
import { ChannelCache } from '#ingest/channel-cache.ts'
import { toHealth } from '#ingest/health.ts'
import { ENTRIES_MAX, nextReadMax, toPortions } from '#ingest/portion.ts'
import { RecentReadings } from '#ingest/recent-readings.ts'

import { channelOf, readingOf } from './contracts/readings/fixture.ts'
import { entryOf } from './ingest-fixture.ts'
import { Platform } from './ingest-platform.ts'

function entriesOf(...bytes: number[]) {
  return bytes.map((length, index) => entryOf(new Uint8Array(length), { sequence: index + 1 }))
}

describe('portions', () => {
  test('hold all entries in order, and more bytes than allowed only where one entry does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60)), fc.integer({ min: 1, max: 50 }), (sizes, bytesMax) => {
        const entries = entriesOf(...sizes)
        const portions = [...toPortions(entries, bytesMax)]
        expect(portions.flat()).toEqual(entries)
        for (const portion of portions) {
          const bytes = portion.reduce((sum, { payload }) => sum + payload.length, 0)
          expect(portion.length === 1 || bytes <= bytesMax).toBe(true)
        }
      }),
    )
  })

  test('the next read is twice the last one, within bounds, and small where entries are large', () => {
    expect(nextReadMax([])).toBe(64)
    expect(nextReadMax(entriesOf(...Array.from({ length: 100 }, () => 80)))).toBe(200)
    expect(nextReadMax(entriesOf(...Array.from({ length: 3_000 }, () => 80)))).toBe(ENTRIES_MAX)
    expect(nextReadMax(entriesOf(...Array.from({ length: 200 }, () => 64 * 1024)))).toBe(64)
  })
})

test('the pause after a failure doubles from 0.1 s to 30 s, half of it by chance', () => {
  const range = (failures: number) => [backoffDelay(failures, 0), backoffDelay(failures, 1)]
  expect(range(1)).toEqual([50, 100])
  expect(range(2)).toEqual([100, 200])
  expect(range(9)).toEqual([12_800, 25_600])
  expect(range(10)).toEqual([15_000, 30_000])
  expect(range(5_000)).toEqual([15_000, 30_000])
})

test('while readings wait to be sealed the pause is a second at most', () => {
  const pause = (failures: number) => backoffDelay(failures, 1, 'READINGS_OVERLOADED')
  expect([1, 4, 5, 5_000].map(pause)).toEqual([100, 800, 1_000, 1_000])
})

describe('recent readings', () => {
  test('tell a repetition from a correction and from what is new', () => {
    const recent = new RecentReadings()
    const see = (id: number, at: number, value: number) =>
      recent.remember(readingOf(channelOf(id), at, value))
    expect(see(1, 10, 5)).toBe('new')
    expect(see(1, 10, 5)).toBe('duplicate')
    expect(see(1, 10, 6)).toBe('correction')
    expect(see(1, 10, 6)).toBe('duplicate')
    expect(see(1, 10, 5)).toBe('correction')
    expect(see(5_000, 10, 5)).toBe('new')
    expect(see(1, 10, 5)).toBe('duplicate')
  })

  test('remember the last eight of a channel', () => {
    const recent = new RecentReadings()
    const see = (at: number) => recent.remember(readingOf(channelOf(1), at, 5))
    for (let at = 1; at <= 9; at++) see(at)
    expect(see(2)).toBe('duplicate')
    expect(see(1)).toBe('new')
  })
})

test('the channel cache forgets the devices it first saw, between batches only', async () => {
  await using platform = await Platform.open()
  const { channels } = platform.registry
  for (const device of ['vat-2', 'vat-3']) await platform.enrol(device)
  const cache = new ChannelCache({ channels, perDeviceMax: 9, devicesMax: 2 })
  const devices = ['vat-1', 'vat-2', 'vat-3']
  await cache.prepare(devices.map((device) => ({ device, name: 'ph', quantity: 'ph' })))
  expect(cache.find('vat-1', 'ph')).toBeDefined()
  cache.trim()
  expect(cache.find('vat-1', 'ph')).toBeUndefined()
  expect(cache.find('vat-3', 'ph')).toBeDefined()
})

test('a store that does not answer for a minute is a problem, though nothing failed', () => {
  const times = { oldestAt: 1_000, batchSince: 2_000 }
  const calm = { trouble: undefined, upkeep: undefined, damagedCount: 0 }
  const state = { journalDepth: 7, ...times, ...calm }
  expect(toHealth(state, 61_999)).toMatchObject({ ok: true, detail: { lagSeconds: 60.999 } })
  expect(toHealth(state, 62_000)).toMatchObject({ ok: false, detail: { storeReachable: false } })
})
