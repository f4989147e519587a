import { describe, expect, test, vi } from 'vitest'

import { MINUTE } from '#domain/time.ts'
import type { ExcursionRecord } from '#store/registry/contract-excursions.ts'

import { say, told } from './ingest-excursions.ts'
import type { Platform } from './ingest-platform.ts'
import { approve, openWatched } from './ingest-watched.ts'
import { VAT_HOT } from './vat-hot.ts'

async function list({ registry }: Platform, device = 'vat-1'): Promise<ExcursionRecord[]> {
  return await registry.excursions.list({ device: [device], limit: 1_000 })
}

async function tellKinds({ registry }: Platform): Promise<string[]> {
  return (await registry.alarms.history({ limit: 1_000 })).map(({ kind }) => kind)
}

describe('what came late', () => {
  test('is an excursion, and pages nobody', async () => {
    const platform = await openWatched({ limits: [VAT_HOT] })
    await say(platform, [
      [300, 40],
      [200, 40],
    ])
    await platform.drained()
    await say(platform, [
      [290, 51],
      [280, 52],
      [260, 40],
    ])
    await platform.drained()
    await told(platform)
    expect(await list(platform)).toMatchObject([
      { limit: 'vat-hot', limitVersion: 1, place: 'here', level: 2, worst: 52, alarm: null },
    ])
    expect(await platform.registry.alarms.list({ limit: 10 })).toEqual([])
  })

  test('changes what was told: an alarm was raised for what was two short excursions', async () => {
    const platform = await openWatched({ limits: [VAT_HOT] })
    await say(platform, [
      [300, 46],
      [265, 46],
      [250, 40],
      [200, 40],
    ])
    await platform.drained()
    await told(platform)
    const [before] = await list(platform)
    expect(before).toMatchObject({ level: 1, alarm: 1 })
    expect(before?.raisedAt).not.toBeNull()
    await say(platform, [
      [285, 40],
      [280, 46],
    ])
    await platform.drained()
    await told(platform)
    expect(await list(platform)).toMatchObject([
      { raisedAt: null, alarm: 1 },
      { raisedAt: null, alarm: null },
    ])
    expect(await tellKinds(platform)).toContain('raised')
  })

  test('corrects a value that was wrong', async () => {
    const platform = await openWatched({ limits: [VAT_HOT] })
    const now = Date.now()
    await say(
      platform,
      [
        [300, 40],
        [290, 99],
        [280, 40],
      ],
      'vat-1',
      now,
    )
    await platform.drained()
    await told(platform)
    expect(await list(platform)).toMatchObject([{ worst: 99 }])
    await say(platform, [[290, 40.5]], 'vat-1', now)
    await platform.drained()
    await told(platform)
    expect(await list(platform)).toEqual([])
  })

  test('is told after a restart when there was no time for it before', async () => {
    const platform = await openWatched({ limits: [VAT_HOT] })
    await say(platform, [[200, 40]])
    await platform.drained()
    await told(platform)
    await say(platform, [
      [290, 51],
      [260, 40],
    ])
    await platform.drained()
    await platform.stop()
    expect(await platform.registry.excursions.listDue(Date.now(), 10)).toHaveLength(1)
    platform.start()
    await told(platform)
    expect(await list(platform)).toHaveLength(1)
  })

  test('of a limit that is new is all that was before', async () => {
    const platform = await openWatched({ limits: [] })
    await say(platform, [
      [290, 51],
      [260, 40],
      [10, 40],
    ])
    await platform.drained()
    await approve(platform, VAT_HOT)
    await told(platform)
    expect(await list(platform)).toMatchObject([{ level: 2, alarm: null }])
  })

  test('of a device that stood elsewhere, as is known now, is of that place or of none', async () => {
    const platform = await openWatched({ limits: [VAT_HOT] })
    await say(platform, [
      [290, 51],
      [260, 40],
      [250, 52],
      [200, 40],
    ])
    await platform.drained()
    await told(platform)
    expect((await list(platform)).map(({ worst }) => worst)).toEqual([51, 52])
    const [installation] = await platform.registry.installations.list({ limit: 1 })
    const movedAt = Date.now() - 240 * MINUTE
    await platform.registry.installations.end(installation?.id ?? 0, movedAt)
    await told(platform)
    expect(await list(platform)).toMatchObject([
      { worst: 51 },
      { worst: 52, until: movedAt, settledAt: movedAt },
    ])
    await platform.registry.installations.remove(installation?.id ?? 0)
    await told(platform)
    expect(await list(platform)).toEqual([])
  })
})

test('what is under way ends with the version of its limit, and goes on under the next', async () => {
  const platform = await openWatched({ limits: [VAT_HOT] })
  await say(platform, [
    [50, 51],
    [5, 51],
  ])
  await platform.drained()
  await told(platform)
  const validFrom = Date.now() - 20 * MINUTE
  await approve(platform, VAT_HOT, { validFrom })
  await platform.stop()
  platform.start()
  const retold = async () =>
    expect(await list(platform)).toMatchObject([
      { limitVersion: 1, until: validFrom, settledAt: validFrom },
      { limitVersion: 2, until: null, level: 2 },
    ])
  await vi.waitFor(retold, { timeout: 20_000, interval: 100 })
})

describe('what is told live', () => {
  test('is an excursion with its alarm, while it lasts and when it is over', async () => {
    const platform = await openWatched({ limits: [VAT_HOT] })
    await say(platform, [
      [60, 40],
      [50, 51],
    ])
    await platform.drained()
    await told(platform)
    expect(await list(platform)).toMatchObject([
      { until: null, settledAt: null, level: 2, worst: 51, alarm: 1 },
    ])
    await say(platform, [
      [40, 55],
      [30, 40],
    ])
    await platform.drained()
    await told(platform)
    const [over, ...others] = await list(platform)
    expect(others).toEqual([])
    expect(over).toMatchObject({ level: 2, worst: 55, alarm: 1 })
    expect((over?.settledAt ?? 0) - (over?.until ?? 0)).toBe(10 * MINUTE)
  })
})
