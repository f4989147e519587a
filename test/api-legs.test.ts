import { describe, expect, test } from 'vitest'

import { metresBetween } from '#domain/distance.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { positionOnRoute } from '#simulators/route.ts'

import { getAllPages, type Api } from './api-fixture.ts'
import { drive, openYard, report, VAN_EVERY } from './api-van.ts'

/** A Monday; on the Sunday before the van stands in the yard. */
const MONDAY = Date.parse('2025-07-07T00:00:00+07:00')
const WEEK = `from=2025-07-06&until=2025-07-13`

async function openVan() {
  const api = await openYard()
  await report(api, 'van-01', { from: MONDAY - 3 * DAY, until: MONDAY + 9 * DAY })
  await api.registry.installations.install({ device: 'van-01', place: 'van-1', from: MONDAY })
  return api
}

async function legsOf(api: Api, query: string) {
  const { status, body } = await api.get(`/api/v1/legs?${query}`)
  expect([status, body['detail']]).toEqual([200, undefined])
  return body.items
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
      const hot = temperatures.filter((value) => value > 30).length
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

describe('legs', () => {
  test('a stand of twenty days is one, whatever is read at once', async () => {
    await using api = await openYard()
    const still = { motion: 0, latitude: 18.1, longitude: 106.1, temperature: 31 }
    await report(api, 'van-01', {
      from: MONDAY - DAY,
      until: MONDAY + 21 * DAY,
      every: 10 * MINUTE,
      measure: () => still,
    })
    const [leg, ...others] = await legsOf(api, 'device=van-01&from=2025-07-07&until=2025-07-27')
    expect(others).toEqual([])
    expect(leg).toMatchObject({
      kind: 'standing',
      from: '2025-07-07T00:00:00+07:00',
      until: null,
      minutes: 28_800,
      receivedCount: 2_880,
      expectedCount: 2_880,
      measuredMinutes: 28_800,
      outsideMinutes: 28_800,
      criticalMinutes: 0,
    })
  })

  test('a leg that is still under way has no end, and counts so far', async () => {
    await using api = await openYard()
    const now = Date.now()
    const begin = now - 40 * MINUTE
    const measure = (at: number) => ({ motion: Number(at >= begin), temperature: 20 })
    await report(api, 'van-01', { from: now - 3 * HOUR, until: now, measure })
    const [leg] = await legsOf(api, 'device=van-01')
    expect(leg).toMatchObject({
      kind: 'moving',
      until: null,
      latitude: null,
      doorOpeningCount: null,
    })
    expect(Number(leg?.['minutes'])).toBeGreaterThanOrEqual(38)
    expect(Number(leg?.['minutes'])).toBeLessThan(41)
  })

  test('readings that come late change the leg that they belong to, and no other', async () => {
    await using api = await openYard()
    const [from, until] = [MONDAY, MONDAY + DAY]
    const hole = [MONDAY + 7.4 * HOUR, MONDAY + 10 * HOUR] as const
    await report(api, 'van-01', { from, until: hole[0] })
    const channels = (await api.registry.channels.ofDevice('van-01')) ?? []
    const send = async (first: number, end: number) => {
      for (const channel of channels) {
        const values: number[] = []
        for (let at = first; at < end; at += VAN_EVERY) values.push(Number(drive(at)[channel.name]))
        await api.write(channel, first, VAN_EVERY, values)
      }
    }
    await send(hole[1], until)
    const day = 'device=van-01&from=2025-07-07&until=2025-07-08'
    const torn = await legsOf(api, day)
    const kinds = (legs: typeof torn) => legs.map(({ kind }) => kind).toReversed()
    expect(kinds(torn)).toEqual(['standing', 'moving', 'unknown', 'standing', 'moving', 'standing'])
    expect(torn[3]).toMatchObject({ receivedCount: 0, expectedCount: 78, distanceKilometres: null })
    await send(...hole)
    const whole = await legsOf(api, day)
    expect(kinds(whole)).toEqual(['standing', 'moving', 'standing', 'moving', 'standing'])
    expect(whole.slice(0, 2)).toEqual(torn.slice(0, 2))
    expect(whole.at(-1)).toEqual(torn.at(-1))
  })

  test('of a vehicle are told by all that stood in it: a tracker, and the probe of another device', async () => {
    await using api = await openYard()
    const [from, until] = [MONDAY, MONDAY + DAY]
    const measureWay = (at: number) => ({ speed: Number(drive(at)['speed']) })
    await report(api, 'tracker-1', { from, until, measure: measureWay })
    await report(api, 'probe-1', {
      from,
      until,
      every: 10 * MINUTE,
      measure: () => ({ temperature: 33 }),
    })
    await api.registry.installations.install({
      device: 'tracker-1',
      place: 'van-1',
      from: MONDAY - DAY,
    })
    const noon = MONDAY + 12 * HOUR
    await api.registry.installations.install({ device: 'probe-1', place: 'van-1', from: noon })
    const legs = await legsOf(api, 'place=van-1&from=2025-07-07&until=2025-07-08')
    expect(legs.map(({ kind }) => kind)).toContain('moving')
    // What the probe measured before it came is not of the vehicle.
    const hot = legs.map(({ outsideMinutes }) => outsideMinutes)
    expect([hot[0], hot.at(-1)]).toEqual([legs[0]?.['minutes'], null])
    const measured = legs.reduce((sum, { measuredMinutes }) => sum + Number(measuredMinutes), 0)
    expect(measured).toBe(12 * 60)
    const alone = await legsOf(
      api,
      'place=van-1&device=probe-1&absent=empty&from=2025-07-07&until=2025-07-08',
    )
    expect(alone).toEqual([])
  })
})

describe('legs are refused', () => {
  test.each([
    ['', 400, "'device' or 'place' is missing"],
    ['device=nobody', 404, "There is no device 'nobody'."],
    ['place=nowhere', 404, "There is no place 'nowhere'."],
    ['place=vat-1', 400, "Place 'vat-1' is of kind vat; legs are of places of kind vehicle."],
    ['device=box', 404, "'box' has no channel 'motion' or 'speed'"],
    ['place=van-1', 404, "'van-1' has no channel 'motion' or 'speed'"],
    ['device=box&from=2025-07-08&until=2025-07-07', 400, "'from' must be before 'until'"],
    [
      'device=box&from=2024-01-01&until=2025-07-07',
      400,
      'The span has 553 days; one answer covers at most 400',
    ],
    ['device=box&limit=1001', 400, 'a whole number from 1 to 1000'],
    ['device=box&after=e30', 400, 'the `next` of the page before'],
    ['device=box&limit=5&format=csv', 400, "'limit' is given; csv and ndjson are streamed whole"],
    ['device=box,van', 400, "'device' is"],
  ])('%s: %d %s', async (query, status, detail) => {
    await using api = await openYard()
    await api.enrol('box', ['temperature'])
    const { body } = await api.get(`/api/v1/legs?${query}`)
    expect([body['status'], body['detail']]).toEqual([status, expect.stringContaining(detail)])
  })

  test('unless no rows are wanted where nobody tells the motion', async () => {
    await using api = await openYard()
    await api.enrol('box', ['temperature'])
    expect(await legsOf(api, 'device=box&absent=empty')).toEqual([])
    expect(await legsOf(api, 'device=&absent=empty')).toEqual([])
    const csv = await api.ask('/api/v1/legs?device=box&absent=empty&format=csv')
    expect(await csv.text()).toMatch(/^kind,[^\n]*\n$/)
  })
})
