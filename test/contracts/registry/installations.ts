import { expect, test } from 'vitest'

import { HOUR } from '#domain/time.ts'

import { type OpenRegistry, settle, START, STORE_ROOM, VAT } from './fixture.ts'

export function installationsOfDevices(open: OpenRegistry): void {
  test('a device that is moved stands at one place at a time', async () => {
    await using registry = await open()
    await settle(registry, 'probe-1')
    const first = { device: 'probe-1', place: VAT.id, from: START }
    const atVat = await registry.installations.install(first)
    expect(atVat).toEqual({ id: expect.any(Number), ...first, until: null })
    const second = { device: 'probe-1', place: STORE_ROOM.id, from: START + HOUR }
    const inRoom = await registry.installations.install(second)

    const ended = { ...atVat, until: START + HOUR }
    const { installations } = registry
    expect(await installations.list({ limit: 10 })).toEqual([ended, inRoom])
    expect(await installations.list({ limit: 10, at: START + HOUR - 1 })).toEqual([ended])
    expect(await installations.list({ limit: 10, at: START + HOUR })).toEqual([inRoom])
    expect(await installations.list({ limit: 10, at: START - 1 })).toEqual([])
    expect(await installations.list({ limit: 10, place: VAT.id })).toEqual([ended])
    expect(await installations.list({ limit: 10, device: 'probe-1', after: ended.id })).toEqual([
      inRoom,
    ])
    expect(await installations.list({ limit: 1, device: 'probe-1' })).toEqual([ended])
  })

  test('an overlap is refused and changes nothing', async () => {
    await using registry = await open()
    await settle(registry, 'probe-1')
    const { installations } = registry
    const { id } = await installations.install({ device: 'probe-1', place: VAT.id, from: START })
    const overlap = { device: 'probe-1', place: STORE_ROOM.id, from: START }
    const refused = { code: 'REGISTRY_CONFLICT', message: expect.stringContaining('vat-1') }
    await expect(installations.install(overlap)).rejects.toMatchObject(refused)
    await expect(installations.install({ ...overlap, from: START - 1 })).rejects.toMatchObject(
      refused,
    )
    expect(await installations.list({ limit: 10 })).toMatchObject([{ id, until: null }])

    await installations.end(id, START + HOUR)
    await expect(installations.install({ ...overlap, from: START + 1 })).rejects.toMatchObject(
      refused,
    )
    await installations.install({ ...overlap, from: START + HOUR })
    expect(await installations.list({ limit: 10 })).toMatchObject([
      { until: START + HOUR },
      { until: null },
    ])
  })

  test('an installation ends once, after it began', async () => {
    await using registry = await open()
    await settle(registry, 'probe-1')
    const { installations } = registry
    const { id } = await installations.install({ device: 'probe-1', place: VAT.id, from: START })
    await expect(installations.end(id, START)).rejects.toMatchObject({ code: 'REGISTRY_CONFLICT' })
    const ended = await installations.end(id, START + HOUR)
    expect(ended.until).toBe(START + HOUR)
    expect(await installations.end(id, START + HOUR)).toEqual(ended)
    await expect(installations.end(id, START + 1)).rejects.toMatchObject({
      code: 'REGISTRY_CONFLICT',
    })
    await expect(installations.end(id + 1, START + 1)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    })
  })

  test('a mistaken installation is taken back, and what it ended goes on', async () => {
    await using registry = await open()
    await settle(registry, 'probe-1', 'probe-2')
    const { installations } = registry
    const early = { device: 'probe-1', place: VAT.id, from: START - HOUR }
    const other = { device: 'probe-2', place: VAT.id, from: START }
    const atVat = await installations.install(early)
    const another = await installations.install(other)
    await installations.end(another.id, START + 2 * HOUR)
    const move = { device: 'probe-1', place: STORE_ROOM.id, from: START + 2 * HOUR }
    const mistaken = await installations.install(move)

    expect(await installations.remove(mistaken.id)).toEqual(mistaken)
    const left = [atVat, { ...another, until: START + 2 * HOUR }]
    expect(await installations.list({ limit: 10 })).toEqual(left)
    await installations.install({ ...move, from: START + HOUR })
    expect(await installations.list({ limit: 10, device: 'probe-1' })).toMatchObject([
      { until: START + HOUR },
      { from: START + HOUR, until: null },
    ])
    await expect(installations.remove(mistaken.id)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    })
  })

  test('an installation may begin before the device was enrolled', async () => {
    await using registry = await open()
    await settle(registry, 'probe-1')
    const early = { device: 'probe-1', place: VAT.id, from: START - HOUR }
    expect(await registry.installations.install(early)).toMatchObject(early)
  })

  test('a device or a place that does not exist is named', async () => {
    await using registry = await open()
    await settle(registry, 'probe-1')
    const wrong = { device: 'x', place: VAT.id, from: START }
    await expect(registry.installations.install(wrong)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining('device "x"'),
    })
    const nowhere = { device: 'probe-1', place: 'y', from: START }
    await expect(registry.installations.install(nowhere)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining('place "y"'),
    })
  })
}
