import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { findLegs, STOP_MIN, type Leg, type Track } from '#domain/leg.ts'
import { DAY, MINUTE } from '#domain/time.ts'

const START = Date.parse('2026-10-01T00:00:00+07:00')
const NOW = START + 100 * DAY

type Told = readonly (readonly [minute: number, isMoving: boolean])[]

function trackOf(told: Told, every: number | null = 2 * MINUTE): Track {
  const motions = told.map(([minute, isMoving]) => ({ at: START + minute * MINUTE, isMoving }))
  return { motions, heardAt: motions.map(({ at }) => at), every }
}

/** A reading every two minutes from `first` until `end`. */
function tell(first: number, end: number, isMoving: boolean): Told {
  return Array.from({ length: (end - first) / 2 }, (_, i) => [first + 2 * i, isMoving] as const)
}

function legsOf(track: Track, [from, until]: readonly [number, number], now = NOW) {
  const asked = { from: START + from * MINUTE, until: START + until * MINUTE }
  return findLegs(track, asked, now)
}

function toMinutes({ kind, from, until }: Leg) {
  return [kind, (from - START) / MINUTE, (until - START) / MINUTE]
}

describe('legs', () => {
  test('are what lies between two stops, and the stops are told too', () => {
    const told = [...tell(-60, 30, false), ...tell(30, 90, true), ...tell(90, 260, false)]
    const legs = legsOf(trackOf(told), [0, 120])
    expect(legs.map(toMinutes)).toEqual([
      ['standing', 0, 30],
      ['moving', 30, 90],
      ['standing', 90, 120],
    ])
    expect(legs.map(({ beganBefore, goesOn }) => [beganBefore, goesOn])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ])
  })

  test.each([
    [4, ['moving']],
    [6, ['moving', 'standing', 'moving']],
  ])('a stop of %d minutes ends what is under way only when it is a stop', (minutes, kinds) => {
    const told = [
      ...tell(-60, 30, true),
      ...tell(30, 30 + minutes, false),
      ...tell(30 + minutes, 200, true),
    ]
    expect(legsOf(trackOf(told), [0, 60]).map(({ kind }) => kind)).toEqual(kinds)
  })

  test('a short stop is part of what is under way also where the span cuts it', () => {
    const told = [...tell(-60, 28, true), ...tell(28, 32, false), ...tell(32, 200, true)]
    expect(legsOf(trackOf(told), [0, 30]).map(toMinutes)).toEqual([['moving', 0, 30]])
    expect(legsOf(trackOf(told), [30, 60]).map(toMinutes)).toEqual([['moving', 30, 60]])
  })

  test('what is under way now has no end', () => {
    const told = [...tell(-60, 10, false), ...tell(10, 40, true)]
    const legs = legsOf(trackOf(told), [0, 90], START + 41 * MINUTE)
    expect(legs.map(toMinutes).at(-1)).toEqual(['moving', 10, 41])
    expect(legs.at(-1)).toMatchObject({ beganBefore: false, goesOn: true })
  })

  test('a stop that has just begun is one until the vehicle goes on', () => {
    const told = [...tell(-60, 40, true), ...tell(40, 44, false), ...tell(44, 200, true)]
    expect(legsOf(trackOf(told), [0, 90], START + 43 * MINUTE).map(toMinutes)).toEqual([
      ['moving', 0, 40],
      ['standing', 40, 43],
    ])
    expect(legsOf(trackOf(told), [0, 90]).map(toMinutes)).toEqual([['moving', 0, 90]])
  })

  test('a hole of less than an hour is bridged, of a longer one nobody knows what happened', () => {
    const bridged = [...tell(-60, 30, true), ...tell(88, 300, true)]
    expect(legsOf(trackOf(bridged), [0, 120]).map(toMinutes)).toEqual([['moving', 0, 120]])
    const torn = [...tell(-60, 30, true), ...tell(100, 300, true)]
    expect(legsOf(trackOf(torn), [0, 120]).map(toMinutes)).toEqual([
      ['moving', 0, 30],
      ['unknown', 30, 100],
      ['moving', 100, 120],
    ])
  })

  test('a vehicle that has fallen silent under way is unknown from then on', () => {
    const legs = legsOf(trackOf(tell(-60, 30, true)), [0, 300], START + 200 * MINUTE)
    expect(legs.map(toMinutes)).toEqual([
      ['moving', 0, 30],
      ['unknown', 30, 200],
    ])
    expect(legs.at(-1)?.goesOn).toBe(true)
  })

  test('of a device that tells only changes of motion, other readings say that it lives', () => {
    const changes: Told = [
      [-400, false],
      [300, true],
      [390, false],
    ]
    const heardAt = Array.from({ length: 100 }, (_, i) => START + (10 * i - 500) * MINUTE)
    const track = { ...trackOf(changes, null), heardAt }
    expect(legsOf(track, [0, 400]).map(toMinutes)).toEqual([
      ['standing', 0, 300],
      ['moving', 300, 390],
      ['standing', 390, 400],
    ])
  })

  test('before the first reading ever nothing is known, and nothing is told of what is to come', () => {
    expect(legsOf(trackOf([]), [0, 60]).map(toMinutes)).toEqual([['unknown', 0, 60]])
    expect(legsOf(trackOf([]), [0, 60], START)).toEqual([])
    const told = tell(20, 200, false)
    expect(legsOf(trackOf(told), [-100, 60]).map(toMinutes)).toEqual([
      ['unknown', -100, 20],
      ['standing', 20, 60],
    ])
  })
})

/** Two days of readings at whole minutes, some of them hours apart, and a span in the middle of them. */
const anyMotions = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 90 })),
      fc.boolean(),
    ),
    { maxLength: 80, size: 'max' },
  )
  .map((steps): Told => {
    let minute = -600
    return steps.map(([step, isMoving]) => [(minute += step), isMoving] as const)
  })
const anySpan = fc
  .tuple(fc.integer({ min: -300, max: 600 }), fc.integer({ min: 1, max: 900 }))
  .map(([from, length]) => [from, from + length] as const)
const anyCase = fc.record({
  told: anyMotions,
  span: anySpan,
  nowMinute: fc.integer({ min: -300, max: 3_000 }),
})

describe('whatever was told', () => {
  test('legs cover the span without overlap until now, and neighbours differ', () => {
    fc.assert(
      fc.property(anyCase, ({ told, span, nowMinute }) => {
        const now = START + nowMinute * MINUTE
        const legs = legsOf(trackOf(told), span, now)
        const end = Math.min(START + span[1] * MINUTE, now)
        const ends = [START + span[0] * MINUTE, ...legs.map(({ until }) => until)]
        expect(legs.map(({ from }) => from)).toEqual(ends.slice(0, -1))
        expect(ends.at(-1)).toBe(Math.max(end, START + span[0] * MINUTE))
        expect(legs.some((leg, i) => leg.kind === legs[i + 1]?.kind)).toBe(false)
        expect(legs.slice(1).some(({ beganBefore }) => beganBefore)).toBe(false)
        expect(legs.slice(0, -1).some(({ goesOn }) => goesOn)).toBe(false)
      }),
    )
  })

  test('no short stop stands between two legs under way', () => {
    fc.assert(
      fc.property(anyCase, ({ told, span }) => {
        const legs = legsOf(trackOf(told), span)
        const short = legs.filter(({ kind, from, until }, i) => {
          const isBetween = [legs[i - 1], legs[i + 1]].every((one) => one?.kind === 'moving')
          return kind === 'standing' && isBetween && until - from < STOP_MIN
        })
        expect(short).toEqual([])
      }),
    )
  })

  test('two spans side by side tell what the whole one tells', () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.integer({ min: 0, max: 100 }),
        ({ told, span, nowMinute }, percent) => {
          const now = START + nowMinute * MINUTE
          const track = trackOf(told)
          const middle = Math.round(span[0] + ((span[1] - span[0]) * percent) / 100)
          const parts = [
            ...legsOf(track, [span[0], middle], now),
            ...legsOf(track, [middle, span[1]], now),
          ]
          const whole = legsOf(track, span, now)
          const cuts = (legs: readonly Leg[]) =>
            legs.flatMap((leg, i) => (leg.kind === legs[i - 1]?.kind ? [] : [[leg.kind, leg.from]]))
          expect(cuts(parts)).toEqual(cuts(whole))
        },
      ),
    )
  })

  test('a reading that comes late changes nothing but its leg and what it touches', () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.integer({ min: -600, max: 1_500 }),
        fc.boolean(),
        ({ told, span }, minute, isMoving) => {
          const others = told.filter(([one]) => one !== minute)
          const late = [...others, [minute, isMoving] as const].toSorted(([a], [b]) => a - b)
          const before = legsOf(trackOf(others), span)
          const after = legsOf(trackOf(late), span).map(toMinutes)
          const index = before.findIndex(({ until }) => until > START + minute * MINUTE)
          const hit = index === -1 ? before.length : index
          // A short stop that gets moving neighbours goes up in them: two legs on either side may change, no more.
          const far = before.filter((_, i) => Math.abs(i - hit) > 2)
          for (const leg of far) expect(after).toContainEqual(toMinutes(leg))
        },
      ),
    )
  })
})
