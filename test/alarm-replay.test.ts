import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { Replay, replayAll } from '#domain/alarm/replay.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import { VAT_HOT } from './vat-hot.ts'

type Row = readonly [minute: number, value: number]

/** Excursions in minutes. */
function replay(rows: readonly Row[], until: number, limit: AlarmLimit = VAT_HOT) {
  const readings = rows.map(([minute, value]) => ({ at: minute * MINUTE, value }))
  const minutes = (at: number | null) => (at === null ? null : at / MINUTE)
  return replayAll(limit, readings, until * MINUTE).map((one) => ({
    from: minutes(one.from),
    raised: minutes(one.raisedAt),
    until: minutes(one.until),
    settled: minutes(one.settledAt),
    level: one.level,
    worst: one.worst,
  }))
}

describe('readings become excursions', () => {
  test('what comes back before the on-delay was only pending', () => {
    const rows: Row[] = [
      [0, 40],
      [10, 46],
      [20, 47.5],
      [39, 43],
    ]
    expect(replay(rows, 100)).toEqual([
      { from: 10, raised: null, until: 39, settled: 39, level: 1, worst: 47.5 },
    ])
  })

  test('what lasts is raised, gets worse, and is over after the off-delay', () => {
    const rows: Row[] = [
      [0, 46],
      [35, 52],
      [40, 48],
      [55, 43],
      [60, 46],
      [61, 43],
    ]
    expect(replay(rows, 100)).toEqual([
      { from: 0, raised: 30, until: 61, settled: 71, level: 2, worst: 52 },
    ])
  })

  test('what is not over at the end says so', () => {
    const rows: Row[] = [
      [0, 46],
      [35, 43],
    ]
    expect(replay(rows, 29)).toMatchObject([{ from: 0, until: null }])
    expect(replay(rows, 44)).toEqual([
      { from: 0, raised: 30, until: null, settled: null, level: 1, worst: 46 },
    ])
    expect(replay([[0, 46]], 29)).toMatchObject([{ raised: null, level: 1 }])
    expect(replay([[0, 46]], 30)).toMatchObject([{ raised: 30, level: 1 }])
  })

  test('on the low side the worst is the lowest', () => {
    const cold: AlarmLimit = {
      ...VAT_HOT,
      side: 'low',
      levels: [{ bound: 20, priority: 'low', onDelay: 0 }],
    }
    const rows: Row[] = [
      [0, 19],
      [5, 12],
      [9, 30],
    ]
    expect(replay(rows, 60, cold)).toMatchObject([{ worst: 12, level: 1 }])
  })

  test('a window that was warmed judges as if it had seen everything', () => {
    const warm: AlarmLimit = {
      ...VAT_HOT,
      measure: { kind: 'average', over: 4 * HOUR, holdMax: HOUR },
      levels: [{ bound: 45, priority: 'low', onDelay: 0 }],
    }
    const rows: Row[] = Array.from({ length: 60 }, (_, i) => [i * 10, i < 30 ? 44 : 47])
    const whole = replay(rows, 600, warm)
    const late = new Replay(warm, 0)
    for (const [minute, value] of rows.slice(0, 30)) late.warm(minute * MINUTE, value)
    for (const [minute, value] of rows.slice(30)) late.feed(minute * MINUTE, value)
    expect(whole).toHaveLength(1)
    expect(late.open?.from).toBe((whole[0]?.from ?? 0) * MINUTE)
  })
})

test('it does not matter when anybody looks', () => {
  const values = fc.array(fc.integer({ min: 40, max: 55 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 25 }), (all, every) => {
      const rows = all.map((value, i): Row => [i * every, value])
      const looking = new Replay(VAT_HOT, 0)
      for (const [minute, value] of rows) {
        for (let back = every - 1; back > 0; back--) looking.pass((minute - back) * MINUTE)
        looking.feed(minute * MINUTE, value)
      }
      const until = all.length * every * MINUTE
      looking.pass(until)
      const seen = [...looking.takeOver(), ...(looking.open ? [looking.open] : [])]
      const readings = rows.map(([minute, value]) => ({ at: minute * MINUTE, value }))
      expect(seen).toEqual(replayAll(VAT_HOT, readings, until))
    }),
  )
})
