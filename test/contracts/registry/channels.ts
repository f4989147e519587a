import { expect, test } from 'vitest'

import { enrol, type OpenRegistry } from './fixture.ts'

export function channels(open: OpenRegistry): void {
  test('a channel is made on first sight and stays the same', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    await enrol(registry, 'probe-2')
    const top = await registry.channels.ensure('probe-1', 'temperature/top', 'temperature')
    expect(top).toMatchObject({
      device: 'probe-1',
      name: 'temperature/top',
      quantity: 'temperature',
    })
    expect(await registry.channels.ensure('probe-1', 'temperature/top', 'temperature')).toEqual(top)
    const other = await registry.channels.ensure('probe-2', 'temperature/top', 'temperature')
    expect(other.id).not.toBe(top.id)
  })

  test('the channels of an unknown device are undefined, of a new one none', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    expect(await registry.channels.ofDevice('nobody')).toBeUndefined()
    expect(await registry.channels.ofDevice('probe-1')).toEqual([])
    await expect(registry.channels.ensure('nobody', 'ph', 'ph')).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining('device "nobody"'),
    })
  })

  test('many are made at once, in the order asked, without those of unknown devices', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    await enrol(registry, 'probe-2')
    const ph = await registry.channels.ensure('probe-2', 'ph', 'ph')
    const wanted = [
      { device: 'probe-1', name: 'temperature/top', quantity: 'temperature' },
      { device: 'nobody', name: 'ph', quantity: 'ph' },
      { device: 'probe-2', name: 'ph', quantity: 'ph' },
      { device: 'probe-1', name: 'temperature/top', quantity: 'temperature' },
      { device: 'probe-1', name: 'ph', quantity: 'ph' },
    ]
    const [top, nobody, known, again, other] = await registry.channels.ensureAll(wanted)
    expect(top).toMatchObject(wanted[0] ?? {})
    expect(nobody).toBeUndefined()
    expect(known).toEqual(ph)
    expect(again).toEqual(top)
    expect(new Set([top?.id, known?.id, other?.id])).toEqual(new Set([1, 2, 3]))
    const devices = await registry.channels.ofDevices(['probe-2', 'nobody', 'probe-1'])
    expect(devices).toEqual(
      new Map([
        ['probe-1', [top, other]],
        ['probe-2', [ph]],
      ]),
    )
  })

  test('channels that have readings keep their ids, and nobody else gets them', async () => {
    await using registry = await open()
    for (const id of ['probe-1', 'probe-2', 'probe-3']) await enrol(registry, id)
    const ph = (device: string, id: number) => ({ id, device, name: 'ph', quantity: 'ph' })
    const squatter = await registry.channels.ensure('probe-3', 'ph', 'ph')
    const moved = await registry.channels.ensure('probe-2', 'ph', 'ph')
    await registry.channels.setExpectedEvery(moved.id, 60_000)
    const filed = [ph('probe-1', squatter.id), ph('probe-2', 5), ph('probe-2', 7), ph('gone', 90)]
    expect(await registry.channels.adopt(filed)).toEqual([ph('gone', 90)])
    expect(await registry.channels.adopt(filed)).toEqual([ph('gone', 90)])
    expect(await registry.channels.list({ limit: 9 })).toMatchObject([
      ph('probe-1', squatter.id),
      { ...ph('probe-2', 7), expectedEvery: 60_000 },
      ph('probe-3', 91),
    ])
    await enrol(registry, 'gone')
    expect((await registry.channels.ensure('gone', 'co2', 'co2')).id).toBe(92)
    expect(await registry.channels.adopt(filed)).toEqual([])
    expect(await registry.channels.ensure('gone', 'ph', 'ph')).toEqual(ph('gone', 90))
  })

  test('how often a channel should report is remembered', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    const before = Date.now()
    const { id } = await registry.channels.ensure('probe-1', 'ph', 'ph')
    const expectedEvery = async () => {
      const [record] = await registry.channels.list({ limit: 1 })
      expect(record?.firstSeenAt).toBeGreaterThanOrEqual(before)
      return record?.expectedEvery
    }
    expect(await expectedEvery()).toBeNull()
    await registry.channels.setExpectedEvery(id, 900_000)
    expect(await expectedEvery()).toBe(900_000)
    await registry.channels.setExpectedEvery(id, null)
    expect(await expectedEvery()).toBeNull()
    await expect(registry.channels.setExpectedEvery(id + 1, 1)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    })
  })

  test('a thousand channels, made by two at once, are one thousand and come in pages', async () => {
    await using registry = await open()
    await using other = await open({ beside: registry })
    await enrol(registry, 'probe-1')
    await enrol(registry, 'probe-2')
    const names = Array.from({ length: 1_000 }, (_, index) => `temperature/${index}`)
    const made = await Promise.all(
      [registry, other].map((each) =>
        Promise.all(names.map((name) => each.channels.ensure('probe-1', name, 'temperature'))),
      ),
    )
    expect(made[0]).toEqual(made[1])
    const inBulk = names.map((name) => ({ device: 'probe-1', name, quantity: 'temperature' }))
    expect(await other.channels.ensureAll(inBulk)).toEqual(made[0])
    await registry.channels.ensure('probe-2', 'ph', 'ph')

    const ofDevice = await registry.channels.ofDevice('probe-1')
    expect(new Set(ofDevice?.map(({ id }) => id)).size).toBe(1_000)
    const paged: number[] = []
    for (let after = 0; ; after = paged.at(-1) ?? 0) {
      const page = await registry.channels.list({ device: 'probe-1', after, limit: 300 })
      paged.push(...page.map(({ id }) => id))
      if (page.length < 300) break
    }
    expect(paged).toEqual(ofDevice?.map(({ id }) => id))
    expect((await registry.channels.list({ limit: 2_000 })).length).toBe(1_001)
  })
}
