import { expect, test } from 'vitest'
import { z } from 'zod'

import { findEventFlaws } from '#trace/epcis/flaws.ts'

import { openApi } from './api-fixture.ts'
import { kg, litres, makes, makeSauce, openChain, pieces, UNITS, uses } from './trace-chain.ts'

const findings = (...checks: string[]) => ({
  status: 409,
  body: { findings: checks.map((check) => ({ check })) },
})
const subject = (item: string) => ({ role: 'subject', item })
const ship = (item: string, amount: unknown = null) => ({
  to: 'buu-dien',
  items: [{ role: 'dispatched', item, amount }],
})

test('a release frees what it names and nothing else, and only what is held', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const hold = await chain.did('holding', '2026-03-16', {
    items: [subject('cot-1'), subject('chai-1')],
    details: { reason: 'nghi lẫn lô' },
  })
  const details = { hold, reason: 'kiểm lại đạt' }
  await chain.did('releasing', '2026-03-17', { items: [subject('cot-1')], details })
  const shipped = await chain.record('shipping', '2026-03-18', ship('chai-1', pieces(1)))
  expect(shipped).toMatchObject(findings('hold'))
  const again = await chain.record('releasing', '2026-03-18', {
    items: [subject('cot-1')],
    details,
  })
  expect(again).toMatchObject(findings('hold'))
})

test('a hold on a pallet holds the cases on it, and its recall reaches them', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  await chain.did('returning', '2026-03-20', {
    from: 'buu-dien',
    items: [{ role: 'returned', item: UNITS.pallet }],
    details: { reason: 'sai đơn' },
  })
  await chain.did('holding', '2026-03-21', {
    items: [subject(UNITS.pallet)],
    details: { reason: 'ướt' },
  })
  const shipped = await chain.record('shipping', '2026-03-22', ship(UNITS.case))
  expect(shipped).toMatchObject(findings('hold'))
  const order = { item: UNITS.pallet, isDrill: true, recordedBy: 'Lan', reason: 'diễn tập' }
  const { body } = await api.send('POST', '/api/v1/recalls', order)
  const items = [{ item: UNITS.pallet }, { item: UNITS.case }, { item: 'chai-1' }]
  expect(body).toMatchObject({
    items: expect.arrayContaining(items.map((one) => expect.objectContaining(one))),
  })
})

test('goods leave once, in amounts, and no more come back than left', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const twice = await chain.record('shipping', '2026-03-20', ship(UNITS.pallet))
  expect(twice).toMatchObject(findings('already-dispatched'))
  const empty = await chain.record('shipping', '2026-03-20', ship('089360123400000037'))
  expect(empty).toMatchObject(findings('nothing-packed'))
  expect(await chain.record('shipping', '2026-03-20', ship('chai-1'))).toMatchObject(
    findings('form'),
  )
  const back = await chain.record('returning', '2026-03-20', {
    from: 'buu-dien',
    items: [{ role: 'returned', item: 'chai-1', amount: pieces(5_000) }],
    details: { reason: 'trả lại' },
  })
  expect(back).toMatchObject(findings('more-than-there-is'))
})

test('what a vat was salted with is not withdrawn while draws came from it', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const { body } = await api.get('/api/v1/operations?kind=salting')
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(body)
  const [salting] = items
  const said = { recordedBy: 'Lan', reason: 'ghi nhầm' }
  const withdrawn = await api.send('POST', `/api/v1/operations/${salting?.id}/withdraw`, said)
  expect(withdrawn.status).toBe(409)
})

test('a withdrawal is not withdrawn', async () => {
  await using api = await openApi()
  const { did } = await openChain(api)
  const received = await did('salt-received', '2025-02-01', {
    from: 'tau-ca',
    items: [makes('muoi-9', 'muoi', kg(10))],
  })
  const said = { recordedBy: 'Lan', reason: 'ghi nhầm' }
  const { body } = await api.send('POST', `/api/v1/operations/${received}/withdraw`, said)
  const { id } = z.object({ id: z.string() }).parse(body)
  expect((await api.send('POST', `/api/v1/operations/${id}/withdraw`, said)).status).toBe(409)
})

test('tonnes and litres count in a vat, and brine is washed through the residue whichever is named first', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  const details = { species: 'cá cơm' }
  const tonnes = { value: 3, unit: 't' }
  await chain.did('fish-received', '2025-01-01', {
    from: 'tau-ca',
    items: [makes('ca', 'ca-com', tonnes)],
    details,
  })
  await chain.did('salt-received', '2025-01-02', {
    from: 'tau-ca',
    items: [makes('muoi-2', 'muoi', kg(900))],
  })
  await chain.did('salting', '2025-01-03', {
    place: 'be-07',
    items: [
      uses('ca', tonnes),
      uses('muoi-2', kg(900)),
      { role: 'output', item: 'be', create: { product: 'chuop' } },
    ],
  })
  await chain.did('drawing', '2026-01-03', {
    items: [uses('be'), makes('cot', 'nuoc-cot', litres(1_200))],
    details: { order: 1 },
  })
  await chain.did('washing', '2026-01-05', {
    items: [uses('cot', litres(100)), uses('be'), makes('long-1', 'nuoc-cot', litres(300))],
    details: { order: 1 },
  })
  const { body } = await api.get('/api/v1/genealogy?item=be&way=down')
  const { nodes } = z
    .object({ nodes: z.array(z.object({ item: z.string().nullable() })) })
    .parse(body)
  const items = nodes.flatMap(({ item }) => item ?? [])
  expect(items.toSorted()).toEqual(['be', 'cot', 'long-1'])
})

test('a batch keeps its name when buyers may read it', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const patch = (fields: object) =>
    api.send('PATCH', '/api/v1/batches/chai-1', { recordedBy: 'Lan', ...fields })
  await patch({ name: 'Chai tháng 3' })
  expect(await patch({ published: true })).toMatchObject({ body: { name: 'Chai tháng 3' } })
})

test('whatever is recorded is an event that a partner would take', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  await chain.did('spraying', '2026-06-01', {
    place: 'lo-a',
    details: { product: 'Movento', dose: '10 mL', preHarvestIntervalDays: 14 },
  })
  const events = z
    .object({
      epcisBody: z.object({
        queryResults: z.object({ resultsBody: z.object({ eventList: z.array(z.unknown()) }) }),
      }),
    })
    .parse(await (await api.ask('/epcis/events?perPage=100')).json()).epcisBody
    .queryResults.resultsBody
  expect(events.eventList.length).toBeGreaterThan(12)
  for (const event of events.eventList) expect([event, findEventFlaws(event)]).toEqual([event, []])
})
