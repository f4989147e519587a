import { expect, onTestFinished, test } from 'vitest'

import { HOUR } from '#domain/time.ts'

import { settle, START, type OpenRegistry } from './fixture.ts'

const TYPHOON = {
  site: 'phu-khuong',
  mode: 'typhoon',
  from: START,
  until: START + 12 * HOUR,
  by: 'lan',
  reason: 'no. 5',
} as const

export function modesOfSites(open: OpenRegistry): void {
  const settled = async () => {
    const registry = await open()
    onTestFinished(() => registry[Symbol.asyncDispose]())
    await settle(registry)
    return registry.siteModes
  }

  test('a mode is in force from its beginning until its end, by itself', async () => {
    const modes = await settled()
    const typhoon = await modes.begin(TYPHOON)
    expect(typhoon).toEqual({ ...TYPHOON, id: 1, ended: null })
    expect(await modes.inForce(START - 1)).toEqual([])
    expect(await modes.inForce(START)).toEqual([typhoon])
    expect(await modes.inForce(START + 12 * HOUR - 1, 'phu-khuong')).toEqual([typhoon])
    expect(await modes.inForce(START, 'elsewhere')).toEqual([])
    expect(await modes.inForce(START + 12 * HOUR)).toEqual([])
  })

  test('one that is ended before its time says by whom and why, once', async () => {
    const modes = await settled()
    await modes.begin(TYPHOON)
    const end = { at: START + HOUR, by: 'minh', reason: 'it went north' }
    expect(await modes.end('phu-khuong', end)).toMatchObject({ ended: end, until: TYPHOON.until })
    expect(await modes.inForce(START + HOUR)).toEqual([])
    const refused = { code: 'REGISTRY_NOT_FOUND' }
    await expect(modes.end('phu-khuong', end)).rejects.toMatchObject(refused)
    await expect(modes.end('elsewhere', end)).rejects.toMatchObject(refused)
    await expect(modes.begin({ ...TYPHOON, site: 'elsewhere' })).rejects.toMatchObject(refused)
  })

  test('the next one takes the place of the one in force; all are kept', async () => {
    const modes = await settled()
    await modes.begin(TYPHOON)
    const from = START + HOUR
    const next = { ...TYPHOON, mode: 'maintenance', from, by: 'minh', reason: 'repairs' } as const
    await modes.begin(next)
    expect(await modes.inForce(from)).toMatchObject([{ mode: 'maintenance' }])
    const history = await modes.history({ site: 'phu-khuong', limit: 10 })
    expect(history).toMatchObject([
      { mode: 'typhoon', ended: { at: from, by: 'minh', reason: 'repairs' } },
      { mode: 'maintenance', ended: null },
    ])
    expect(await modes.history({ site: 'phu-khuong', limit: 10, after: 1 })).toHaveLength(1)
  })
}
