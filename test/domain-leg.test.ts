import { describe, expect, test } from 'vitest'

import { MINUTE } from '#domain/time.ts'

import { legsOf, START, tell, toMinutes, trackOf, type Told } from './leg-track.ts'

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
