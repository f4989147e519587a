import { describe, expect, test } from 'vitest'

import { getAllPages } from './api-fixture.ts'
import { openSite, place } from './api-site.ts'

describe('installations', () => {
  test('a device moves, and where it stood is known for every instant', async () => {
    await using api = await openSite()
    await api.send('POST', '/api/v1/places', { ...place, id: 'house-2' })
    await api.send('POST', '/api/v1/devices', { id: 'vat-01' })
    const path = '/api/v1/installations'
    await api.send('POST', path, { device: 'vat-01', place: 'house-1', from: '2026-10-01' })
    const moved = await api.send('POST', `${path}?timezone=UTC`, {
      device: 'vat-01',
      place: 'house-2',
      from: '2026-10-02T00:00:00+07:00',
    })
    expect(moved.body).toMatchObject({
      place: 'house-2',
      from: '2026-10-01T17:00:00+00:00',
      until: null,
    })
    const placesAt = async (at: string) =>
      (await api.get(`${path}?device=vat-01&at=${at}`)).body.items.map((one) => one['place'])
    expect(await placesAt('2026-10-01T12:00')).toEqual(['house-1'])
    expect(await placesAt('2026-10-02')).toEqual(['house-2'])
    const ended = await api.send('POST', `${path}/${Number(moved.body['id'])}/end`, {
      until: '2026-10-03',
    })
    expect(ended.body['until']).toBe('2026-10-03T00:00:00+07:00')
    expect(await placesAt('2026-10-03')).toEqual([])
    expect((await getAllPages(api, `${path}?limit=1`)).flat().length).toBe(2)
  })

  test('a device does not stand at two places at once', async () => {
    await using api = await openSite()
    await api.send('POST', '/api/v1/devices', { id: 'vat-01' })
    const install = (from: string) =>
      api.send('POST', '/api/v1/installations', { device: 'vat-01', place: 'house-1', from })
    await install('2026-10-02')
    const overlap = await install('2026-10-01')
    expect([overlap.status, overlap.body['code']]).toEqual([409, 'REGISTRY_CONFLICT'])
    const unknown = await api.send('POST', '/api/v1/installations/99/end', {})
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'REGISTRY_NOT_FOUND'])
  })
})

describe('mistaken installations', () => {
  test('one in the future is refused, and so is such an end', async () => {
    await using api = await openSite()
    await api.send('POST', '/api/v1/devices', { id: 'vat-01' })
    const path = '/api/v1/installations'
    const body = { device: 'vat-01', place: 'house-1' }
    const refused = await api.send('POST', path, { ...body, from: '2199-01-01' })
    expect([refused.status, refused.body['detail']]).toEqual([
      400,
      "Field 'from' is 2199-01-01T00:00:00+07:00; accepted is a time that is not in the future.",
    ])
    const made = await api.send('POST', path, body)
    const end = `${path}/${Number(made.body['id'])}/end`
    const endless = await api.send('POST', end, { until: '2199-01-01' })
    expect([endless.status, endless.body['detail']]).toEqual([
      400,
      expect.stringContaining("'until' is 2199-01-01T00:00:00+07:00"),
    ])
    expect((await api.get(path)).body.items).toMatchObject([{ until: null }])
  })

  test('one with a mistyped date is taken back and made again, also before the enrolment', async () => {
    await using api = await openSite()
    await api.send('POST', '/api/v1/devices', { id: 'vat-01', place: 'house-1' })
    const path = '/api/v1/installations'
    const early = { device: 'vat-01', place: 'house-1', from: '2026-01-01' }
    expect((await api.send('POST', path, early)).status).toBe(409)
    const [mistaken] = (await api.get(path)).body.items
    const target = `${path}/${Number(mistaken?.['id'])}`
    const removed = await api.send('DELETE', target, {})
    expect([removed.status, removed.body]).toEqual([200, mistaken])
    expect((await api.send('POST', path, early)).status).toBe(201)
    const again = await api.send('DELETE', target, {})
    expect([again.status, again.body['code']]).toEqual([404, 'REGISTRY_NOT_FOUND'])
  })
})
