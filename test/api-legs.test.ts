import { describe, expect, test } from 'vitest'

import { metresBetween } from '#domain/distance.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import { positionOnRoute } from '#simulators/route.ts'

import { getAllPages } from './api-fixture.ts'
import { drive, legsOf, MONDAY, openYard, report, VAN_EVERY } from './api-van.ts'

const WEEK = `from=2025-07-06&until=2025-07-13`

async function openVan() {
  const api = await openYard()
  await report(api, 'van-01', { from: MONDAY - 3 * DAY, until: MONDAY + 9 * DAY })
  await api.registry.installations.install({ device: 'van-01', place: 'van-1', from: MONDAY })
  return api
}

/** Along the road of the simulated van, from bend to bend. */
function wayKilometres(): number {
  const points = Array.from({ length: 7 }, (_, i) => ({ at: 0, ...positionOnRoute(i / 6) }))
  const metres = points.slice(1).map((to, i) => metresBetween(points[i] ?? to, to))
  return metres.reduce((sum, each) => sum + each, 0) / 1_000
}

describe('the legs of a simulated van', () => {
  test('on a working day: there, unloading, and back, the newest first', async () => {
    await using api = await openVan()
    const legs = await legsOf(api, 'device=van-01&from=2025-07-07&until=2025-07-08')
    expect(legs.map(({ kind }) => kind)).toEqual([
      'standing',
      'moving',
      'standing',
      'moving',
      'standing',
    ])
    const [evening, homeward, unloading, outward, morning] = legs
    for (const leg of [homeward, outward]) {
      expect(Math.abs(Number(leg?.['minutes']) - 90)).toBeLessThanOrEqual(4)
      expect(leg?.['receivedCount']).toBe(leg?.['expectedCount'])
      expect(leg?.['measuredMinutes']).toBe(leg?.['minutes'])
    }
    // A tracker that is some metres off sees a little more than the road.
    expect(Number(outward?.['distanceKilometres'])).toBeGreaterThan(wayKilometres() - 0.5)
    expect(Number(outward?.['distanceKilometres'])).toBeLessThan(wayKilometres() + 2)
    expect(unloading).toMatchObject({ doorOpeningCount: 1, distanceKilometres: 0 })
    expect(Number(unloading?.['latitude'])).toBeCloseTo(18.3428, 2)
    expect(morning).toMatchObject({ beganBefore: true, doorOpeningCount: 1 })
    expect(evening).toMatchObject({ until: null, beganBefore: false })
    expect(unloading?.['kindName']).toEqual({ vi: 'Đứng', en: 'Standing' })
  })

  test('tell of each leg what its readings say', async () => {
    await using api = await openVan()
    const legs = await legsOf(api, `device=van-01&${WEEK}`)
    expect(legs).toHaveLength(25)
    for (const leg of legs) {
      const from = Date.parse(String(leg['from']))
      const until = from + Number(leg['minutes']) * MINUTE
      const samples = Array.from({ length: (until - from) / VAN_EVERY }, (_, i) =>
        drive(from + i * VAN_EVERY),
      )
      const temperatures = samples.map((values) => Number(values['temperature']))
      const hot = temperatures.filter((value) => value >= 30).length
      expect(leg).toMatchObject({
        temperatureMinCelsius: Math.min(...temperatures),
        temperatureMaxCelsius: Math.max(...temperatures),
        outsideMinutes: hot * 2,
        shockMaxG: Math.max(...samples.map((values) => Number(values['shock']))),
        receivedCount: samples.length,
      })
      const mean = temperatures.reduce((sum, each) => sum + each, 0) / temperatures.length
      expect(leg['temperatureMeanCelsius']).toBeCloseTo(mean, 1)
    }
    expect(legs.some(({ outsideMinutes }) => Number(outsideMinutes) > 0)).toBe(true)
    expect(legs.some(({ outsideMinutes }) => outsideMinutes === 0)).toBe(true)
  })

  test('come in pages that put together are the whole, also over more days than are read at once', async () => {
    await using api = await openVan()
    const target = '/api/v1/legs?device=van-01&from=2025-07-04&until=2025-07-16'
    const { body } = await api.get(target)
    const pages = await getAllPages(api, `${target}&limit=7`)
    expect(pages.slice(0, -1).map(({ length }) => length)).toEqual(pages.slice(0, -1).map(() => 7))
    expect(pages.flat()).toEqual(body.items)
    expect(body.items.length).toBeGreaterThan(40)
    const ends = body.items.map(({ until }) => until)
    expect(body.items.map(({ from }) => from).slice(0, -1)).toEqual(ends.slice(1))
  })

  test('are the same in CSV and NDJSON', async () => {
    await using api = await openVan()
    const target = `/api/v1/legs?device=van-01&${WEEK}`
    const { body } = await api.get(target)
    const ndjson = await (await api.ask(`${target}&format=ndjson`)).text()
    expect(
      ndjson
        .trimEnd()
        .split('\n')
        .map((row): unknown => JSON.parse(row)),
    ).toEqual(body.items)
    const response = await api.ask(target, { headers: { accept: 'text/csv' } })
    expect(response.headers.get('content-disposition')).toContain('legs.csv')
    const [header, ...rows] = (await response.text()).trimEnd().split('\r\n')
    expect(header).toMatch(/^kind,from,until,beganBefore,minutes,latitude,longitude,distanceKilom/)
    expect(rows).toHaveLength(body.items.length)
    expect(rows[1]?.split(',').slice(0, 2)).toEqual([
      body.items[1]?.['kind'],
      body.items[1]?.['from'],
    ])
  })
})
