import { describe, expect, test } from 'vitest'

import type { Status } from '#domain/quality.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import { RECEIVED_AT, rejectionsOf, timesOf } from './ingest-fixture.ts'

describe('what a device says of the time', () => {
  const beforeArrival = MINUTE
  const at = RECEIVED_AT - beforeArrival

  test.each<[string | number, string]>([
    ['2026-11-24T07:59:00Z', 'device-utc'],
    ['2026-11-24t07:59:00.000z', 'device-utc'],
    ['2026-11-24 07:59:00Z', 'device-utc'],
    ['2026-11-24T14:59:00+07:00', 'device-utc'],
    ['2026-11-24T14:59:00+0700', 'device-utc'],
    ['2026-11-24T14:59:00+07', 'device-utc'],
    ['2026-11-24T02:29:00.000000000-05:30', 'device-utc'],
    ['2026-11-24T07:59:00-00:00', 'device-utc'],
    ['2026-11-24T07:58:60Z', 'device-utc'],
    ['2026-11-24T14:59:00', 'device-local'],
    ['2026-11-24 14:59:00.0', 'device-local'],
    [at, 'device-utc'],
    [at / 1_000, 'device-utc'],
    [String(at), 'device-utc'],
    [String(at / 1_000), 'device-utc'],
    [`${at / 1_000}.0`, 'device-utc'],
  ])('%j is understood (%s)', (time, timeQuality) => {
    const times = timesOf(JSON.stringify({ time, ph: 5 }))
    expect(times).toEqual([
      { beforeArrival, quality: { timeQuality, status: 'good', late: false, derived: false } },
    ])
  })

  test('fractions count to the millisecond', () => {
    for (const time of ['2026-11-24T07:59:59.1239Z', RECEIVED_AT / 1_000 - 0.877]) {
      expect(timesOf(JSON.stringify({ time, ph: 5 }))).toMatchObject([{ beforeArrival: 877 }])
    }
  })

  test.each([
    '""',
    '"now"',
    '"2026-02-30T00:00:00Z"',
    '"2026-13-01T00:00:00Z"',
    '"2026-11-24T24:00:00Z"',
    '"2026-11-24T07:60:00Z"',
    '"2026-11-24T07:59:61Z"',
    '"2026-11-24T07:59:00+25:00"',
    '"2026-11-24T07:59Z"',
    '"2026-11-24"',
    '"24/11/2026 07:59:00"',
    '"1e12"',
    '1e999',
    '1795507140000000000000',
    'true',
    '[1795507140]',
    '{}',
  ])('%s cannot be read: the object is rejected', (time) => {
    expect(rejectionsOf(`{"time":${time},"ph":5}`)).toEqual([['bad-time', '']])
  })
})

describe('three clocks', () => {
  const byGateway = (status: Status) => ({
    beforeArrival: 0,
    quality: { status, timeQuality: 'gateway', late: false, derived: false },
  })

  test.each(['{"ph":5}', '{"time":null,"ph":5}'])("%s gets the gateway's time", (payload) => {
    expect(timesOf(payload)).toEqual([byGateway('good')])
  })

  test.each([
    ['in 1970', 12],
    ['at zero', 0],
    ['before 1970', -5],
    ['in the year 1', '0001-01-01T00:00:00Z'],
    ['at the end of 2019', '2019-12-31T23:59:59Z'],
    ['more than five minutes ahead', RECEIVED_AT + 5 * MINUTE + 1],
    ['in microseconds', RECEIVED_AT * 1_000],
  ])("a clock %s is not believed: the gateway's time, uncertain", (_, time) => {
    const times = timesOf(JSON.stringify({ time, ph: 5 }))
    expect(times).toEqual([byGateway('uncertain')])
  })

  test('a clock a little ahead is believed', () => {
    const times = timesOf(JSON.stringify({ time: RECEIVED_AT + 5 * MINUTE, ph: 5 }))
    expect(times).toMatchObject([{ beforeArrival: -5 * MINUTE, quality: { status: 'good' } }])
  })

  test('a reading is late when it arrives more than an hour after it was measured', () => {
    const isLate = (age: number) =>
      timesOf(JSON.stringify({ time: RECEIVED_AT - age, ph: 5 })).map(({ quality }) => quality.late)
    expect(isLate(HOUR)).toEqual([false])
    expect(isLate(HOUR + 1)).toEqual([true])
  })

  test('the readings of an array without a usable clock stay distinct and in order', () => {
    const times = timesOf('[{"ph":5},{"time":1,"ph":6},{"time":2,"ph":7,"co2":400}]')
    expect(times.map(({ beforeArrival }) => beforeArrival)).toEqual([2, 1, 0, 0])
    expect(times.map(({ quality }) => quality.status)).toEqual([
      'good',
      'uncertain',
      'uncertain',
      'uncertain',
    ])
  })

  test('a retained message without a time may be old', () => {
    expect(timesOf('{"ph":5}', { retained: true })).toEqual([byGateway('uncertain')])
    const dated = JSON.stringify({ time: RECEIVED_AT, ph: 5 })
    expect(timesOf(dated, { retained: true })).toMatchObject([{ quality: { status: 'good' } }])
  })
})
