import { expect, test } from 'vitest'

import { openApi, type Api } from './api-fixture.ts'
import { makeSauce, openChain, UNITS } from './trace-chain.ts'

const PAGE = '/01/08936012340020/10/PK-2026-03'

test('a bottle of sauce leads back to its vat, a pallet to its bottles, and a recall of the vat reaches them', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  expect((await fetch(new URL(PAGE, api.url))).status).toBe(404)
  for (const batch of ['chai-1', 'chuop-07']) await publish(api, batch)

  const bottle = await read(api, PAGE)
  expect(bottle).toContain('be-07, Phú Khương')
  expect(bottle).toContain('kho, Phú Khương')
  expect(bottle).toContain('HTX Phú Khương')
  expect(bottle).not.toContain('role="alert"')
  const pallet = await read(api, `/00/${UNITS.pallet}`)
  expect(pallet).toContain(`href="..${PAGE}?lang=vi"`)

  const items = [{ role: 'subject', item: 'chuop-07' }]
  await chain.did('recalling', '2026-04-01', { items, details: { reason: 'histamine' } })
  expect(await read(api, PAGE)).toContain('Nhà sản xuất thu hồi lô hàng này.')
})

async function publish(api: Api, batch: string): Promise<void> {
  const body = { recordedBy: 'Lan', published: true }
  const { status } = await api.send('PATCH', `/api/v1/batches/${batch}`, body)
  expect(status).toBe(200)
}

async function read(api: Api, target: string): Promise<string> {
  const response = await fetch(new URL(target, api.url))
  expect(response.status).toBe(200)
  return await response.text()
}
