import { expect, test } from 'vitest'

import { enrol, type OpenRegistry, PHU_KHUONG, settle, START, VAT } from './fixture.ts'

export function devices(open: OpenRegistry): void {
  test('an enrolled device is known and nothing is known of its presence', async () => {
    await using registry = await open()
    const asked = { id: 'probe-1', name: 'Đầu dò 1', model: 'EM500', enrolledAt: START }
    const { device, secret } = await registry.devices.enrol(asked)
    expect(device).toEqual({ ...asked, state: 'enrolled', presence: 'unknown', presenceAt: null })
    expect(await registry.devices.get('probe-1')).toEqual(device)
    expect(secret).toMatch(/^ngn_[\w-]{43}$/)
    await expect(registry.devices.enrol(asked)).rejects.toMatchObject({ code: 'REGISTRY_EXISTS' })
  })

  test('only the right secret of an enrolled device is accepted', async () => {
    await using registry = await open()
    const first = await enrol(registry, 'probe-1')
    const second = await enrol(registry, 'probe-2')
    expect(await registry.credentials.verify('probe-1', first)).toBe(true)
    expect(await registry.credentials.verify('probe-2', second)).toBe(true)
    for (const wrong of [second, '', `${first} `, first.slice(0, -1), 'ngn_']) {
      expect(await registry.credentials.verify('probe-1', wrong)).toBe(false)
    }
    expect(await registry.credentials.verify('nobody', first)).toBe(false)
  })

  test('rotation replaces the secret', async () => {
    await using registry = await open()
    const old = await enrol(registry, 'probe-1')
    const { secret } = await registry.devices.rotate('probe-1')
    expect(await registry.credentials.verify('probe-1', old)).toBe(false)
    expect(await registry.credentials.verify('probe-1', secret)).toBe(true)
    await expect(registry.devices.rotate('x')).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    })
  })

  test('a revoked device stays out, under its id for ever', async () => {
    await using registry = await open()
    const secret = await enrol(registry, 'probe-1')
    const revoked = await registry.devices.revoke('probe-1', START + 1)
    expect(revoked.state).toBe('revoked')
    expect(await registry.devices.revoke('probe-1', START + 2)).toEqual(revoked)
    expect(await registry.credentials.verify('probe-1', secret)).toBe(false)
    const refused = { code: 'REGISTRY_CONFLICT', message: expect.stringContaining('revoked') }
    await expect(registry.devices.rotate('probe-1')).rejects.toMatchObject(refused)
    await expect(enrol(registry, 'probe-1')).rejects.toMatchObject(refused)
    expect((await registry.devices.get('probe-1'))?.state).toBe('revoked')
  })

  test('whose credentials changed since is told once, also to another process', async () => {
    await using registry = await open()
    await using gateway = await open({ beside: registry })
    for (const id of ['probe-1', 'probe-2', 'probe-3']) await enrol(registry, id)
    expect(await gateway.credentials.changedSince(0)).toEqual({ revision: 0, devices: [] })
    await registry.devices.rotate('probe-2')
    await registry.devices.revoke('probe-1', START)
    const changed = await gateway.credentials.changedSince(0)
    expect(changed.devices).toEqual(['probe-2', 'probe-1'])
    expect(await gateway.credentials.changedSince(changed.revision)).toEqual({
      revision: changed.revision,
      devices: [],
    })
    await registry.devices.rotate('probe-2')
    const again = await gateway.credentials.changedSince(changed.revision)
    expect(again.revision).toBeGreaterThan(changed.revision)
    expect(again.devices).toEqual(['probe-2'])
  })

  test('devices are listed by where they stand now', async () => {
    await using registry = await open()
    await settle(registry, 'gone', 'here', 'new', 'not-yet')
    const stands = async (device: string, from: number) =>
      await registry.installations.install({ device, place: VAT.id, from })
    await stands('here', START)
    await stands('not-yet', Date.now() + 3_600_000)
    await registry.installations.end((await stands('gone', START)).id, START + 1)

    const ids = async (query: { site?: string; place?: string | string[]; after?: string }) => {
      const listed = await registry.devices.list({ limit: 10, ...query })
      return listed.map(({ id }) => id)
    }
    expect(await ids({})).toEqual(['gone', 'here', 'new', 'not-yet'])
    expect(await ids({ after: 'here' })).toEqual(['new', 'not-yet'])
    expect(await ids({ site: PHU_KHUONG.id })).toEqual(['here'])
    expect(await ids({ place: VAT.id })).toEqual(['here'])
    expect(await ids({ place: VAT.id, site: 'khe-xai' })).toEqual([])
    expect(await ids({ place: ['room-1', VAT.id] })).toEqual(['here'])
    expect(await ids({ place: 'room-1' })).toEqual([])
  })
}
