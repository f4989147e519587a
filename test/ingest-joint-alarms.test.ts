import { describe, expect, test, vi } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import type { Platform } from './ingest-platform.ts'
import { VAT_HOT } from './vat-hot.ts'
import { openWatched, say, tellHistory, tellPhases, type Message } from './watched-platform.ts'

const AT_ONCE = { priority: 'urgent', onDelay: 0 } as const
const SILENT: AlarmLimit = {
  ...VAT_HOT,
  id: 'vat-silent',
  measure: { kind: 'absent' },
  levels: [{ bound: 30, ...AT_ONCE }],
  deadband: 0,
  offDelay: 0,
}
const LID_IN_RAIN: AlarmLimit = {
  ...VAT_HOT,
  id: 'vat-lid-in-rain',
  channels: ['lid'],
  levels: [{ bound: 1, ...AT_ONCE }],
  deadband: 0,
  offDelay: 0,
  while: [
    {
      channels: ['rain'],
      within: 'site',
      measure: { kind: 'rate', over: 30 * MINUTE, holdMax: HOUR },
      side: 'high',
      bound: 0.1,
      holdMax: 20 * MINUTE,
    },
  ],
}
/** Time passes for alarms once a second, and two seconds late. */
const A_WHILE = 3_500

const WARM = { 'temperature/top': 30 }

async function restart(platform: Platform): Promise<void> {
  await platform.stop()
  platform.start()
}

describe('a channel that says nothing', () => {
  test('is absent by the clock, since its patience ended, and is back with its next reading', async () => {
    const platform = await openWatched([SILENT])
    await say(platform, [WARM, { minutesAgo: 31 }])
    const raised = async () => expect(await tellHistory(platform)).toEqual(['pended 1', 'raised 1'])
    await vi.waitFor(raised, { timeout: 10_000 })
    await say(platform, [WARM, { minutesAgo: 0 }])
    expect((await tellHistory(platform)).slice(2)).toEqual(['clearing 0', 'cleared 0'])
  })

  test('is not absent while it catches up, and its backlog has no gap', async () => {
    const platform = await openWatched([SILENT])
    await say(platform, [WARM, { minutesAgo: 200, lagMinutes: 200 }])
    await new Promise((resolve) => setTimeout(resolve, A_WHILE))
    await say(platform, [WARM, { minutesAgo: 100, lagMinutes: 100 }], [WARM, { minutesAgo: 0 }])
    expect(await tellHistory(platform)).toEqual([])
  })

  test('was absent when nothing came in between, though nobody looked', async () => {
    const platform = await openWatched([SILENT])
    await say(platform, ...[200, 120, 100].map((minutesAgo) => [WARM, { minutesAgo }] as const))
    const wanted = ['pended 170', 'raised 170', 'clearing 120', 'cleared 120']
    expect((await tellHistory(platform)).slice(0, 4)).toEqual(wanted)
  })

  test('is absent after a restart, although nothing came since', async () => {
    const platform = await openWatched([SILENT])
    await say(platform, [WARM, { minutesAgo: 29.9 }])
    await platform.stop()
    expect(await tellHistory(platform)).toEqual([])
    platform.start()
    const raised = async () => expect(await tellPhases(platform)).toEqual(['active-unacknowledged'])
    await vi.waitFor(raised, { timeout: 15_000 })
  })

  test('goes on catching up over a restart', async () => {
    const platform = await openWatched([SILENT])
    await say(platform, [WARM, { minutesAgo: 200, lagMinutes: 200 }])
    await restart(platform)
    await new Promise((resolve) => setTimeout(resolve, A_WHILE))
    expect(await tellHistory(platform)).toEqual([])
  })

  test('is told after a good day where nobody said what to expect', async () => {
    const measure = { kind: 'intervals-missed', intervalMin: 10 * MINUTE } as const
    const levels = [{ bound: 3, ...AT_ONCE }]
    const platform = await openWatched([{ ...SILENT, measure, levels }])
    await say(platform, [WARM, { minutesAgo: 28 * 60 }])
    const raised = async () =>
      expect(await tellHistory(platform)).toEqual(['pended 60', 'raised 60'])
    await vi.waitFor(raised, { timeout: 15_000 })
  })

  test('is as patient as its interval is long', async () => {
    const measure = { kind: 'intervals-missed', intervalMin: 10 * MINUTE } as const
    const levels = [{ bound: 3, ...AT_ONCE }]
    const platform = await openWatched([{ ...SILENT, measure, levels }])
    await say(platform, [WARM, { minutesAgo: 40 }])
    await new Promise((resolve) => setTimeout(resolve, A_WHILE))
    expect(await tellHistory(platform)).toEqual([])
    const { id } = await platform.channel('temperature/top')
    await platform.registry.channels.setExpectedEvery(id, 5 * MINUTE)
    await restart(platform)
    const raised = async () =>
      expect(await tellHistory(platform)).toEqual(['pended 10', 'raised 10'])
    await vi.waitFor(raised, { timeout: 15_000 })
  })
})

describe('a lid that is open while it rains', () => {
  const rain = (minutesAgo: number) => ({ device: 'weather', minutesAgo })
  const open = (minutesAgo: number) => [{ lid: 'open' }, { minutesAgo }] as const
  const closed = (minutesAgo: number) => [{ lid: 'closed' }, { minutesAgo }] as const

  test('alarms when the rain begins, and clears when it ends', async () => {
    const platform = await openWatched([LID_IN_RAIN])
    await say(
      platform,
      [{ rain: 10 }, rain(70)],
      open(60),
      [{ rain: 10 }, rain(50)],
      [{ rain: 12 }, rain(34)],
      [{ rain: 12 }, rain(18)],
      [{ rain: 12 }, rain(2)],
    )
    const wanted = ['pended 34', 'raised 34', 'clearing 18', 'cleared 18']
    expect(await tellHistory(platform)).toEqual(wanted)
  })

  test('alarms when it is opened, and clears when it is closed; a bucket that was emptied goes on', async () => {
    const platform = await openWatched([LID_IN_RAIN])
    const rains: Message[] = [
      [{ rain: 818 }, rain(30)],
      [{ rain: 1 }, rain(14)],
    ]
    await say(platform, closed(50), ...rains, open(10), closed(5))
    const wanted = ['pended 10', 'raised 10', 'clearing 5', 'cleared 5']
    expect(await tellHistory(platform)).toEqual(wanted)
  })

  test('is in order by the clock when the weather has not been heard of for too long', async () => {
    const platform = await openWatched([LID_IN_RAIN])
    await say(platform, open(50), [{ rain: 10 }, rain(41)], [{ rain: 15 }, rain(25)])
    const cleared = async () => {
      const wanted = ['pended 25', 'raised 25', 'clearing 5', 'cleared 5']
      expect(await tellHistory(platform)).toEqual(wanted)
    }
    await vi.waitFor(cleared, { timeout: 10_000 })
  })

  test('is known after a restart: the rain, the lid and the alarm', async () => {
    const platform = await openWatched([LID_IN_RAIN])
    await say(platform, open(50), [{ rain: 10 }, rain(30)])
    await restart(platform)
    await say(platform, [{ rain: 15 }, rain(14)])
    expect(await tellHistory(platform)).toEqual(['pended 14', 'raised 14'])
    await restart(platform)
    await say(platform, [{ rain: 15 }, rain(8)])
    expect(await tellPhases(platform)).toEqual(['active-unacknowledged'])
    await restart(platform)
    await say(platform, closed(2))
    expect((await tellHistory(platform)).slice(2)).toEqual(['clearing 2', 'cleared 2'])
  })

  test('is told when the weather catches up, at the time it was so', async () => {
    const platform = await openWatched([LID_IN_RAIN])
    const late = (minutesAgo: number) => ({ ...rain(minutesAgo), lagMinutes: minutesAgo - 95 })
    await say(
      platform,
      closed(190),
      [{ rain: 10 }, late(180)],
      open(150),
      closed(100),
      [{ rain: 12 }, late(160)],
      [{ rain: 14 }, late(140)],
      [{ rain: 16 }, late(125)],
      [{ rain: 16 }, late(98)],
    )
    const wanted = ['pended 150', 'raised 150', 'clearing 105', 'cleared 105']
    expect(await tellHistory(platform)).toEqual(wanted)
  })
})
