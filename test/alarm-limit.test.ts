import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { findLimitFlaws } from '#domain/alarm/limit-flaws.ts'
import {
  findLevel,
  findSteadyRange,
  type AlarmLimit,
  type LimitCondition,
} from '#domain/alarm/limit.ts'
import { DAY, HOUR } from '#domain/time.ts'

import { VAT_HOT } from './vat-hot.ts'

const RAINING: LimitCondition = {
  channels: ['rain'],
  within: 'site',
  measure: { kind: 'rate', over: HOUR, holdMax: HOUR },
  side: 'high',
  bound: 0.1,
  holdMax: HOUR,
}

describe('a value against a limit', () => {
  it.each([
    [44.99, 0, 0],
    [45, 0, 1],
    [49.99, 0, 1],
    [50, 0, 2],
    [44, 1, 1],
    [43.99, 1, 0],
    [49, 2, 2],
    [48.99, 2, 1],
    [44, 2, 1],
    [43.99, 2, 0],
    [49, 1, 1],
  ])('%d °C after level %d is at level %d', (value, before, level) => {
    expect(findLevel(VAT_HOT, value, before)).toBe(level)
  })

  it('below a low limit is the same upside down', () => {
    const low = { ...VAT_HOT, side: 'low' as const, levels: VAT_HOT.levels.map(negate) }
    fc.assert(
      fc.property(
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.integer({ min: 0, max: 2 }),
        (value, before) => {
          expect(findLevel(low, -value, before)).toBe(findLevel(VAT_HOT, value, before))
        },
      ),
    )
  })

  it('between the ends of its steady range stays where it is, beyond them moves', () => {
    const low = { ...VAT_HOT, side: 'low' as const, levels: VAT_HOT.levels.map(negate) }
    const tenths = fc.integer({ min: -600, max: 600 }).map((value) => value / 10)
    fc.assert(
      fc.property(tenths, fc.constantFrom(0, 1, 2), fc.constantFrom(VAT_HOT, low), (...given) => {
        const [value, before, limit] = given
        const { from, until } = findSteadyRange(limit, before)
        const stays = findLevel(limit, value, before) === before
        fc.pre(value !== from && value !== until)
        expect(stays).toBe(value > from && value < until)
      }),
      { numRuns: 2_000 },
    )
  })

  it('never falls to a lower level than without deadband, nor rises above it', () => {
    const sharp = { ...VAT_HOT, deadband: 0 }
    fc.assert(
      fc.property(
        fc.double({ min: 30, max: 60, noNaN: true }),
        fc.integer({ min: 0, max: 2 }),
        (value, before) => {
          const level = findLevel(VAT_HOT, value, before)
          const plain = findLevel(sharp, value, before)
          expect(level).toBeGreaterThanOrEqual(plain)
          expect(level).toBeLessThanOrEqual(Math.max(plain, before))
        },
      ),
    )
  })
})

function negate<T extends { readonly bound: number }>(level: T): T {
  return { ...level, bound: -level.bound }
}

describe('a limit by which nothing can be watched is told what is wrong', () => {
  const [warm, hot] = VAT_HOT.levels as [AlarmLimit['levels'][0], AlarmLimit['levels'][0]]
  it.each<[string, Partial<AlarmLimit>, string]>([
    ['no channel', { channels: [] }, 'channels: received none'],
    ['unknown quantity', { channels: ['temprature'] }, 'channels: received temprature'],
    [
      'two quantities',
      { channels: ['temperature', 'ph'] },
      'channels: received temperature, ph; accepted is channels of one quantity',
    ],
    ['no level', { levels: [] }, 'levels: received none'],
    [
      'the worse level first',
      { levels: [hot, warm] },
      'levels.1.bound: received 45; accepted is above 50, the milder level',
    ],
    [
      'a worse level with less priority',
      { levels: [warm, { ...hot, priority: 'low' }] },
      'levels.1.priority: received low; accepted is medium or more urgent',
    ],
    [
      'a bound that no reading reaches',
      { levels: [{ ...warm, bound: 451 }] },
      'levels.0.bound: received 451; accepted is -55 to 150 Cel',
    ],
    ['a bound that is no number', { levels: [{ ...warm, bound: Number.NaN }] }, 'received NaN'],
    ['a deadband larger than the range', { deadband: 205 }, 'deadband: received 205'],
    ['a negative deadband', { deadband: -1 }, 'deadband: received -1; accepted is 0 or more'],
    ['a negative delay', { offDelay: -1 }, 'offDelay: received -PT0.001S'],
    [
      'a delay of months',
      { levels: [{ ...warm, onDelay: 1e10 }] },
      'levels.0.onDelay: received P115DT17H46M40S',
    ],
    ['a shelving that never is', { maxTimeShelved: 0 }, 'maxTimeShelved: received PT0S'],
    ['a re-alarm at once', { reAlarmTime: 0 }, 'reAlarmTime: received PT0S'],
    ['a negative noise', { measure: { kind: 'unchanged', noise: -1 } }, 'measure.noise'],
    [
      'a window of no length',
      { measure: { kind: 'average', over: 0, holdMax: HOUR } },
      'measure.over: received PT0S',
    ],
    [
      'more minutes than a window has',
      {
        measure: { kind: 'minutes-beyond', threshold: 45, over: HOUR, holdMax: HOUR },
        levels: [{ ...warm, bound: 61 }],
      },
      'levels.0.bound: received 61; accepted is 0 to 60 min, what can be measured',
    ],
    [
      'too little running above a bound',
      { measure: { kind: 'minutes-run', threshold: 1, over: HOUR, holdMax: HOUR } },
      'side: received high; accepted is low where minutes-run is measured',
    ],
    [
      'a jump of nothing',
      { measure: { kind: 'jumps', step: 0, over: HOUR, holdMax: HOUR } },
      'measure.step: received 0; accepted is more than 0',
    ],
    [
      'an absence on the low side',
      { measure: { kind: 'absent' }, side: 'low', levels: [warm], deadband: 0 },
      'side: received low; accepted is high where absent is measured',
    ],
    [
      'an absence at once',
      { measure: { kind: 'absent' }, levels: [{ ...warm, bound: 0 }], deadband: 0 },
      'levels.0.bound: received 0; accepted is 1 to',
    ],
    [
      'an absence that ends slowly',
      { measure: { kind: 'absent' } },
      'deadband: received 1; accepted is 0',
    ],
    [
      'an interval of nothing',
      { measure: { kind: 'intervals-missed', intervalMin: 0 }, deadband: 0 },
      'measure.intervalMin: received PT0S',
    ],
    [
      'a condition on nothing known',
      { while: [{ ...RAINING, channels: ['rian'] }] },
      'while.0.channels: received rian',
    ],
    [
      'a condition on what is absent',
      { while: [RAINING, { ...RAINING, measure: { kind: 'absent' }, bound: 5 }] },
      'while.1.measure.kind: received absent',
    ],
    [
      'a condition that no reading meets',
      { while: [{ ...RAINING, measure: { kind: 'value' }, bound: -1 }] },
      'while.0.bound: received -1; accepted is 0 to 1000000 mm',
    ],
    [
      'a condition that never holds',
      { while: [{ ...RAINING, holdMax: 0 }] },
      'while.0.holdMax: received PT0S',
    ],
    [
      'too many conditions',
      { while: Array.from({ length: 6 }, () => RAINING) },
      'while: received 6 conditions; accepted is 5 at most',
    ],
    [
      'a window that holds nothing',
      { measure: { kind: 'average', over: HOUR, holdMax: 0 } },
      'measure.holdMax: received PT0S',
    ],
  ])('%s', (_what, change, said) => {
    const [first] = findLimitFlaws({ ...VAT_HOT, ...change })
    expect(`${first?.field}: ${first?.detail.en}`).toContain(said)
    expect(first?.detail.vi).toMatch(/^đã nhận .+; phải là /)
  })

  it('and one that can be used has no flaw, though its minutes are more than its degrees can be', () => {
    expect(findLimitFlaws(VAT_HOT)).toEqual([])
    const measure = {
      kind: 'minutes-beyond',
      threshold: 8,
      over: 24 * HOUR,
      holdMax: HOUR,
    } as const
    const levels = [{ bound: 600, priority: 'low' as const, onDelay: 0 }]
    expect(findLimitFlaws({ ...VAT_HOT, measure, levels, while: [RAINING] })).toEqual([])
  })
})

it('of minutes and degree-hours below a threshold more is worse', () => {
  const measure = { kind: 'minutes-beyond', threshold: 0, over: DAY, holdMax: HOUR } as const
  const frost = { ...VAT_HOT, side: 'low', measure } as const
  expect([0, 44, 45, 50].map((minutes) => findLevel(frost, minutes, 0))).toEqual([0, 0, 1, 2])
  expect(findLevel(frost, 44.5, 1)).toBe(1)
  expect(findLimitFlaws(frost)).toEqual([])
})
