import { describe, expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import { drive, legsOf, MONDAY, openYard, report, VAN_EVERY } from './api-van.ts'

describe('legs', () => {
  test('a stand of twenty days is one, whatever is read at once', async () => {
    await using api = await openYard()
    const still = { motion: 0, latitude: 18.1, longitude: 106.1, temperature: 31 }
    await report(api, 'van-01', {
      from: MONDAY - DAY,
      until: MONDAY + 21 * DAY,
      every: 10 * MINUTE,
      measure: () => still,
    })
    const [leg, ...others] = await legsOf(api, 'device=van-01&from=2025-07-07&until=2025-07-27')
    expect(others).toEqual([])
    expect(leg).toMatchObject({
      kind: 'standing',
      from: '2025-07-07T00:00:00+07:00',
      until: null,
      minutes: 28_800,
      receivedCount: 2_880,
      expectedCount: 2_880,
      measuredMinutes: 28_800,
      outsideMinutes: 28_800,
      criticalMinutes: 0,
    })
  })

  test('a leg that is still under way has no end, and counts so far', async () => {
    await using api = await openYard()
    const now = Date.now()
    const begin = now - 40 * MINUTE
    const measure = (at: number) => ({ motion: Number(at >= begin), temperature: 20 })
    await report(api, 'van-01', { from: now - 3 * HOUR, until: now, measure })
    const [leg] = await legsOf(api, 'device=van-01')
    expect(leg).toMatchObject({
      kind: 'moving',
      until: null,
      latitude: null,
      doorOpeningCount: null,
    })
    expect(Number(leg?.['minutes'])).toBeGreaterThanOrEqual(38)
    expect(Number(leg?.['minutes'])).toBeLessThan(41)
  })

  test('readings that come late change the leg that they belong to, and no other', async () => {
    await using api = await openYard()
    const [from, until] = [MONDAY, MONDAY + DAY]
    const hole = [MONDAY + 7.4 * HOUR, MONDAY + 10 * HOUR] as const
    await report(api, 'van-01', { from, until: hole[0] })
    const channels = (await api.registry.channels.ofDevice('van-01')) ?? []
    const send = async (first: number, end: number) => {
      for (const channel of channels) {
        const values: number[] = []
        for (let at = first; at < end; at += VAN_EVERY) values.push(Number(drive(at)[channel.name]))
        await api.write(channel, first, VAN_EVERY, values)
      }
    }
    await send(hole[1], until)
    const day = 'device=van-01&from=2025-07-07&until=2025-07-08'
    const torn = await legsOf(api, day)
    const kinds = (legs: typeof torn) => legs.map(({ kind }) => kind).toReversed()
    expect(kinds(torn)).toEqual(['standing', 'moving', 'unknown', 'standing', 'moving', 'standing'])
    expect(torn[3]).toMatchObject({ receivedCount: 0, expectedCount: 78, distanceKilometres: null })
    await send(...hole)
    const whole = await legsOf(api, day)
    expect(kinds(whole)).toEqual(['standing', 'moving', 'standing', 'moving', 'standing'])
    expect(whole.slice(0, 2)).toEqual(torn.slice(0, 2))
    expect(whole.at(-1)).toEqual(torn.at(-1))
  })

  test('of a vehicle are told by all that stood in it: a tracker, and the probe of another device', async () => {
    await using api = await openYard()
    const [from, until] = [MONDAY, MONDAY + DAY]
    const measureWay = (at: number) => ({ speed: Number(drive(at)['speed']) })
    await report(api, 'tracker-1', { from, until, measure: measureWay })
    await report(api, 'probe-1', {
      from,
      until,
      every: 10 * MINUTE,
      measure: () => ({ temperature: 33 }),
    })
    await api.registry.installations.install({
      device: 'tracker-1',
      place: 'van-1',
      from: MONDAY - DAY,
    })
    const noon = MONDAY + 12 * HOUR
    await api.registry.installations.install({ device: 'probe-1', place: 'van-1', from: noon })
    const legs = await legsOf(api, 'place=van-1&from=2025-07-07&until=2025-07-08')
    expect(legs.map(({ kind }) => kind)).toContain('moving')
    // What the probe measured before it came is not of the vehicle.
    const hot = legs.map(({ outsideMinutes }) => outsideMinutes)
    expect([hot[0], hot.at(-1)]).toEqual([legs[0]?.['minutes'], null])
    const measured = legs.reduce((sum, { measuredMinutes }) => sum + Number(measuredMinutes), 0)
    expect(measured).toBe(12 * 60)
    const alone = await legsOf(
      api,
      'place=van-1&device=probe-1&absent=empty&from=2025-07-07&until=2025-07-08',
    )
    expect(alone).toEqual([])
  })
})
