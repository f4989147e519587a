import { describe, expect, test } from 'vitest'

import { SECOND } from '#domain/time.ts'

import { getAllPages, openApi } from './api-fixture.ts'
import { name, openSite, place, site } from './api-site.ts'
import { rejection } from './contracts/registry/fixture.ts'

describe('sites and places', () => {
  test('a site is added, read back and changed', async () => {
    await using api = await openApi()
    const made = await api.send('POST', '/api/v1/sites', site)
    expect([made.status, made.headers.get('location')]).toEqual([201, '/api/v1/sites/phu-khuong'])
    const whole = { ...site, timezone: 'Asia/Ho_Chi_Minh', latitude: null, longitude: null }
    expect(made.body).toEqual(whole)
    const changed = await api.send('PATCH', '/api/v1/sites/phu-khuong', { latitude: 18.1 })
    expect(changed.body).toEqual({ ...whole, latitude: 18.1 })
    expect((await api.get('/api/v1/sites/phu-khuong')).body).toEqual({ ...whole, latitude: 18.1 })
    expect((await api.get('/api/v1/sites')).body.items).toEqual([{ ...whole, latitude: 18.1 }])
  })

  test('a place belongs to a site that exists, and is listed with it', async () => {
    await using api = await openSite()
    const homeless = await api.send('POST', '/api/v1/places', { ...place, id: 'x', site: 'none' })
    expect([homeless.status, homeless.body['code']]).toEqual([404, 'REGISTRY_NOT_FOUND'])
    await api.send('PATCH', '/api/v1/places/house-1', { kind: 'yard' })
    expect((await api.get('/api/v1/places?site=phu-khuong')).body.items).toEqual([
      { ...place, kind: 'yard' },
    ])
    expect((await api.get('/api/v1/places?site=other')).body.items).toEqual([])
  })

  test('what exists is not made twice, and what does not exist is not changed', async () => {
    await using api = await openSite()
    for (const [path, body] of [
      ['sites', site],
      ['places', place],
    ] as const) {
      const again = await api.send('POST', `/api/v1/${path}`, body)
      expect([again.status, again.body['code']]).toEqual([409, 'REGISTRY_EXISTS'])
      const missing = await api.send('PATCH', `/api/v1/${path}/nothing`, { name })
      expect([missing.status, missing.body['code']]).toEqual([404, 'REGISTRY_NOT_FOUND'])
      expect((await api.get(`/api/v1/${path}/nothing`)).status).toBe(404)
    }
  })

  test('pages to the end bring every site once', async () => {
    await using api = await openApi()
    const ids = Array.from({ length: 23 }, (_, index) => `site-${String(index).padStart(2, '0')}`)
    for (const id of ids) await api.send('POST', '/api/v1/sites', { id, name })
    const pages = await getAllPages(api, '/api/v1/sites?limit=5')
    expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3])
    expect(pages.flat().map((one) => one['id'])).toEqual(ids)
  })
})

describe('devices', () => {
  test('enrolling shows the secret once, and it is the one that the gateway accepts', async () => {
    await using api = await openSite()
    const made = await api.send('POST', '/api/v1/devices', { id: 'vat-01', place: 'house-1' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      id: 'vat-01',
      name: 'vat-01',
      state: 'enrolled',
      topic: 'nguon/v1/vat-01/readings',
    })
    const secret = String(made.body['secret'])
    expect(await api.registry.credentials.verify('vat-01', secret)).toBe(true)
    const seen = await api.get('/api/v1/devices/vat-01')
    expect(JSON.stringify([seen.body, api.logLines])).not.toContain(secret)
    expect((await api.get('/api/v1/devices?place=house-1')).body.items).toEqual([seen.body])
    expect((await api.get('/api/v1/devices?site=phu-khuong')).body.items).toEqual([seen.body])
  })

  test('a wrong place enrols nothing', async () => {
    await using api = await openApi()
    const refused = await api.send('POST', '/api/v1/devices', { id: 'vat-01', place: 'nowhere' })
    expect([refused.status, refused.body['detail']]).toEqual([404, "There is no place 'nowhere'."])
    expect((await api.get('/api/v1/devices')).body.items).toEqual([])
  })

  test('rotating replaces the secret', async () => {
    await using api = await openApi()
    const made = await api.send('POST', '/api/v1/devices', { id: 'vat-01' })
    const rotated = await api.send('POST', '/api/v1/devices/vat-01/rotate', {})
    expect(rotated.status).toBe(200)
    const verify = (secret: unknown) => api.registry.credentials.verify('vat-01', String(secret))
    expect(await verify(made.body['secret'])).toBe(false)
    expect(await verify(rotated.body['secret'])).toBe(true)
  })

  test.each([
    ['POST', '/api/v1/devices/vat-01/revoke'],
    ['DELETE', '/api/v1/devices/vat-01'],
  ])('%s %s revokes for good', async (method, path) => {
    await using api = await openApi()
    const made = await api.send('POST', '/api/v1/devices', { id: 'vat-01' })
    const revoked = await api.ask(path, { method })
    expect(await revoked.json()).toMatchObject({ id: 'vat-01', state: 'revoked' })
    expect(await api.registry.credentials.verify('vat-01', String(made.body['secret']))).toBe(false)
    const again = await api.send('POST', '/api/v1/devices', { id: 'vat-01' })
    expect([again.status, again.body['code']]).toEqual([409, 'REGISTRY_CONFLICT'])
  })
})

describe('channels and quantities', () => {
  test('a channel is told with its unit, and how often it should report can be said and taken back', async () => {
    await using api = await openApi()
    await api.enrol('vat-01', ['temperature/top', 'salinity'])
    await api.enrol('vat-02', ['ph'])
    const change = (expectedEvery: string | null) =>
      api.send('PATCH', '/api/v1/channels/2', { expectedEvery })
    expect((await change('30s')).body).toMatchObject({ name: 'salinity', expectedEvery: 'PT30S' })
    expect((await change(null)).body).toMatchObject({ expectedEvery: null })
    expect((await change('400d')).body['detail']).toMatch(
      /P400D; accepted is one second to 31 days/,
    )
    const missing = await api.send('PATCH', '/api/v1/channels/99', { expectedEvery: null })
    expect(missing.status).toBe(404)
    const pages = await getAllPages(api, '/api/v1/channels?limit=2')
    expect(pages.flat().map((one) => [one['name'], one['unit']])).toEqual([
      ['temperature/top', 'Cel'],
      ['salinity', '%'],
      ['ph', '[pH]'],
    ])
    expect((await api.get('/api/v1/channels?device=vat-02')).body.items.length).toBe(1)
  })

  test('the table of quantities names units and ranges in both languages', async () => {
    await using api = await openApi()
    const { body } = await api.get('/api/v1/quantities')
    expect(body.items.find((one) => one['id'] === 'temperature')).toMatchObject({
      unit: 'Cel',
      range: [-55, 150],
      name: { vi: 'Nhiệt độ', en: 'Temperature' },
    })
    expect(body.next).toBeNull()
  })
})

describe('rejections', () => {
  test('tell the reason in both languages and what came, newest first', async () => {
    await using api = await openApi()
    const reject = (sequence: number, payload: Uint8Array, code: 'not-json' | 'out-of-range') => ({
      device: 'vat-01',
      code,
      channel: '',
      detail: 'received …',
      topic: 'nguon/v1/vat-01/readings',
      payload,
      sequence,
      receivedAt: sequence * SECOND,
    })
    await api.registry.rejections.add([
      reject(1, Buffer.from('{"temperature": 999}'), 'out-of-range'),
      reject(2, Buffer.from([0xff, 0xfe, 0x00]), 'not-json'),
    ])
    const { body } = await api.get('/api/v1/rejections?timezone=UTC')
    expect(body.items).toEqual([
      expect.objectContaining({
        code: 'not-json',
        text: expect.objectContaining({ vi: expect.stringContaining('JSON') }),
        payload: { bytes: 3, text: null },
        receivedAt: '1970-01-01T00:00:02+00:00',
        count: 1,
      }),
      expect.objectContaining({
        code: 'out-of-range',
        payload: { bytes: 20, text: '{"temperature": 999}' },
      }),
    ])
    const byCode = await api.get('/api/v1/rejections?device=vat-01&code=not-json')
    expect(byCode.body.items.length).toBe(1)
    expect((await getAllPages(api, '/api/v1/rejections?limit=1')).flat().length).toBe(2)
  })

  test('a list shows the beginning of a payload, and one rejection all of it', async () => {
    await using api = await openApi()
    const payload = Buffer.from(`${'x'.repeat(999)}😀${'y'.repeat(60_000)}`)
    await api.registry.rejections.add([rejection(1, { payload })])
    const [listed] = (await api.get('/api/v1/rejections')).body.items
    const shown = { bytes: payload.length, text: 'x'.repeat(999) }
    expect(listed?.['payload']).toEqual(shown)
    const one = await api.get('/api/v1/rejections/1')
    const base64 = payload.toString('base64')
    expect(one.body).toEqual({ ...listed, payload: { ...shown, base64 } })
    const missing = await api.get('/api/v1/rejections/99')
    expect([missing.status, missing.body['detail']]).toEqual([404, "There is no rejection '99'."])
  })
})
