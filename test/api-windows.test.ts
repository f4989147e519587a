import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { createGrid, mergeWindows, readWindows } from '#api/windows.ts'
import type { Channel } from '#domain/channel.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { formatInstant, offsetAt } from '#domain/zone.ts'

import { openApi } from './api-fixture.ts'

const at = (text: string) => Date.parse(text)

/** Asks for windows of a channel that has one reading every 10 minutes over ten days, from five days before `around`. */
async function askWindows(zone: string, around: string, window: string) {
  await using api = await openApi()
  const [channel] = await api.enrol('vat-01', ['temperature'])
  if (channel === undefined) throw new Error('no channel')
  const from = at(around) - 5 * DAY
  const values = Array.from({ length: (10 * DAY) / (10 * MINUTE) }, (_, index) => index)
  await api.write(channel, from, 10 * MINUTE, values)
  const target = `/api/v1/readings?device=vat-01&timezone=${zone}&window=${window}`
  const day = around.slice(0, 10)
  const before = formatInstant(zone, at(`${day}T12:00:00Z`) - DAY).slice(0, 10)
  const after = formatInstant(zone, at(`${day}T12:00:00Z`) + 2 * DAY).slice(0, 10)
  const { body } = await api.get(`${target}&from=${before}&until=${after}`)
  return body.items.map(({ start, count }) => [start, Number(count) / 6])
}

describe('a day begins at local midnight and has as many hours as it has', () => {
  test('in Vietnam always 24', async () => {
    expect(await askWindows('Asia/Ho_Chi_Minh', '2026-03-29', '1d')).toEqual([
      ['2026-03-28T00:00:00+07:00', 24],
      ['2026-03-29T00:00:00+07:00', 24],
      ['2026-03-30T00:00:00+07:00', 24],
    ])
  })

  test('in Kathmandu from 18:15 UTC', async () => {
    expect(await askWindows('Asia/Kathmandu', '2026-03-29', 'P1D')).toEqual([
      ['2026-03-28T00:00:00+05:45', 24],
      ['2026-03-29T00:00:00+05:45', 24],
      ['2026-03-30T00:00:00+05:45', 24],
    ])
  })

  test('in Berlin 23 in spring', async () => {
    expect(await askWindows('Europe/Berlin', '2026-03-29', '1d')).toEqual([
      ['2026-03-28T00:00:00+01:00', 24],
      ['2026-03-29T00:00:00+01:00', 23],
      ['2026-03-30T00:00:00+02:00', 24],
    ])
  })

  test('in Berlin 25 in autumn', async () => {
    expect(await askWindows('Europe/Berlin', '2026-10-25', '1d')).toEqual([
      ['2026-10-24T00:00:00+02:00', 24],
      ['2026-10-25T00:00:00+02:00', 25],
      ['2026-10-26T00:00:00+01:00', 24],
    ])
  })

  test('on Lord Howe half an hour less and more', async () => {
    expect(await askWindows('Australia/Lord_Howe', '2026-10-04', '1d')).toEqual([
      ['2026-10-03T00:00:00+10:30', 24],
      ['2026-10-04T00:00:00+10:30', 23.5],
      ['2026-10-05T00:00:00+11:00', 24],
    ])
    expect(await askWindows('Australia/Lord_Howe', '2026-04-05', '1d')).toEqual([
      ['2026-04-04T00:00:00+11:00', 24],
      ['2026-04-05T00:00:00+11:00', 24.5],
      ['2026-04-06T00:00:00+10:30', 24],
    ])
  })

  test('in Havana and Beirut, where clocks change at midnight', async () => {
    expect(await askWindows('America/Havana', '2026-11-01', '1d')).toEqual([
      ['2026-10-31T00:00:00-04:00', 24],
      ['2026-11-01T00:00:00-04:00', 25],
      ['2026-11-02T00:00:00-05:00', 24],
    ])
    expect(await askWindows('Asia/Beirut', '2026-03-29', '1d')).toEqual([
      ['2026-03-28T00:00:00+02:00', 24],
      ['2026-03-29T01:00:00+03:00', 23],
      ['2026-03-30T00:00:00+03:00', 24],
    ])
  })

  test('quarters of a day follow the clock on the wall', async () => {
    const rows = await askWindows('Europe/Berlin', '2026-10-25', '6h')
    expect(rows.slice(4, 8)).toEqual([
      ['2026-10-25T00:00:00+02:00', 7],
      ['2026-10-25T06:00:00+01:00', 6],
      ['2026-10-25T12:00:00+01:00', 6],
      ['2026-10-25T18:00:00+01:00', 6],
    ])
  })

  test('the hour that happens twice is two hours', async () => {
    const rows = await askWindows('Europe/Berlin', '2026-10-25', '1h')
    expect(rows.slice(24 + 1, 24 + 5)).toEqual([
      ['2026-10-25T01:00:00+02:00', 1],
      ['2026-10-25T02:00:00+02:00', 1],
      ['2026-10-25T02:00:00+01:00', 1],
      ['2026-10-25T03:00:00+01:00', 1],
    ])
  })
})

const channel: Channel = { id: 1, device: 'vat-01', name: 'temperature', quantity: 'temperature' }
const ZONES = [
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Havana',
  'America/St_Johns',
  'Asia/Beirut',
  'Pacific/Apia',
  'UTC',
]

test('any windows in any zone hold what the clock on the wall says', async () => {
  await using api = await openApi()
  const [enrolled = channel] = await api.enrol('vat-01', ['temperature'])
  const first = at('2026-01-01T00:00:00Z')
  const every = 45 * MINUTE
  const times = Array.from({ length: (365 * DAY) / every }, (_, index) => first + index * every)
  await api.write(
    enrolled,
    first,
    every,
    times.map((_, index) => index % 97),
  )

  const property = fc.asyncProperty(
    fc.constantFrom(...ZONES),
    fc.constantFrom(HOUR, 3 * HOUR, 6 * HOUR, DAY, 2 * DAY),
    fc.integer({ min: 0, max: 364 * 24 * 60 }),
    fc.integer({ min: 1, max: 40 * 24 * 60 }),
    async (zone, width, start, length) => {
      const span = { from: first + start * MINUTE, until: first + (start + length) * MINUTE }
      const grid = createGrid(zone, width, span)
      const windows = await readWindows(api.readings, { channel: enrolled, spans: [span] }, grid)
      const inside = times.filter((time) => time >= span.from && time < span.until)
      expect(windows.reduce((sum, { count }) => sum + count, 0)).toBe(inside.length)
      // Where clocks move the grid by whole windows, an hour that happens twice is two windows.
      if (grid.periods.length === 1) return
      const cellOf = (time: number) => Math.floor((time + offsetAt(zone, time)) / width)
      const expected = Map.groupBy(inside, cellOf)
      const counts = windows.filter(({ count }) => count > 0).map(({ count }) => count)
      expect(counts).toEqual([...expected.values()].map((group) => group.length))
    },
  )
  // A failure prints the seed.
  await fc.assert(property, { numRuns: 150 })
}, 120_000)

test('two parts of a window are one: the mean is weighted, the last is the later', () => {
  const earlier = { start: 0, count: 1, min: 1, max: 1, mean: 1, last: 1 }
  const later = { start: 5, count: 3, min: -2, max: 9, mean: 5, last: 0 }
  expect(mergeWindows(earlier, later)).toEqual({
    start: 0,
    count: 4,
    min: -2,
    max: 9,
    mean: 4,
    last: 0,
  })
  const empty = { start: 0, count: 0, min: null, max: null, mean: null, last: null }
  expect(mergeWindows(empty, later)).toEqual({ ...later, start: 0 })
  expect(mergeWindows(earlier, { ...empty, start: 5 })).toEqual(earlier)
})
