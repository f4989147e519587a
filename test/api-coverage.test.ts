import { describe, expect, test } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'

import { getAllPages, openApi, type Api } from './api-fixture.ts'
import { openMovedDevice, openVat, SPAN, START } from './api-vat.ts'

const COVERAGE = '/api/v1/coverage'

async function expectEvery(api: Api, device: string, every: number): Promise<void> {
  for (const { id } of (await api.registry.channels.ofDevice(device)) ?? []) {
    await api.registry.channels.setExpectedEvery(id, every)
  }
}

describe('coverage of many channels', () => {
  test('says of each what came and where it is missing for longest, as the one of a single channel does', async () => {
    await using api = await openVat()
    await expectEvery(api, 'vat-01', 2 * MINUTE)
    const [door] = await api.enrol('box-9', ['door'])
    if (door === undefined) throw new Error('no channel')
    await api.write(door, START, HOUR, [0, 1, 0])
    const { body } = await api.get(`${COVERAGE}?device=vat-01,box-9&${SPAN}`)
    expect(body.items.map(({ device, channel }) => [device, channel])).toEqual([
      ['box-9', 'door'],
      ['vat-01', 'temperature/top'],
      ['vat-01', 'salinity'],
    ])
    expect(body.items[0]).toEqual({
      device: 'box-9',
      channel: 'door',
      expectedEvery: null,
      expectedCount: null,
      receivedCount: null,
      sharePercent: null,
      longestGap: null,
      grain: null,
    })
    expect(body.items[2]).toEqual({
      device: 'vat-01',
      channel: 'salinity',
      expectedEvery: 'PT2M',
      expectedCount: 720,
      receivedCount: 125,
      sharePercent: 17.3,
      longestGap: {
        from: '2026-10-01T04:10:00+07:00',
        until: '2026-10-02T00:00:00+07:00',
        minutes: 1_190,
      },
      grain: 'PT2M',
    })
    const single = '/api/v1/readings/coverage?device=vat-01&channel=salinity'
    const { body: one } = await api.get(`${single}&${SPAN}`)
    expect(one).toMatchObject({ expectedCount: 720, receivedCount: 125 })
  })

  test('a channel of which nothing is missing has no gap and 100 percent, and only such a one', async () => {
    await using api = await openApi()
    const [whole, holed] = await api.enrol('vat-01', ['temperature', 'level'])
    if (whole === undefined || holed === undefined) throw new Error('no channel')
    await expectEvery(api, 'vat-01', MINUTE)
    const values = Array.from({ length: 1_440 }, () => 5)
    await api.write(whole, START, MINUTE, values)
    await api.write(holed, START, MINUTE, values.slice(1))
    const { body } = await api.get(`${COVERAGE}?${SPAN}`)
    expect(body.items.map((one) => [one['sharePercent'], one['longestGap']])).toEqual([
      [100, null],
      [99.9, expect.objectContaining({ minutes: 1 })],
    ])
  })

  test('of a place, of a site, of some channels', async () => {
    await using api = await openMovedDevice()
    await api.enrol('elsewhere', ['level'])
    const channels = async (query: string) =>
      (await api.get(`${COVERAGE}?${SPAN}&${query}`)).body.items.map(({ channel }) => channel)
    expect(await channels('place=house-1')).toEqual(['temperature/top', 'salinity'])
    expect(await channels('place=house-2')).toEqual([])
    expect(await channels('site=phu-khuong&channel=salinity')).toEqual(['salinity'])
    expect(await channels('channel=level')).toEqual(['level'])
  })

  test('comes in pages that put together are the whole', async () => {
    await using api = await openVat()
    await api.enrol('vat-02', ['temperature/top', 'salinity', 'level'])
    await expectEvery(api, 'vat-01', MINUTE)
    await expectEvery(api, 'vat-02', MINUTE)
    const { body } = await api.get(`${COVERAGE}?${SPAN}`)
    const pages = await getAllPages(api, `${COVERAGE}?${SPAN}&limit=2`)
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
    expect(pages.flat()).toEqual(body.items)
    const first = await api.get(`${COVERAGE}?limit=2`)
    const second = await api.get(`${COVERAGE}?limit=2&after=${first.body.next}`)
    expect(second.body.items[0]?.['longestGap']).toEqual(first.body.items[0]?.['longestGap'])
  })

  test('a long span is looked at by the hour, and finds the gap and what is missing', async () => {
    await using api = await openApi()
    const [channel] = await api.enrol('vat-01', ['temperature'])
    if (channel === undefined) throw new Error('no channel')
    await expectEvery(api, 'vat-01', 10 * MINUTE)
    const values = Array.from({ length: 60 * 144 }, () => 5)
    await api.write(channel, START, 10 * MINUTE, values.slice(0, 1_000))
    // Silent for 100 readings: from 22:40 of one day until 15:20 of the next.
    await api.write(channel, START + 1_100 * 10 * MINUTE, 10 * MINUTE, values.slice(1_100))
    const span = 'from=2026-10-01&until=2026-11-30'
    const { body } = await api.get(`${COVERAGE}?device=vat-01&${span}`)
    const single = '/api/v1/readings/coverage?device=vat-01&channel=temperature'
    const { body: exact } = await api.get(`${single}&${span}`)
    const [row] = body.items
    expect(row).toMatchObject({ grain: 'PT1H', expectedCount: exact['expectedCount'] })
    const received = Number(exact['receivedCount'])
    expect(received).toBe(8_540)
    expect(Math.abs(Number(row?.['receivedCount']) - received)).toBeLessThanOrEqual(1)
    expect(row?.['longestGap']).toEqual({
      from: '2026-10-07T23:00:00+07:00',
      until: '2026-10-08T15:00:00+07:00',
      minutes: 960,
    })
    const year = await api.get(`${COVERAGE}?device=vat-01&from=2026-01-01&until=2027-01-01`)
    expect(year.body.items[0]).toMatchObject({ grain: 'P1D', receivedCount: 8_540 })
  })

  test.each([
    ['device=nobody', 404, "There is no device 'nobody'."],
    ['device=vat-01,nobody', 404, "There is no device 'nobody'."],
    ['place=nowhere', 404, "There is no place 'nowhere'."],
    ['from=2026-10-02&until=2026-10-01', 400, "'from' must be before 'until'"],
    ['from=2025-01-01&until=2026-10-01', 400, 'one answer covers at most 400'],
    ['limit=1001', 400, 'a whole number from 1 to 1000'],
    ['after=e30', 400, 'the `next` of the page before'],
    ['every=30s', 400, "'every' is not known"],
  ])('%s: %d %s', async (query, status, detail) => {
    await using api = await openVat()
    const { body } = await api.get(`${COVERAGE}?${query}`)
    expect([body['status'], body['detail']]).toEqual([status, expect.stringContaining(detail)])
  })
})
