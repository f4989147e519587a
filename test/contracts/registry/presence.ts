import { array, assert, asyncProperty, constantFrom, nat, tuple } from 'fast-check'
import { expect, test } from 'vitest'

import type { Presence } from '#domain/device.ts'

import { enrol, type OpenRegistry, START } from './fixture.ts'

export function presence(open: OpenRegistry): void {
  test('presence is the newest change, and the history tells all of them', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    await registry.presence.record([change('online', 0), change('offline', 10)])
    expect(await registry.devices.get('probe-1')).toMatchObject({
      presence: 'offline',
      presenceAt: START + 10,
    })
    expect(await registry.presence.history('probe-1', 10)).toEqual([
      { presence: 'offline', at: START + 10 },
      { presence: 'online', at: START },
    ])
    expect(await registry.presence.history('probe-1', 1)).toHaveLength(1)
  })

  test('a change that arrives late goes into the history only', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    await registry.presence.record([change('online', 0)])
    await registry.presence.record([change('offline', -10)])
    expect(await registry.devices.get('probe-1')).toMatchObject({ presence: 'online' })
    expect(await registry.presence.history('probe-1', 10)).toHaveLength(2)
  })

  test('the same again is no change, and a replay records nothing twice', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    for (let replay = 0; replay < 2; replay++) {
      await registry.presence.record([
        change('online', 0),
        change('online', 5),
        change('offline', 10),
      ])
    }
    expect(await registry.devices.get('probe-1')).toMatchObject({ presenceAt: START + 10 })
    const history = await registry.presence.history('probe-1', 10)
    expect(history.map(({ at }) => at)).toEqual([START + 10, START])
  })

  test('a device that flaps loses the oldest of its history', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    const flaps = Array.from({ length: 1_010 }, (_, at) =>
      change(at % 2 ? 'offline' : 'online', at),
    )
    await registry.presence.record(flaps)
    const history = await registry.presence.history('probe-1', 2_000)
    expect(history).toHaveLength(1_000)
    expect(history[0]?.at).toBe(START + 1_009)
  })

  test('of an unknown device is left out, and said', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    const changes = [change('online', 0, 'x'), change('online', 0), change('offline', 1, 'x')]
    expect(await registry.presence.record(changes)).toEqual(new Set(['x']))
    expect(await registry.presence.record([])).toEqual(new Set())
    expect(await registry.presence.history('x', 10)).toEqual([])
    expect(await registry.presence.history('probe-1', 10)).toHaveLength(1)
  })

  test('thousands of devices that connect at once are online', async () => {
    await using registry = await open()
    const ids = Array.from({ length: 1_200 }, (_, index) => `probe-${index}`)
    for (const id of ids) await enrol(registry, id)
    await registry.presence.record(ids.map((id) => change('online', 0, id)))
    const devices = await registry.devices.list({ limit: 2_000 })
    expect(devices.filter(({ presence: now }) => now === 'online')).toHaveLength(1_200)
  })

  test('whatever the batches, the same changes make the same history', async () => {
    const steps = array(tuple(constantFrom<Presence>('online', 'offline'), nat(12), nat(1)), {
      maxLength: 30,
    })
    const property = asyncProperty(steps, nat(6), async (told, size) => {
      await using one = await open()
      await using many = await open()
      const changes = told.map(([to, at, device]) => change(to, at, `probe-${device}`))
      for (const registry of [one, many]) {
        await enrol(registry, 'probe-0')
        await enrol(registry, 'probe-1')
      }
      for (const each of changes) await one.presence.record([each])
      for (let start = 0; start < changes.length; start += size + 1) {
        await many.presence.record(changes.slice(start, start + size + 1))
      }
      expect(await many.devices.list({ limit: 2 })).toEqual(await one.devices.list({ limit: 2 }))
      for (const id of ['probe-0', 'probe-1']) {
        expect(await many.presence.history(id, 99)).toEqual(await one.presence.history(id, 99))
      }
    })
    // A failure prints the seed and the smallest example.
    await assert(property, { numRuns: 20 })
  })
}

function change(to: Presence, after: number, device = 'probe-1') {
  return { device, presence: to, at: START + after }
}
