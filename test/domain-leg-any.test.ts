import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { STOP_MIN, type Leg } from '#domain/leg.ts'
import { MINUTE } from '#domain/time.ts'

import { legsOf, START, toMinutes, trackOf, type Told } from './leg-track.ts'

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
