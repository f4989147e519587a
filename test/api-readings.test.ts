import { describe, expect, test } from 'vitest'

import { DAY, MINUTE } from '#domain/time.ts'
import type { RangeQuery } from '#store/readings/contract.ts'

import { getAllPages } from './api-fixture.ts'
import { openMovedDevice, openVat, SPAN, START, watchRange } from './api-vat.ts'

describe('raw readings', () => {
  test('a reading is told with its unit, its quality and its time in the zone that was asked for', async () => {
    await using api = await openVat()
    const target = `/api/v1/readings?device=vat-01&channel=temperature/top&${SPAN}&limit=1`
    const here = await api.get(target)
    expect(here.body.items).toEqual([
      {
        device: 'vat-01',
        channel: 'temperature/top',
        unit: 'Cel',
        measuredAt: '2026-10-01T00:00:00+07:00',
        value: 0,
        status: 'good',
        timeQuality: 'device-utc',
        late: false,
        derived: false,
      },
    ])
    const there = await api.get(
      `/api/v1/readings?device=vat-01&from=2026-10-01T00:00:00%2B07:00&timezone=Asia/Kathmandu&limit=1`,
    )
    expect(there.body.items[0]?.['measuredAt']).toBe('2026-09-30T22:45:00+05:45')
  })

  test.each(['oldest', 'newest'])(
    'pages to the end bring every reading once, %s first',
    async (order) => {
      await using api = await openVat()
      const target = `/api/v1/readings?device=vat-01&${SPAN}&order=${order}`
      const pages = await getAllPages(api, `${target}&limit=73`)
      expect(pages.map((page) => page.length)).toEqual([73, 73, 73, 73, 73, 73, 62])
      const whole = await api.get(target)
      expect(whole.body.next).toBeNull()
      expect(pages.flat()).toEqual(whole.body.items)
      const minutes = order === 'oldest' ? [0, 249] : [249, 0]
      const ends = [0, 249].map((index) => whole.body.items[index]?.['measuredAt'])
      const times = minutes.map((minute) => START + minute * MINUTE)
      expect(ends.map((end) => Date.parse(String(end)))).toEqual(times)
    },
  )

  test('a page that ends exactly at the end has no next one', async () => {
    await using api = await openVat()
    const target = `/api/v1/readings?device=vat-01&channel=salinity&${SPAN}`
    const { body } = await api.get(`${target}&limit=250`)
    expect([body.items.length, body.next]).toEqual([250, null])
  })

  test('a cursor holds for the request it came from', async () => {
    await using api = await openVat()
    const { body } = await api.get(`/api/v1/readings?device=vat-01&${SPAN}&limit=1`)
    const other = await api.get(
      `/api/v1/readings?device=vat-01&order=newest&${SPAN}&after=${body.next}`,
    )
    expect([other.status, other.body['code']]).toEqual([400, 'CURSOR_INVALID'])
    const broken = await api.get(`/api/v1/readings?device=vat-01&${SPAN}&after=nonsense`)
    expect([broken.status, broken.body['code']]).toEqual([400, 'CURSOR_INVALID'])
  })

  test('readings that arrive between two pages do not shift the next one', async () => {
    await using api = await openVat()
    const [channel] = (await api.registry.channels.ofDevice('vat-01')) ?? []
    if (channel === undefined) throw new Error('no channel')
    const target =
      '/api/v1/readings?device=vat-01&channel=temperature/top&order=newest&from=2026-10-01&limit=100'
    const first = await api.get(target)
    await api.write(channel, START + 400 * MINUTE, MINUTE, [1, 2, 3])
    const second = await api.get(`${target}&after=${first.body.next}`)
    const times = [...first.body.items, ...second.body.items].map((item) => item['measuredAt'])
    expect(new Set(times).size).toBe(200)
  })

  test('a place shows a device only while it stood there', async () => {
    await using api = await openMovedDevice()
    const count = async (place: string) => {
      const target = `/api/v1/readings?place=${place}&channel=salinity&${SPAN}`
      const { body } = await api.get(target)
      expect((await getAllPages(api, `${target}&limit=7`)).flat()).toEqual(body.items)
      return body.items.length
    }
    expect([await count('house-1'), await count('house-2')]).toEqual([190, 60])
  })

  test('windows of a place hold only what was measured there', async () => {
    await using api = await openMovedDevice()
    const target = `/api/v1/readings?place=house-1&channel=salinity&${SPAN}&window=1h`
    const { body } = await api.get(target)
    const counts = body.items.map((item) => [String(item['start']).slice(11, 13), item['count']])
    expect(counts.slice(0, 4)).toEqual([
      ['00', 60],
      ['01', 60],
      ['03', 60],
      ['04', 10],
    ])
  })

  test('a device that is not enrolled, a channel or a place that is not there, is a 404 that says so', async () => {
    await using api = await openVat()
    const targets = ['device=vat-99', 'device=vat-01&channel=ph', 'place=nowhere', 'site=nowhere']
    const details = []
    for (const target of targets) {
      const path = target.startsWith('site') ? '/api/v1/readings/latest' : '/api/v1/readings'
      const { status, body } = await api.get(`${path}?${target}`)
      expect(status).toBe(404)
      details.push(body['detail'])
    }
    expect(details).toEqual([
      "There is no device 'vat-99'.",
      "There is no channel 'ph' here; there are: salinity, temperature/top.",
      "There is no place 'nowhere'.",
      "There is no site 'nowhere'.",
    ])
  })
})

describe('latest', () => {
  test('brings the newest of each channel, page after page, by device', async () => {
    await using api = await openMovedDevice()
    await api.enrol('vat-00', ['temperature', 'ph'])
    const target = '/api/v1/readings/latest'
    const { body } = await api.get(target)
    const names = body.items.map((item) => [item['device'], item['channel'], item['value']])
    expect(names).toEqual([
      ['vat-00', 'temperature', null],
      ['vat-00', 'ph', null],
      ['vat-01', 'temperature/top', 24.9],
      ['vat-01', 'salinity', 124.9],
    ])
    for (const limit of [1, 2, 3]) {
      const pages = await getAllPages(api, `${target}?limit=${limit}`)
      expect(pages.flat()).toEqual(body.items)
    }
    const pages = await getAllPages(api, `${target}?site=phu-khuong&limit=1`)
    expect(pages.map((page) => page.length)).toEqual([1, 1])
    expect((await api.get(`${target}?place=house-2`)).body.items).toEqual([])
    expect((await api.get(`${target}?place=house-1&channel=salinity`)).body.items.length).toBe(1)
  })
})

describe('latest of a place', () => {
  test('does not show what the device measured before it stood there', async () => {
    await using api = await openMovedDevice()
    const move = { device: 'vat-01', place: 'house-2', from: START + DAY }
    await api.registry.installations.install(move)
    const values = async (target: string) => {
      const { body } = await api.get(`/api/v1/readings/latest?channel=salinity&${target}`)
      return body.items.map(({ value, measuredAt }) => [value, measuredAt])
    }
    expect(await values('place=house-2')).toEqual([[null, null]])
    expect(await values('site=phu-khuong')).toEqual([[null, null]])
    expect(await values('device=vat-01')).toEqual([[124.9, expect.any(String)]])
    const [, salinity] = (await api.registry.channels.ofDevice('vat-01')) ?? []
    if (salinity === undefined) throw new Error('no channel')
    await api.write(salinity, START + DAY, MINUTE, [25])
    expect(await values('place=house-2')).toEqual([[25, expect.any(String)]])
  })
})

describe('coverage', () => {
  test('says what was expected, what came and where it is missing', async () => {
    await using api = await openVat()
    const target = `/api/v1/readings/coverage?device=vat-01&channel=salinity&${SPAN}`
    const { body } = await api.get(`${target}&every=1m`)
    expect(body).toMatchObject({
      every: 'PT1M',
      expectedCount: 1440,
      receivedCount: 250,
      readingCount: 250,
      gaps: [{ from: '2026-10-01T04:10:00+07:00', until: '2026-10-02T00:00:00+07:00' }],
    })
  })

  test('takes what the channel is known to report, and asks when it is not known', async () => {
    await using api = await openVat()
    const target = `/api/v1/readings/coverage?device=vat-01&channel=salinity&${SPAN}`
    const unknown = await api.get(target)
    expect([unknown.status, unknown.body['detail']]).toEqual([
      400,
      expect.stringContaining("'every' is missing"),
    ])
    await api.send('PATCH', '/api/v1/channels/2', { expectedEvery: '2m' })
    expect((await api.get(target)).body).toMatchObject({ every: 'PT2M', expectedCount: 720 })
  })
})

describe('limits', () => {
  test('too many windows or slots are refused before anything is read', async () => {
    const calls: RangeQuery[] = []
    await using api = await openVat(({ readings }) => ({ readings: watchRange(readings, calls) }))
    const year = 'from=2026-01-01&until=2027-01-01'
    const windows = await api.get(`/api/v1/readings?device=vat-01&window=15m&${year}`)
    expect(windows.body).toMatchObject({
      status: 400,
      code: 'TOO_MANY_WINDOWS',
      detail: expect.stringContaining(
        '70080 windows of 2 channels; one JSON answer holds at most 50000',
      ),
    })
    const slots = await api.get(
      `/api/v1/readings/coverage?device=vat-01&channel=salinity&every=1s&${year}`,
    )
    expect([slots.status, slots.body['code']]).toEqual([400, 'TOO_MANY_WINDOWS'])
    expect(calls).toEqual([])
  })

  test('many clients at once each get their own answer', async () => {
    await using api = await openVat()
    const targets = Array.from({ length: 60 }, (_, minute) => {
      const from = new Date(START + minute * MINUTE).toISOString()
      return `/api/v1/readings?device=vat-01&channel=temperature/top&from=${from}&limit=1`
    })
    const answers = await Promise.all(targets.map((target) => api.get(target)))
    const values = answers.map(({ body }) => body.items[0]?.['value'])
    expect(values).toEqual(targets.map((_, minute) => minute / 10))
  })
})
