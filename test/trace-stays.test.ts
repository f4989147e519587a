import { expect, test } from 'vitest'
import { z } from 'zod'

import { openApi } from './api-fixture.ts'
import { kg, makes, openChain } from './trace-chain.ts'

const standing = z.object({
  stays: z.array(z.object({ place: z.string(), from: z.string(), until: z.string().nullable() })),
})

async function openGuavas() {
  const api = await openApi()
  const chain = await openChain(api)
  await chain.did('harvesting', '2026-06-01', {
    place: 'lo-a',
    items: [makes('oi-1', 'oi', kg(100), 'OI-1')],
  })
  const store = (place: string, at: string, more: object = {}) =>
    chain.did('storing', at, { place, items: [{ role: 'subject', item: 'oi-1' }], ...more })
  const stays = async () => {
    const { body } = await api.get('/api/v1/batches/oi-1')
    const day = (written: string | null) => written && written.slice(5, 10)
    return standing
      .parse(body)
      .stays.map(({ place, from, until }) => [place, day(from), day(until)])
  }
  const withdraw = (id: string) =>
    api.send('POST', `/api/v1/operations/${id}/withdraw`, { recordedBy: 'Lan', reason: 'ghi nhầm' })
  return { api, chain, store, stays, withdraw }
}

test('stays follow one another in whatever order they are recorded', async () => {
  const { api, store, stays } = await openGuavas()
  await using _api = api
  await store('kho', '2026-06-01')
  await store('kho-lanh', '2026-06-05')
  await store('kho', '2026-06-09')
  await store('lo-a', '2026-06-03')
  expect(await stays()).toEqual([
    ['kho', '06-01', '06-03'],
    ['lo-a', '06-03', '06-05'],
    ['kho-lanh', '06-05', '06-09'],
    ['kho', '06-09', null],
  ])
})

test('a stay that is withdrawn leaves the one before it going on until the next', async () => {
  const { api, store, stays, withdraw } = await openGuavas()
  await using _api = api
  await store('kho', '2026-06-01')
  const wrong = await store('kho-lanh', '2026-06-05')
  await store('lo-a', '2026-06-09')
  expect((await withdraw(wrong)).status).toBe(201)
  expect(await stays()).toEqual([
    ['kho', '06-01', '06-09'],
    ['lo-a', '06-09', null],
  ])
})

test('a stay is corrected where it stands, and leaving ends it', async () => {
  const { api, chain, store, stays } = await openGuavas()
  await using _api = api
  await store('kho', '2026-06-01')
  const middle = await store('kho-lanh', '2026-06-05')
  await store('kho', '2026-06-09')
  await store('kho-lanh', '2026-06-06', { corrects: middle })
  await chain.did('unloading', '2026-06-12', { items: [{ role: 'subject', item: 'oi-1' }] })
  expect(await stays()).toEqual([
    ['kho', '06-01', '06-06'],
    ['kho-lanh', '06-06', '06-09'],
    ['kho', '06-09', '06-12'],
  ])
})
