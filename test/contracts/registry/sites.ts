import { expect, test } from 'vitest'

import { type OpenRegistry, PHU_KHUONG, settle, STORE_ROOM, VAT } from './fixture.ts'

export function sitesAndPlaces(open: OpenRegistry): void {
  test('a site is what was created, and what it was changed to', async () => {
    await using registry = await open()
    expect(await registry.sites.get(PHU_KHUONG.id)).toBeUndefined()
    expect(await registry.sites.create(PHU_KHUONG)).toEqual(PHU_KHUONG)
    expect(await registry.sites.get(PHU_KHUONG.id)).toEqual(PHU_KHUONG)

    const moved = { ...PHU_KHUONG, latitude: null, longitude: null }
    const change = { latitude: null, longitude: null }
    expect(await registry.sites.update(PHU_KHUONG.id, change)).toEqual(moved)
    expect(await registry.sites.update(PHU_KHUONG.id, {})).toEqual(moved)
    expect(await registry.sites.get(PHU_KHUONG.id)).toEqual(moved)
  })

  test('an id is given once, and what is missing is named', async () => {
    await using registry = await open()
    await settle(registry)
    await expect(registry.sites.create(PHU_KHUONG)).rejects.toMatchObject({
      code: 'REGISTRY_EXISTS',
      retry: false,
      message: expect.stringContaining('site "phu-khuong"'),
    })
    await expect(registry.places.create(VAT)).rejects.toMatchObject({ code: 'REGISTRY_EXISTS' })
    await expect(registry.sites.update('x', {})).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining('site "x"'),
    })
    await expect(registry.places.create({ ...VAT, id: 'v2', site: 'x' })).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining('site "x"'),
    })
    expect(await registry.places.get('v2')).toBeUndefined()
  })

  test('a place is what was created, and what it was changed to', async () => {
    await using registry = await open()
    await settle(registry)
    expect(await registry.places.get(VAT.id)).toEqual(VAT)
    const renamed = { ...VAT, name: { vi: 'Bể "một"; drop table', en: '' } }
    expect(await registry.places.update(VAT.id, { name: renamed.name })).toEqual(renamed)
    expect(await registry.places.get(VAT.id)).toEqual(renamed)
  })

  test('lists come in pages, in the order of their ids', async () => {
    await using registry = await open()
    await settle(registry)
    await registry.sites.create({ ...PHU_KHUONG, id: 'khe-xai' })
    await registry.places.create({ ...VAT, id: 'block-1', site: 'khe-xai', kind: 'orchard-block' })

    const sites = await registry.sites.list({ limit: 1 })
    expect(sites.map(({ id }) => id)).toEqual(['khe-xai'])
    expect(await registry.sites.list({ limit: 5, after: 'khe-xai' })).toEqual([PHU_KHUONG])
    expect(await registry.sites.list({ limit: 5, after: PHU_KHUONG.id })).toEqual([])
    expect((await registry.places.list({ limit: 5 })).map(({ id }) => id)).toEqual([
      'block-1',
      'room-1',
      'vat-1',
    ])
    const ofSite = { limit: 5, site: PHU_KHUONG.id }
    expect(await registry.places.list(ofSite)).toEqual([STORE_ROOM, VAT])
    expect(await registry.places.list({ ...ofSite, after: 'room-1' })).toEqual([VAT])
    expect(await registry.places.list({ ...ofSite, kind: 'vat' })).toEqual([VAT])
    expect(await registry.places.list({ ...ofSite, kind: 'orchard-block' })).toEqual([])
    const kinds = ['vat', 'room'] as const
    expect(await registry.places.list({ ...ofSite, kind: kinds })).toEqual([STORE_ROOM, VAT])
  })
}
