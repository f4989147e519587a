import { expect, test } from 'vitest'

import { openApi } from './api-fixture.ts'
import { kg } from './trace-chain.ts'
import { openWatchedSauce } from './watched-sauce.ts'

async function rowsOf(api: Awaited<ReturnType<typeof openWatchedSauce>>, batch: string) {
  const { status, body } = await api.get(`/api/v1/batch-rows?batch=${batch}`)
  expect([status, body]).toEqual([200, expect.anything()])
  return body
}

test('a stay has the name of its place, and the devices that stood there', async () => {
  await using api = await openWatchedSauce()
  expect(await rowsOf(api, 'chuop-07')).toMatchObject({
    stays: [
      {
        place: 'be-07',
        placeName: { vi: 'be-07' },
        from: '2025-03-01T09:00:00+07:00',
        until: null,
        lookedUntil: expect.stringMatching(/^\d{4}-/),
        devices: 'probe-07',
      },
    ],
    remaining: [{ value: 4_000, unit: 'kg', unitName: { vi: 'kg', en: 'kg' } }],
  })
})

test('operations stand in order of time, in words, and those that were taken back are gone', async () => {
  await using api = await openWatchedSauce()
  const wrong = await api.did('stocktaking', '2026-03-13', {
    items: [{ role: 'subject', item: 'chai-1' }],
    details: { counted: '800' },
  })
  const said = { recordedBy: 'Lan', reason: 'ghi nhầm' }
  await api.send('POST', `/api/v1/operations/${wrong}/withdraw`, said)
  expect(await rowsOf(api, 'chai-1')).toMatchObject({
    operations: [
      {
        name: { vi: 'Đóng chai' },
        person: 'Lan',
        placeName: { vi: 'kho' },
        summary: {
          vi: 'dùng pha-1 400 L; làm ra chai-1 800 cái',
          en: 'used pha-1 400 L; made chai-1 800 pieces',
        },
      },
      {
        kind: 'lab-result',
        summary: {
          vi: 'Đạm tổng số 31,5 g/L; Histamin < 12 mg/kg',
          en: 'Total nitrogen 31.5 g/L; Histamine < 12 mg/kg',
        },
      },
      { kind: 'packing', summary: { en: expect.stringContaining('packed chai-1 24 pieces') } },
    ],
    operationsLeftOut: 0,
    results: [
      { name: { en: 'Total nitrogen' }, written: { vi: '31,5 g/L' }, verdict: { en: 'Good' } },
      { name: { en: 'Histamine' }, written: { en: '< 12 mg/kg' }, isBelowDetection: true },
    ],
    remaining: [{ value: 776, unit: '1', unitName: { vi: 'cái', en: 'pieces' } }],
  })
})

test('a hold of what it came from is told', async () => {
  await using api = await openWatchedSauce()
  await api.did('holding', '2026-03-16', {
    items: [{ role: 'subject', item: 'ca-1' }],
    details: { reason: 'cá ươn' },
  })
  expect(await rowsOf(api, 'chai-1')).toMatchObject({ holds: [{ item: 'ca-1', reason: 'cá ươn' }] })
})

test('origins are batches with amounts, the nearest first', async () => {
  await using api = await openWatchedSauce()
  const { body } = await api.get('/api/v1/batch-origins?batch=chai-1')
  const { items } = body
  expect(items[0]).toMatchObject({
    item: 'pha-1',
    product: { vi: 'nuoc-cot' },
    value: 400,
    unitName: { vi: 'L' },
  })
  expect(items.map(({ item }) => item)).not.toContain('chai-1')
  expect(items).toContainEqual(expect.objectContaining({ item: 'ca-1', value: 1_200 }))
})

async function devicesOf(
  api: Awaited<ReturnType<typeof openWatchedSauce>>,
  query: string,
): Promise<unknown> {
  const { status, body } = await api.get(`/api/v1/devices?batch=${query}`)
  expect([status, body]).toEqual([200, expect.anything()])
  return body.items.map(({ id }) => id)
}

test('devices of a batch are those that stood where it was, while it was there, in the span', async () => {
  await using api = await openWatchedSauce()
  const { installations } = api.registry
  await api.send('POST', '/api/v1/operations', {
    kind: 'shipping',
    at: '2026-03-15',
    recordedBy: 'Lan',
    to: 'buu-dien',
    items: [{ role: 'dispatched', item: 'chai-1', amount: { value: 776, unit: '1' } }],
  })
  // The bottles were in the store from 12 to 15 March 2026; what stood there before or after, or at the vat, saw none of them.
  for (const [device, place, from] of [
    ['early', 'kho', '2026-01-01'],
    ['late-b', 'kho', '2026-03-14'],
    ['late-a', 'kho', '2026-03-14'],
    ['too-late', 'kho', '2026-03-15'],
    ['vat-too', 'be-07', '2026-04-01'],
  ] as const) {
    await api.enrol(device, ['temperature'])
    await installations.install({ device, place, from: Date.parse(`${from}T00:00:00+07:00`) })
  }
  await installations.install({
    device: 'early',
    place: 'kho-lanh',
    from: Date.parse('2026-02-01'),
  })
  expect(await devicesOf(api, 'chai-1')).toEqual(['late-a', 'late-b'])
  expect(await devicesOf(api, 'chai-1&until=2026-03-14')).toEqual([])
  expect(await devicesOf(api, 'chai-1&from=2026-03-14&until=2026-03-15')).toEqual([
    'late-a',
    'late-b',
  ])
  expect(await devicesOf(api, 'chai-1&from=2026-03-15')).toEqual([])
  expect(await devicesOf(api, 'chuop-07&until=2026-01-01')).toEqual(['probe-07'])
  expect(await devicesOf(api, 'pha-1')).toEqual([])
  expect(await devicesOf(api, '')).toEqual([])

  const first = await api.get('/api/v1/devices?batch=chai-1&limit=1')
  const { next } = first.body as { next: string }
  expect(first.body.items).toMatchObject([{ id: 'late-a' }])
  expect(await devicesOf(api, `chai-1&limit=1&after=${next}`)).toEqual(['late-b'])
})

test('where no batch is chosen there are no rows', async () => {
  await using api = await openApi()
  expect(await api.get('/api/v1/batch-rows?batch=')).toMatchObject({
    status: 200,
    body: { stays: [], operations: [], results: [], remaining: [], holds: [] },
  })
  expect(await api.get('/api/v1/batch-origins?batch=')).toMatchObject({
    status: 200,
    body: { items: [] },
  })
})

test.each([
  ['batch-rows?batch=none', 404, "There is no batch 'none'"],
  ['batch-origins?batch=none', 404, "There is no batch 'none'"],
  ['devices?batch=none', 404, "There is no batch 'none'"],
  ['batch-rows', 400, "'batch'"],
  ['batch-rows?batch=A%20B', 400, '\'batch\' is "A B"'],
  ['devices?from=2026-01-01', 400, "'from' goes with 'batch' alone; name a batch"],
  ['devices?until=2026-01-01&site=x', 400, "'until' goes with 'batch' alone"],
  ['devices?batch=chuop&place=be-07', 400, "'place' does not go with 'batch'"],
  ['devices?batch=ca-1&from=2026-02-01&until=2026-01-01', 400, "'from' must be before 'until'"],
])('%s is answered with %i', async (target, status, words) => {
  await using api = await openWatchedSauce()
  const headers = { 'accept-language': 'en' }
  const response = await api.ask(`/api/v1/${target}`, { headers })
  expect([response.status, await response.json()]).toMatchObject([
    status,
    { detail: expect.stringContaining(words) },
  ])
})

test('of an operation with very many items the first are told, and how many more there are', async () => {
  await using api = await openWatchedSauce()
  const items = Array.from({ length: 40 }, (_, index) => {
    return {
      role: 'output',
      item: `ca-x-${index}`,
      amount: kg(10),
      create: { product: 'ca-com' },
    }
  })
  await api.did('fish-received', '2026-03-17', {
    from: 'tau-ca',
    items,
    details: { species: 'cá cơm' },
  })
  expect(await rowsOf(api, 'ca-x-0')).toMatchObject({
    operations: [
      { summary: { en: expect.stringMatching(/^made ca-x-0 10 kg; .*; and 28 more$/) } },
    ],
  })
})
