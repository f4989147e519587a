import { expect, test } from 'vitest'

import type { Excursion } from '#domain/alarm/excursion.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import { getAllPages, openApi, type Api } from './api-fixture.ts'
import { VAT_HOT } from './vat-hot.ts'

const START = Date.UTC(2026, 3, 1)
const APPROVED = { approvedBy: 'Lan', reason: '?', validFrom: 0, recordedAt: 0, withdrawn: false }

function excursion(hour: number, change: Partial<Excursion> = {}): Excursion {
  const [from, until] = [START + hour * HOUR, START + hour * HOUR + 30 * MINUTE]
  const told = { from, until, raisedAt: from, settledAt: until + 10 * MINUTE }
  return { ...told, level: 2, priority: 'high', worst: 52.5, ...change }
}

/** Two vats, each with an excursion that was raised, one that was not, and one that is not over. */
async function openExcursions(): Promise<Api> {
  const api = await openApi()
  const name = { vi: 'Bể', en: 'Vat' }
  const { excursions, limits, installations } = api.registry
  await api.send('POST', '/api/v1/sites', { id: 'site', name })
  await limits.add({ limit: VAT_HOT, ...APPROVED })
  for (const letter of ['a', 'b']) {
    const place = `vat-${letter}`
    await api.send('POST', '/api/v1/places', { id: place, site: 'site', kind: 'vat', name })
    const [channel] = await api.enrol(`box-${letter}`, ['temperature/top'])
    await installations.install({ device: `box-${letter}`, place, from: 0 })
    const [span] = (await excursions.watched(channel?.id ?? 0, { from: 0, until: 1 })) ?? []
    if (span === undefined) throw new Error('nothing is watched')
    const under = excursion(9, { until: null, settledAt: null })
    const told = [excursion(1), excursion(3, { raisedAt: null }), under]
    await excursions.record(span, { from: 0, until: START + 24 * HOUR, excursions: told })
  }
  return api
}

test('an excursion says what was outside what, from when until when, and that nobody was told', async () => {
  await using api = await openExcursions()
  const { status, body } = await api.get('/api/v1/excursions?limit=1')
  expect(status).toBe(200)
  expect(body.items).toEqual([
    {
      limit: 'vat-hot',
      limitVersion: 1,
      device: 'box-a',
      channel: 'temperature/top',
      place: 'vat-a',
      from: '2026-04-01T08:00:00+07:00',
      until: '2026-04-01T08:30:00+07:00',
      raisedAt: '2026-04-01T08:00:00+07:00',
      settledAt: '2026-04-01T08:40:00+07:00',
      level: 2,
      priority: 'high',
      worst: 52.5,
      alarm: null,
      recordedAt: expect.stringMatching(/\+07:00$/),
    },
  ])
})

test('they are found by place, device, limit and time, page by page', async () => {
  await using api = await openExcursions()
  const find = async (query: string) => {
    const { body } = await api.get(`/api/v1/excursions?timezone=UTC&${query}`)
    return body.items.map(({ place, from }) => `${String(place)} ${String(from).slice(11, 13)}`)
  }
  expect(await find('place=vat-a')).toEqual(['vat-a 01', 'vat-a 03', 'vat-a 09'])
  expect(await find('device=box-b&raised=true')).toEqual(['vat-b 01', 'vat-b 09'])
  expect(await find('raised=false')).toEqual(['vat-a 03', 'vat-b 03'])
  expect(await find('from=2026-04-01T03:30:00Z&place=vat-a')).toEqual(['vat-a 09'])
  expect(await find('until=2026-04-01T03:00:00Z')).toEqual(['vat-a 01', 'vat-b 01'])
  const pages = await getAllPages(api, '/api/v1/excursions?limit=4')
  expect(pages.map((page) => page.length)).toEqual([4, 2])
  expect(new Set(pages.flat().map((one) => JSON.stringify(one))).size).toBe(6)
})

test.each([
  ['raised=perhaps', 'true or false'],
  ['from=yesterday', "'from'"],
  ['limitId=Vat', "'limitId'"],
  ['after=e30', 'the `next` of the page before'],
])('%s is refused', async (query, detail) => {
  await using api = await openApi()
  const { status, body } = await api.get(`/api/v1/excursions?${query}`)
  expect(status).toBe(400)
  expect(body['detail']).toContain(detail)
})
