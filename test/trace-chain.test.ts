import { expect, test } from 'vitest'
import { z } from 'zod'

import { openApi } from './api-fixture.ts'
import { kg, litres, makes, makeSauce, openChain, pieces, UNITS, uses } from './trace-chain.ts'

const genealogy = z.object({
  start: z.string(),
  nodes: z.array(
    z.object({
      uri: z.string(),
      item: z.string().nullable(),
      carried: z.object({ value: z.number(), unit: z.string() }).nullable(),
    }),
  ),
  links: z.array(z.object({ operation: z.object({ kind: z.string() }).nullable() })),
})

const stay = z.object({ place: z.string(), until: z.string().nullable() })

async function carriedFrom(api: Awaited<ReturnType<typeof openApi>>, item: string, way: string) {
  const { status, body } = await api.get(`/api/v1/genealogy?item=${item}&way=${way}`)
  expect([status, body]).toEqual([200, expect.anything()])
  const { nodes } = genealogy.parse(body)
  const items = nodes.filter((node) => node.item !== null)
  return Object.fromEntries(
    items.map(({ item: name, carried }) => [
      name,
      carried && `${Math.round(carried.value * 100) / 100} ${carried.unit}`,
    ]),
  )
}

test('a chain from the boat to the post office is traced both ways with its amounts', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)

  expect(await carriedFrom(api, 'ca-1', 'down')).toEqual({
    'ca-1': '3000 kg',
    'chuop-07': '3000 kg',
    'cot-1': '1800 kg',
    'cot-2': '900 kg',
    'cot-3': '300 kg',
    'pha-1': '2400 kg',
    'chai-1': '1200 kg',
    [UNITS.case]: '36 kg',
    [UNITS.pallet]: '36 kg',
  })
  expect(await carriedFrom(api, UNITS.pallet, 'up')).toEqual({
    [UNITS.pallet]: '1 1',
    [UNITS.case]: '1 1',
    'chai-1': '24 1',
    'pha-1': '12 L',
    'cot-1': '9 L',
    'cot-2': '3 L',
    'chuop-07': '48 kg',
    'ca-1': '36 kg',
    'muoi-1': '12 kg',
  })
})

test('what cannot have been so is refused with every reason, and can be overridden with one', async () => {
  await using api = await openApi()
  const { did, record } = await openChain(api)
  await did('spraying', '2026-06-01', {
    place: 'lo-a',
    details: { product: 'Movento', dose: '10 mL', preHarvestIntervalDays: 14 },
  })
  const harvest = { place: 'lo-a', items: [makes('oi-1', 'oi', kg(120), 'OI-1')] }
  const early = await record('harvesting', '2026-06-10', harvest)
  expect(early).toMatchObject({
    status: 409,
    body: {
      code: 'OPERATION_REFUSED',
      findings: [{ check: 'pre-harvest-interval', canOverride: true }],
    },
  })
  expect((await api.get('/api/v1/batches/oi-1')).status).toBe(404)
  const overrides = { 'pre-harvest-interval': 'thu hoạch để tiêu hủy' }
  expect(await record('harvesting', '2026-06-10', { ...harvest, overrides })).toMatchObject({
    status: 201,
    body: { overrides },
  })

  const shipping = (amount: unknown) =>
    record('shipping', '2026-06-20', {
      to: 'buu-dien',
      items: [{ role: 'dispatched', item: 'oi-1', amount }],
    })
  expect(await shipping(kg(121))).toMatchObject({
    status: 409,
    body: {
      findings: [{ check: 'more-than-there-is', text: { vi: expect.stringContaining('120 kg') } }],
    },
  })
  expect(await shipping(litres(5))).toMatchObject({ body: { findings: [{ check: 'unit' }] } })
  expect((await shipping(kg(100))).status).toBe(201)
  expect(await api.get('/api/v1/batches/oi-1')).toMatchObject({
    body: { remaining: [{ value: 20, unit: 'kg' }] },
  })
  const unknown = await record('bottling', '2026-06-20', {
    items: [uses('nowhere', litres(1)), makes('chai', 'nuoc-mam-500', pieces(1))],
  })
  expect(unknown).toMatchObject({ status: 409, body: { findings: [{ check: 'unknown-batch' }] } })
})

test('a hold on raw material keeps what was made of it from leaving, until it is released', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const held = await chain.did('holding', '2026-03-16', {
    items: [{ role: 'subject', item: 'ca-1' }],
    details: { reason: 'nghi histamin' },
  })
  const ship = () =>
    chain.record('shipping', '2026-03-17', {
      to: 'buu-dien',
      items: [{ role: 'dispatched', item: 'chai-1', amount: pieces(10) }],
      overrides: { hold: 'khách cần gấp' },
    })
  expect(await ship()).toMatchObject({
    status: 409,
    body: {
      findings: [
        { check: 'hold', canOverride: false, text: { en: expect.stringContaining('ca-1') } },
      ],
    },
  })
  await chain.did('releasing', '2026-03-18', {
    items: [{ role: 'subject', item: 'ca-1' }],
    details: { hold: held, reason: 'kết quả 120 mg/kg' },
  })
  expect((await ship()).status).toBe(201)
})

test('a correction is another operation: what was wrong counts no more, and is kept', async () => {
  await using api = await openApi()
  const { did, record } = await openChain(api)
  const item = makes('ca-2', 'ca-com', kg(5_000))
  const details = { species: 'cá cơm' }
  const wrong = await did('fish-received', '2026-03-01', { from: 'tau-ca', items: [item], details })
  const right = await did('fish-received', '2026-03-01', {
    from: 'tau-ca',
    items: [{ role: 'output', item: 'ca-2', amount: kg(500) }],
    details,
    corrects: wrong,
  })
  expect(await api.get('/api/v1/batches/ca-2')).toMatchObject({
    body: { remaining: [{ value: 500, unit: 'kg' }] },
  })
  expect(await api.get(`/api/v1/operations/${wrong}`)).toMatchObject({
    body: { correctedBy: right },
  })
  const again = await record('fish-received', '2026-03-01', {
    from: 'tau-ca',
    items: [{ role: 'output', item: 'ca-2', amount: kg(50) }],
    details,
    corrects: wrong,
  })
  expect(again).toMatchObject({ status: 409, body: { code: 'REGISTRY_CONFLICT' } })
  await did('salting', '2026-03-02', {
    place: 'be-07',
    items: [uses('ca-2', kg(400)), makes('chuop-8', 'chuop', kg(400))],
  })
  const withdrawn = await api.send('POST', `/api/v1/operations/${right}/withdraw`, {
    recordedBy: 'Lan',
    reason: 'không có chuyến cá này',
  })
  expect(withdrawn).toMatchObject({
    status: 409,
    body: { findings: [{ check: 'more-than-there-is' }] },
  })
})

test('what is left of a batch stays where it is when a part of it leaves on a pallet', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const staysOf = async () => {
    const { body } = await api.get('/api/v1/batches/chai-1')
    return z.object({ stays: z.array(stay) }).parse(body).stays
  }
  // 24 of 800 bottles are in a case that was shipped.
  expect(await staysOf()).toMatchObject([{ place: 'kho', until: null }])
  const dispatched = { role: 'dispatched', item: 'chai-1', amount: pieces(776) }
  await chain.did('shipping', '2026-03-20', { to: 'buu-dien', items: [dispatched] })
  expect(await staysOf()).toMatchObject([{ place: 'kho', until: '2026-03-20T00:00:00+07:00' }])
})
