import { expect, test } from 'vitest'

import { HOUR } from '#domain/time.ts'

import { openApi } from './api-fixture.ts'

const MODE = '/api/v1/sites/site/mode'
const TYPHOON = { mode: 'typhoon', by: 'Lan', reason: 'bão số 5', duration: 'PT12H' }

async function openSite() {
  const api = await openApi()
  await api.send('POST', '/api/v1/sites', { id: 'site', name: { vi: 'Mắm', en: 'Sauce' } })
  return api
}

test('a mode is set, read, ended and kept, with who and why', async () => {
  await using api = await openSite()
  expect((await api.get(MODE)).body).toEqual({ mode: null })
  const { status, body } = await api.send('PUT', MODE, TYPHOON)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    site: 'site',
    mode: 'typhoon',
    name: { vi: 'Chống bão', en: 'Typhoon' },
    by: 'Lan',
    reason: 'bão số 5',
    ended: null,
  })
  const [from, until] = [body['from'], body['until']].map((at) => Date.parse(String(at)))
  expect((until ?? 0) - (from ?? 0)).toBe(12 * HOUR)
  expect((await api.get(MODE)).body).toEqual({ mode: body })

  const ended = await api.send('DELETE', `${MODE}?by=Minh&reason=b%C3%A3o%20tan`, {})
  expect(ended.body['ended']).toMatchObject({ by: 'Minh', reason: 'bão tan' })
  expect((await api.get(MODE)).body).toEqual({ mode: null })
  const again = await api.send('DELETE', `${MODE}?by=Minh&reason=x`, {})
  expect([again.status, again.body['detail']]).toEqual([404, expect.stringContaining('no mode')])

  await api.send('PUT', MODE, { ...TYPHOON, mode: 'maintenance', duration: 'PT2H' })
  const { body: history } = await api.get('/api/v1/sites/site/modes')
  expect(history.items.map(({ mode }) => mode)).toEqual(['typhoon', 'maintenance'])
})

test.each<[object, string]>([
  [{ mode: 'flood' }, 'one of typhoon, maintenance'],
  [{ duration: 'PT73H' }, 'is 73 hours; accepted is at most 72 hours for typhoon'],
  [{ mode: 'maintenance', duration: 'PT13H' }, 'at most 12 hours for maintenance'],
  [{ duration: 'soon' }, 'a duration such as'],
  [{ by: '' }, "Field 'by'"],
  [{ reason: undefined }, "Field 'reason' is missing"],
  [{ until: '2100-01-01' }, "Field 'until' is not known"],
])('a mode with %j is refused and not set', async (change, detail) => {
  await using api = await openSite()
  const { status, body } = await api.send('PUT', MODE, { ...TYPHOON, ...change })
  expect(status).toBe(400)
  expect(body['detail']).toContain(detail)
  expect((await api.get(MODE)).body).toEqual({ mode: null })
})

test('who ends it and why must be said, and the site must be there', async () => {
  await using api = await openSite()
  await api.send('PUT', MODE, TYPHOON)
  const { status, body } = await api.send('DELETE', `${MODE}?by=Lan`, {})
  expect([status, body['detail']]).toEqual([400, expect.stringContaining("'reason' is missing")])
  for (const [method, target] of [
    ['GET', '/api/v1/sites/none/mode'],
    ['GET', '/api/v1/sites/none/modes'],
    ['PUT', '/api/v1/sites/none/mode'],
    ['DELETE', '/api/v1/sites/none/mode?by=Lan&reason=x'],
  ] as const) {
    const answer = method === 'GET' ? api.get(target) : api.send(method, target, TYPHOON)
    expect([target, (await answer).status]).toEqual([target, 404])
  }
})
