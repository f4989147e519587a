import { expect, test } from 'vitest'
import { z } from 'zod'

import { openApi } from './api-fixture.ts'
import { kg, makes, makeSauce, openChain, pieces, UNITS } from './trace-chain.ts'

const kept = z.object({
  id: z.string(),
  items: z.array(z.object({ item: z.string(), remaining: z.array(z.unknown()) })),
})

test('a drill finds everything that a lot of fish is in, and whom to call, and is kept', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const drill = await api.send('POST', '/api/v1/recalls', {
    item: 'ca-1',
    isDrill: true,
    recordedBy: 'Lan',
    reason: 'diễn tập quý IV',
  })
  expect(drill).toMatchObject({
    status: 201,
    body: {
      dispatches: [{ item: UNITS.pallet, to: 'buu-dien' }],
      contacts: [{ id: 'buu-dien', phone: '+84 239 3865 000' }],
      foreign: [],
    },
  })
  const { id, items } = kept.parse(drill.body)
  const made = ['ca-1', 'chai-1', 'chuop-07', 'cot-1', 'cot-2', 'cot-3', 'pha-1']
  expect(items.map(({ item }) => item).toSorted()).toEqual(
    [UNITS.case, UNITS.pallet, ...made].toSorted(),
  )
  expect(items.find(({ item }) => item === 'chai-1')?.remaining).toEqual([
    { value: 776, unit: '1' },
  ])
  expect(await api.get(`/api/v1/recalls/${id}`)).toMatchObject({ status: 200, body: drill.body })
  // A drill holds nothing.
  expect(await api.get('/api/v1/batches/chai-1')).toMatchObject({ body: { holds: [] } })
})

test('a recall holds what it reaches', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const order = { item: 'ca-1', isDrill: false, recordedBy: 'Lan', reason: 'histamin 600 mg/kg' }
  expect((await api.send('POST', '/api/v1/recalls', order)).status).toBe(201)
  const shipped = await chain.record('shipping', '2026-03-20', {
    to: 'buu-dien',
    items: [{ role: 'dispatched', item: 'chai-1', amount: pieces(1) }],
  })
  expect(shipped).toMatchObject({ status: 409, body: { findings: [{ check: 'hold' }] } })
  const unknown = await api.send('POST', '/api/v1/recalls', { ...order, item: 'nowhere' })
  expect(unknown.status).toBe(404)
})

test('guavas go from their plot to a cold room and to the customer, and authorities get their forms', async () => {
  await using api = await openApi()
  const { did } = await openChain(api)
  await did('harvesting', '2026-07-01T06:00', {
    place: 'lo-a',
    items: [makes('oi-2', 'oi', kg(200), 'OI-2')],
  })
  await did('grading', '2026-07-01T10:00', {
    items: [
      { role: 'input', item: 'oi-2', amount: kg(200) },
      makes('oi-2a', 'oi', kg(150), 'OI-2A'),
      makes('oi-2b', 'oi', kg(40), 'OI-2B'),
    ],
  })
  await did('storing', '2026-07-01T12:00', {
    place: 'kho-lanh',
    items: [{ role: 'subject', item: 'oi-2a' }],
  })
  await did('shipping', '2026-07-04T05:00', {
    to: 'buu-dien',
    items: [{ role: 'dispatched', item: 'oi-2a', amount: kg(150) }],
    details: { despatchAdvice: 'PXK-0456' },
  })
  expect(await api.get('/api/v1/batches/oi-2a')).toMatchObject({
    body: { stays: [{ place: 'kho-lanh', from: '2026-07-01T12:00:00+07:00' }] },
  })

  const fsma = await api.get('/api/v1/trace-exports?item=oi-2a&form=fsma-204&format=json')
  expect(fsma).toMatchObject({
    status: 200,
    body: {
      rows: [
        { critical_tracking_event: 'Harvesting', traceability_lot_code: 'OI-2', quantity: 200 },
        { critical_tracking_event: 'Initial Packing', role: 'input' },
        { critical_tracking_event: 'Initial Packing', traceability_lot_code: 'OI-2A' },
        {
          critical_tracking_event: 'Shipping',
          quantity: 150,
          reference_document_number: 'PXK-0456',
        },
      ],
    },
  })
  const eu = await api.ask('/api/v1/trace-exports?item=oi-2&form=eu-931&lang=vi')
  const [head, first] = Buffer.from(await eu.arrayBuffer())
    .toString()
    .split('\r\n')
  expect(head).toMatch(/^\uFEFFdescription_of_food,/)
  expect(first).toContain('Bưu điện Kỳ Anh')
  const portal = await api.get('/api/v1/trace-exports?item=oi-2a&form=vn-portal&format=json')
  expect(portal).toMatchObject({
    body: {
      rows: expect.arrayContaining([
        expect.objectContaining({ gtin: '08936012340037', so_lo: 'OI-2A' }),
      ]),
    },
  })
})

test('a file is kept under the hash of what is in it, and an operation names it', async () => {
  await using api = await openApi()
  const { did, record } = await openChain(api)
  const send = (name: string, type = 'image/png') =>
    api.ask(`/api/v1/attachments?name=${encodeURIComponent(name)}&recordedBy=Lan`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.from('not a real picture'),
    })
  const sent = await send('cá.png')
  expect(sent.status).toBe(201)
  const { hash } = (await sent.json()) as { hash: string }
  expect((await send('again.png')).status).toBe(201)
  expect((await send('page.html', 'text/html')).status).toBe(415)
  const read = await api.ask(`/api/v1/attachments/${hash}`)
  expect([read.headers.get('content-type'), await read.text()]).toEqual([
    'image/png',
    'not a real picture',
  ])
  expect(read.headers.get('content-disposition')).toContain('attachment')
  const items = [makes('ca-9', 'ca-com', kg(10))]
  const details = { species: 'cá cơm' }
  await did('fish-received', '2026-07-01', { from: 'tau-ca', items, details, attachments: [hash] })
  const missing = await record('fish-received', '2026-07-01', {
    from: 'tau-ca',
    items: [makes('ca-10', 'ca-com', kg(10))],
    details,
    attachments: ['0'.repeat(64)],
  })
  expect(missing).toMatchObject({ status: 400, body: { code: 'REFERENCE_UNKNOWN' } })
})
