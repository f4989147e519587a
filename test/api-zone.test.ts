import { describe, expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { formatInstant, isZone, offsetAt, offsetPeriods, toInstant } from '#domain/zone.ts'

const at = (text: string) => Date.parse(text)
const local = (text: string) => Date.parse(`${text}Z`)

describe('offsetAt', () => {
  test.each([
    ['Asia/Ho_Chi_Minh', '2026-10-01T00:00:00Z', 7 * HOUR],
    ['Asia/Kathmandu', '2026-10-01T00:00:00Z', 5 * HOUR + 45 * MINUTE],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', HOUR],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 2 * HOUR],
    ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', 11 * HOUR],
    ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', 10.5 * HOUR],
    ['America/St_Johns', '2026-01-01T00:00:00Z', -3.5 * HOUR],
    ['UTC', '2026-01-01T00:00:00Z', 0],
    ['+05:30', '2026-01-01T00:00:00Z', 5.5 * HOUR],
  ])('%s at %s', (zone, instant, offset) => {
    expect(offsetAt(zone, at(instant))).toBe(offset)
  })

  test('alternating zones and instants do not disturb one another', () => {
    expect(offsetAt('Europe/Berlin', at('2026-01-01T00:00:00Z'))).toBe(HOUR)
    expect(offsetAt('Asia/Kathmandu', at('2026-01-01T00:00:00Z'))).toBe(5.75 * HOUR)
    expect(offsetAt('Europe/Berlin', at('2026-07-01T00:00:00Z'))).toBe(2 * HOUR)
    expect(offsetAt('Europe/Berlin', at('2026-01-01T00:00:00Z'))).toBe(HOUR)
  })
})

describe('offsetPeriods', () => {
  test('a zone without summer time has one', () => {
    const [from, until] = [at('2020-01-01T00:00:00Z'), at('2030-01-01T00:00:00Z')]
    expect(offsetPeriods('Asia/Ho_Chi_Minh', from, until)).toEqual([
      { from, until, offset: 7 * HOUR },
    ])
  })

  test('a year in Berlin has three, cut at the very millisecond', () => {
    const [from, until] = [at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z')]
    const [spring, autumn] = [at('2026-03-29T01:00:00Z'), at('2026-10-25T01:00:00Z')]
    expect(offsetPeriods('Europe/Berlin', from, until)).toEqual([
      { from, until: spring, offset: HOUR },
      { from: spring, until: autumn, offset: 2 * HOUR },
      { from: autumn, until, offset: HOUR },
    ])
  })

  test('a span that ends exactly at a change has no empty period', () => {
    const until = at('2026-03-29T01:00:00Z')
    expect(offsetPeriods('Europe/Berlin', until - DAY, until)).toEqual([
      { from: until - DAY, until, offset: HOUR },
    ])
  })
})

describe('toInstant', () => {
  test.each([
    ['an ordinary moment', 'Asia/Ho_Chi_Minh', '2026-10-01T07:00', '2026-10-01T00:00:00Z'],
    ['an hour that happens twice', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
    ['an hour that is skipped', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:00:00Z'],
    ['before the skip', 'Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59:00Z'],
    ['after the skip', 'Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00:00Z'],
    ['half an hour skipped', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30:00Z'],
    ['half an hour twice', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z'],
    ['a midnight that is skipped', 'Asia/Beirut', '2026-03-29T00:00', '2026-03-28T22:00:00Z'],
    ['a midnight that happens twice', 'America/Havana', '2026-11-01T00:00', '2026-11-01T04:00:00Z'],
    ['a day that is skipped', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00Z'],
    ['the day after that', 'Pacific/Apia', '2011-12-31T00:00', '2011-12-30T10:00:00Z'],
  ])('%s: %s %s', (_what, zone, clock, instant) => {
    expect(new Date(toInstant(zone, local(clock))).toISOString()).toBe(
      new Date(instant).toISOString(),
    )
  })
})

test('an instant is written with the offset of its zone and read back as the same', () => {
  const instant = at('2026-10-01T00:30:00.250Z')
  expect(formatInstant('Asia/Ho_Chi_Minh', instant)).toBe('2026-10-01T07:30:00.250+07:00')
  expect(formatInstant('America/St_Johns', instant - 250)).toBe('2026-09-30T22:00:00-02:30')
  for (const zone of ['UTC', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Havana']) {
    expect(at(formatInstant(zone, instant))).toBe(instant)
  }
})

test('a zone is an IANA name or a fixed offset', () => {
  expect(['Asia/Ho_Chi_Minh', 'UTC', '+07:00'].map(isZone)).toEqual([true, true, true])
  expect(['Asia/Saigonn', '', '7', 'GMT+99'].map(isZone)).toEqual([false, false, false, false])
})
