import { expect, test } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'
import { ArrivalClock } from '#gateway/arrival-clock.ts'

const NOW = Date.parse('2026-11-24T08:00:00Z')

test('the stamps of one device rise, those of two devices are their own', () => {
  const clock = new ArrivalClock()
  const stamps = ['a', 'a', 'b', 'a'].map((device) => clock.stamp(device, NOW) - NOW)
  expect(stamps).toEqual([0, 1, 0, 2])
  expect(clock.stamp('a', NOW + 10)).toBe(NOW + 10)
})

test('a clock that is set back holds up the stamps by a minute at most', () => {
  const clock = new ArrivalClock()
  clock.stamp('a', NOW + HOUR)
  expect(clock.stamp('a', NOW)).toBe(NOW + MINUTE)
  expect(clock.stamp('a', NOW + 1_000)).toBe(NOW + MINUTE + 1)
  expect(clock.stamp('a', NOW + 2 * MINUTE)).toBe(NOW + 2 * MINUTE)
})

test('of very many devices the one that was silent longest is forgotten', () => {
  const clock = new ArrivalClock()
  for (let number = 0; number <= 50_000; number++) clock.stamp(`${number}`, NOW)
  expect(clock.stamp('50000', NOW)).toBe(NOW + 1)
  expect(clock.stamp('0', NOW)).toBe(NOW)
})
