import { expect, test } from 'vitest'

import { enrol, type OpenRegistry, START } from './fixture.ts'

export function presence(open: OpenRegistry): void {
  test('presence is the newest change, and the history tells all of them', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    await registry.presence.record('probe-1', 'online', START)
    await registry.presence.record('probe-1', 'offline', START + 10)
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
    await registry.presence.record('probe-1', 'online', START)
    await registry.presence.record('probe-1', 'offline', START - 10)
    expect(await registry.devices.get('probe-1')).toMatchObject({ presence: 'online' })
    expect(await registry.presence.history('probe-1', 10)).toHaveLength(2)
  })

  test('the same again is no change, and a replay records nothing twice', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    for (let replay = 0; replay < 2; replay++) {
      await registry.presence.record('probe-1', 'online', START)
      await registry.presence.record('probe-1', 'online', START + 5)
      await registry.presence.record('probe-1', 'offline', START + 10)
    }
    expect(await registry.devices.get('probe-1')).toMatchObject({ presenceAt: START + 10 })
    const history = await registry.presence.history('probe-1', 10)
    expect(history.map(({ at }) => at)).toEqual([START + 10, START])
  })

  test('a device that flaps loses the oldest of its history', async () => {
    await using registry = await open()
    await enrol(registry, 'probe-1')
    for (let change = 0; change < 1_010; change++) {
      await registry.presence.record('probe-1', change % 2 ? 'offline' : 'online', START + change)
    }
    const history = await registry.presence.history('probe-1', 2_000)
    expect(history).toHaveLength(1_000)
    expect(history[0]?.at).toBe(START + 1_009)
  })

  test('of an unknown device is refused', async () => {
    await using registry = await open()
    await expect(registry.presence.record('x', 'online', START)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    })
    expect(await registry.presence.history('x', 10)).toEqual([])
  })
}
