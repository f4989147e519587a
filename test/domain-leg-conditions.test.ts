import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { measureWay, metresBetween, type Position } from '#domain/distance.ts'
import { holdReadings, summarizeHeld } from '#domain/held.ts'
import { describeLeg, joinLegs, type LegConditions, type Way } from '#domain/leg-conditions.ts'
import type { Leg } from '#domain/leg.ts'
import type { Measured } from '#domain/measured.ts'
import { findLimit } from '#domain/starting-limits.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

const limit = findLimit('vehicle', 'temperature')

/** One value a minute from the beginning of time. */
function everyMinute(values: readonly number[], first = 0): Measured[] {
  return values.map((value, index) => ({ at: (first + index) * MINUTE, value }))
}

function positionsAlong(latitudes: readonly number[]): Position[] {
  return everyMinute(latitudes).map(({ at, value }) => ({ at, latitude: value, longitude: 106 }))
}

function legOf(from: number, until: number, kind: Leg['kind'] = 'moving'): Leg {
  return {
    kind,
    from: from * MINUTE,
    until: until * MINUTE,
    beganBefore: false,
    goesOn: false,
  }
}

describe('a way', () => {
  test('is measured on a round Earth', () => {
    const at = (latitude: number, longitude: number): Position => ({ at: 0, latitude, longitude })
    // A degree of a great circle of 6,371.0088 km.
    expect(metresBetween(at(18, 106), at(19, 106))).toBeCloseTo(111_195.08, 1)
    expect(metresBetween(at(0, 179.5), at(0, -179.5))).toBeCloseTo(111_195.08, 1)
    expect(metresBetween(at(60, 0), at(60, 1))).toBeCloseTo(55_597, -1)
    expect(metresBetween(at(18, 106), at(-18, -74))).toBeCloseTo(Math.PI * 6_371_008.8, 0)
  })

  test('leaves out a position that no vehicle can have reached', () => {
    const steady = positionsAlong([18, 18.005, 18.01, 18.015, 18.02])
    const lost = steady.map((one, index) =>
      index === 2 ? { ...one, latitude: 0, longitude: 0 } : one,
    )
    const hop = metresBetween(...([steady[0], steady[1]] as [Position, Position]))
    expect(measureWay(steady, legOf(0, 5))).toBeCloseTo(4 * hop, 3)
    expect(measureWay(lost, legOf(0, 5))).toBeCloseTo(2 * hop, 3)
  })

  test('is none where the vehicle stands, and not known where it was not heard of', () => {
    const positions = positionsAlong([18, 18.0001, 18, 18.0001])
    const way = { ...NOTHING, positions }
    const metres = (kind: Leg['kind']) => describeLeg(legOf(0, 4, kind), way, limit).metres
    expect(metres('moving')).toBeCloseTo(33.4, 0)
    expect([metres('standing'), metres('unknown')]).toEqual([0, undefined])
    expect(describeLeg(legOf(0, 4), NOTHING, limit).metres).toBeUndefined()
  })
})

const NOTHING: Way = {
  motions: [],
  positions: undefined,
  temperatures: [],
  doors: undefined,
  shocks: [],
}

describe('temperatures', () => {
  test('are weighted by the time for which they held', () => {
    const readings = [
      { at: 0, value: 20 },
      { at: 10 * MINUTE, value: 40 },
      { at: 12 * MINUTE, value: 32 },
    ]
    const held = holdReadings(readings, HOUR)
    const summary = summarizeHeld(held, legOf(0, 20), limit)
    expect(summary).toMatchObject({ min: 20, max: 40, duration: 20 * MINUTE })
    expect(summary && summary.sum / summary.duration).toBeCloseTo((200 + 80 + 256) / 20, 9)
    // Above 30 °C it is outside the limits of vehicles, above 35 critically.
    expect(summary).toMatchObject({ outside: 10 * MINUTE, critical: 2 * MINUTE })
  })

  test('hold no longer than a channel may be silent: the rest of the time is not known', () => {
    const held = holdReadings(everyMinute([20]), 6 * MINUTE)
    expect(summarizeHeld(held, legOf(2, 60), limit)?.duration).toBe(4 * MINUTE)
    expect(summarizeHeld(held, legOf(6, 60), limit)).toBeUndefined()
  })

  test('without any of them there is no minimum of nothing', () => {
    expect(describeLeg(legOf(0, 9), NOTHING, limit)).toMatchObject({
      temperature: undefined,
      shock: undefined,
      doorOpenings: undefined,
      position: undefined,
      motionCount: 0,
    })
  })
})

describe('doors and shocks', () => {
  test('a door is opened when it was closed before, also just before the leg', () => {
    const doors = everyMinute([0, 1, 1, 0, 0, 1, 0])
    const openings = (from: number, until: number) =>
      describeLeg(legOf(from, until), { ...NOTHING, doors }, limit).doorOpenings
    expect(openings(0, 7)).toBe(2)
    expect(openings(1, 5)).toBe(1)
    expect(openings(2, 5)).toBe(0)
    const foundOpen = { ...NOTHING, doors: everyMinute([1, 1, 0]) }
    expect(describeLeg(legOf(0, 3), foundOpen, limit).doorOpenings).toBe(0)
  })

  test('the strongest shock may be against the axis', () => {
    const shocks = everyMinute([0.5, -6, 2, 9])
    expect(describeLeg(legOf(0, 3), { ...NOTHING, shocks }, limit).shock).toBe(6)
  })
})

const values = (min: number, max: number) =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: 1, maxLength: 60, size: 'max' })
const anyWay = fc
  .record({
    temperatures: values(-10, 60),
    latitudes: values(18, 18.01),
    doors: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 60, size: 'max' }),
    shocks: values(-9, 9),
  })
  .map(({ temperatures, latitudes, doors, shocks }): Way => ({
    motions: everyMinute(temperatures),
    temperatures: holdReadings(everyMinute(temperatures), 3 * MINUTE),
    positions: positionsAlong(latitudes),
    doors: everyMinute(doors),
    shocks: everyMinute(shocks),
  }))

test('a leg that is put together from its parts is the whole leg', () => {
  const anyEnds = fc.array(fc.integer({ min: -10, max: 140 }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(
      anyWay,
      anyEnds,
      fc.constantFrom('moving', 'standing', 'unknown'),
      (way, ends, kind) => {
        // Half minutes cut between readings too.
        const [from = 0, middle = 0, until = 0] = ends
          .toSorted((a, b) => a - b)
          .map((end) => end / 2)
        const describeOf = (a: number, b: number) => describeLeg(legOf(a, b, kind), way, limit)
        const joined = joinLegs(describeOf(from, middle), describeOf(middle, until))
        expect(roundSums(joined)).toEqual(roundSums(describeOf(from, until)))
      },
    ),
  )
})

/** Sums in another order differ in their last digits. */
function roundSums({ metres, temperature, ...rest }: LegConditions) {
  const sum = temperature && Math.round(temperature.sum / MINUTE)
  return { ...rest, metres: metres?.toFixed(3), temperature: { ...temperature, sum } }
}
