import { describe, expect, test } from 'vitest'

import type { Channel } from '#domain/channel.ts'
import { HOUR, MINUTE, type Instant } from '#domain/time.ts'

import { getAllPages, openApi, type Api } from './api-fixture.ts'

const name = { vi: 'Bể', en: 'Vat' }

/** Vats a to e of one site, and one of another; each with a device that has a top temperature. */
async function openVats() {
  const api = await openApi()
  for (const site of ['phu-khuong', 'other']) {
    const coordinates = { latitude: null, longitude: null }
    await api.registry.sites.create({
      id: site,
      name,
      timezone: 'Asia/Ho_Chi_Minh',
      ...coordinates,
    })
  }
  for (const letter of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const site = letter === 'f' ? 'other' : 'phu-khuong'
    await api.registry.places.create({ id: `vat-${letter}`, site, kind: 'vat', name })
  }
  return api
}

async function measure(
  api: Api,
  letter: string,
  { value, at }: { value: number; at: Instant },
): Promise<Channel> {
  const [channel] = await api.enrol(`box-${letter}`, ['temperature/top'])
  if (channel === undefined) throw new Error('no channel')
  const place = `vat-${letter}`
  await api.registry.installations.install({ device: channel.device, place, from: at - HOUR })
  await api.registry.channels.setExpectedEvery(channel.id, 10 * MINUTE)
  await api.write(channel, at, MINUTE, [value])
  return channel
}

describe('how every place is now', () => {
  test('the worst first, with what makes it so and what to do', async () => {
    await using api = await openVats()
    const now = Date.now()
    await measure(api, 'a', { value: 36, at: now - MINUTE })
    await measure(api, 'b', { value: 46, at: now - MINUTE })
    await measure(api, 'c', { value: 51, at: now - MINUTE })
    await measure(api, 'd', { value: 36, at: now - 31 * MINUTE })
    const { status, body } = await api.get('/api/v1/conditions?site=phu-khuong')
    expect(status).toBe(200)
    expect(body.items.map(({ place, state }) => [place, state])).toEqual([
      ['vat-c', 'critical'],
      ['vat-d', 'silent'],
      ['vat-b', 'warning'],
      ['vat-e', 'unknown'],
      ['vat-a', 'good'],
    ])
    expect(body.items[0]).toMatchObject({
      device: 'box-c',
      channel: 'temperature/top',
      value: 51,
      unit: 'Cel',
      stateName: { vi: 'Nguy hiểm', en: 'Critical' },
      response: { en: expect.stringContaining('shade the vat') },
    })
    expect(body.items[4]).toMatchObject({ value: 36, response: null })
    expect(body.items[3]).toMatchObject({ device: null, channel: null, measuredAt: null })
  })

  test('a channel that comes only on change is silent only when its whole device is', async () => {
    await using api = await openVats()
    const now = Date.now()
    for (const [letter, at] of [
      ['a', now - MINUTE],
      ['b', now - 2 * HOUR],
    ] as const) {
      const device = `box-${letter}`
      const [top, door] = await api.enrol(device, ['temperature/top', 'door'])
      if (top === undefined || door === undefined) throw new Error('no channel')
      const stand = { device, place: `vat-${letter}`, from: now - 9 * HOUR }
      await api.registry.installations.install(stand)
      await api.write(door, now - 8 * HOUR, MINUTE, [0])
      await api.write(top, at, MINUTE, [36])
    }
    const { body } = await api.get('/api/v1/conditions?site=phu-khuong')
    const states = Object.fromEntries(body.items.map(({ place, state }) => [place, state]))
    expect(states).toMatchObject({ 'vat-a': 'good', 'vat-b': 'silent' })
  })

  test('a device that has gone elsewhere says nothing of the place, and of the other only what it measured there', async () => {
    await using api = await openVats()
    const now = Date.now()
    const channel = await measure(api, 'a', { value: 51, at: now - MINUTE })
    const move = { device: 'box-a', place: 'vat-b', from: now - 30_000 }
    await api.registry.installations.install(move)
    const unknown = await api.get('/api/v1/conditions')
    expect(unknown.body.items.map(({ state }) => state)).toEqual(Array(6).fill('unknown'))
    await api.write(channel, now - 10_000, MINUTE, [52])
    const { body } = await api.get('/api/v1/conditions')
    expect(body.items.map(({ place, state }) => [place, state]).slice(0, 2)).toEqual([
      ['vat-b', 'critical'],
      ['vat-a', 'unknown'],
    ])
    expect(body.items).toHaveLength(6)
  })

  test('pages put together are the whole, the worst first', async () => {
    await using api = await openVats()
    const now = Date.now()
    await measure(api, 'b', { value: 46, at: now - MINUTE })
    await measure(api, 'c', { value: 51, at: now - MINUTE })
    const { body } = await api.get('/api/v1/conditions')
    const pages = await getAllPages(api, '/api/v1/conditions?limit=4')
    expect(pages.map(({ length }) => length)).toEqual([4, 2])
    expect(pages.flat()).toEqual(body.items)
    expect(body.items.map(({ place }) => place).slice(0, 2)).toEqual(['vat-c', 'vat-b'])
  })

  test('a site that is not there is a 404 that names it', async () => {
    await using api = await openApi()
    const { status, body } = await api.get('/api/v1/conditions?site=nowhere')
    expect([status, body['detail']]).toEqual([404, "There is no site 'nowhere'."])
  })
})
