import { describe, expect, test } from 'vitest'

import { deliveryTime } from '#domain/notification/delivery-time.ts'
import { createMessageKey } from '#domain/notification/message-key.ts'
import type { Notice } from '#domain/notification/notice.ts'
import { formatOnWall } from '#domain/notification/on-wall.ts'
import { findOnDuty, type Roster } from '#domain/notification/roster.ts'
import { fits, type NotificationRoute } from '#domain/notification/route.ts'
import { isWithin, nextAt, weekdayOf } from '#domain/notification/wall-clock.ts'
import { writeMessage } from '#domain/notification/words.ts'
import { HOUR } from '#domain/time.ts'
import { formatQuantity } from '#domain/unit-symbol.ts'

const VIETNAM = 'Asia/Ho_Chi_Minh'
const at = (clock: string, zone = '+07:00') => Date.parse(`${clock}${zone}`)

describe('the clock on the wall', () => {
  test('a span over midnight holds on both sides of it, and not at its end', () => {
    const night = { from: '21:30', until: '05:30' }
    const holds = (clock: string) => isWithin(night, VIETNAM, at(`2026-11-24T${clock}`))
    expect(['21:29:59', '21:30:00', '00:00:00', '05:29:59', '05:30:00'].map(holds)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  test('the next half past six is today, or tomorrow when it is over', () => {
    expect(nextAt('06:30', VIETNAM, at('2026-11-24T06:30:00'))).toBe(at('2026-11-24T06:30:00'))
    expect(nextAt('06:30', VIETNAM, at('2026-11-24T06:30:01'))).toBe(at('2026-11-25T06:30:00'))
  })

  test('where clocks change, the next time is that of the clock', () => {
    // Berlin lost an hour on 2026-03-29 at 02:00.
    expect(nextAt('02:30', 'Europe/Berlin', at('2026-03-28T03:00:00', '+01:00'))).toBe(
      at('2026-03-29T03:00:00', '+02:00'),
    )
    expect(nextAt('07:00', 'Europe/Berlin', at('2026-03-28T08:00:00', '+01:00'))).toBe(
      at('2026-03-29T07:00:00', '+02:00'),
    )
  })

  test('days of the week are those of the zone', () => {
    // Monday 23 November began in Vietnam while it was Sunday in London.
    expect(weekdayOf(VIETNAM, at('2026-11-23T00:30:00'))).toBe(1)
    expect(weekdayOf('Europe/London', at('2026-11-23T00:30:00'))).toBe(7)
  })
})

describe('when a person may be told', () => {
  const lan = { timezone: VIETNAM, quietHours: { from: '21:00', until: '05:00' } }
  const night = at('2026-11-24T23:00:00')
  const when = (priority: 'low' | 'medium' | 'high' | 'urgent', digestAt: string | null = null) =>
    deliveryTime(lan, { priority, digestAt }, night)

  test('quiet hours hold back what can wait, and high priority pierces them', () => {
    expect([when('low'), when('medium')]).toEqual(Array(2).fill(at('2026-11-25T05:00:00')))
    expect([when('high'), when('urgent')]).toEqual([night, night])
  })

  test('a digest waits for its time of the day, and for the end of quiet hours', () => {
    expect(when('low', '07:00')).toBe(at('2026-11-25T07:00:00'))
    expect(when('low', '04:00')).toBe(at('2026-11-25T05:00:00'))
  })
})

describe('a roster', () => {
  const weekly: Roster = {
    id: 'night',
    name: 'Ca trực',
    timezone: VIETNAM,
    people: ['lan', 'minh', 'hoa'],
    turnDays: 7,
    startsOn: '2026-11-02',
    handoverAt: '18:00',
    substitutions: [],
  }
  const onDuty = (clock: string, roster = weekly) => findOnDuty(roster, at(clock))

  test('hands over at its time of the day, in turns', () => {
    expect(onDuty('2026-11-02T17:59:59')).toBeUndefined()
    expect(onDuty('2026-11-02T18:00:00')).toBe('lan')
    expect(onDuty('2026-11-09T17:59:59')).toBe('lan')
    expect(onDuty('2026-11-09T18:00:00')).toBe('minh')
    expect(onDuty('2026-11-23T18:00:00')).toBe('lan')
  })

  test('a substitution takes the place of whoever has the turn; the last that was written counts', () => {
    const from = at('2026-11-10T00:00:00')
    const span = { from, until: from + HOUR }
    const substitutions = [
      { ...span, person: 'hoa' },
      { ...span, person: 'tam' },
    ]
    const roster = { ...weekly, substitutions }
    expect(onDuty('2026-11-10T00:59:59', roster)).toBe('tam')
    expect(onDuty('2026-11-10T01:00:00', roster)).toBe('minh')
  })

  test('turns are days of the calendar, also when one of them is an hour shorter', () => {
    const berlin = {
      ...weekly,
      timezone: 'Europe/Berlin',
      turnDays: 1,
      startsOn: '2026-03-28',
      handoverAt: '08:00',
    }
    expect(findOnDuty(berlin, at('2026-03-29T07:59:00', '+02:00'))).toBe('lan')
    expect(findOnDuty(berlin, at('2026-03-29T08:00:00', '+02:00'))).toBe('minh')
  })
})

describe('a route', () => {
  const route: NotificationRoute = {
    id: 'nights',
    sites: ['phu-khuong'],
    placeKinds: ['vat'],
    priorities: ['high', 'urgent'],
    hours: { from: '18:00', until: '06:00' },
    weekdays: [1],
    channels: [],
    steps: [{ after: 0, to: [{ person: 'lan' }] }],
    digestAt: null,
    tellsEnd: true,
  }
  const alarm = {
    site: 'phu-khuong',
    timezone: VIETNAM,
    placeKind: 'vat',
    priority: 'high',
  } as const
  const monday = at('2026-11-23T19:00:00')

  test('fits when all of it fits', () => {
    expect(fits(route, alarm, monday)).toBe(true)
    expect(fits(route, { ...alarm, site: 'cam-khe-xai' }, monday)).toBe(false)
    expect(fits(route, { ...alarm, placeKind: 'room' }, monday)).toBe(false)
    expect(fits(route, { ...alarm, priority: 'medium' }, monday)).toBe(false)
    expect(fits(route, alarm, at('2026-11-23T17:59:00'))).toBe(false)
    expect(fits(route, alarm, at('2026-11-24T19:00:00'))).toBe(false)
  })

  test('what it does not say fits everything', () => {
    const open = { ...route, sites: [], placeKinds: [], priorities: [], weekdays: [], hours: null }
    expect(fits(open, { ...alarm, priority: 'low', placeKind: 'room' }, monday)).toBe(true)
  })
})

describe('a message', () => {
  const notice: Notice = {
    kind: 'raised',
    alarm: 7,
    priority: 'high',
    site: 'Phú Khương',
    place: 'Bể 7',
    name: 'Bể quá nóng',
    since: 0,
    sinceText: '14:30 24/11/2026',
    value: '52,3 °C',
    limit: '≥ 50 °C',
    response: 'Tắt bơm',
    acknowledgeUrl: 'https://nguon.example/a/x',
  }

  test('says what, where, since when, value and limit, what to do, and how to answer', () => {
    const { subject, text } = writeMessage('K', 'vi', [notice])
    expect(subject).toBe('Báo động · Cao: Bể quá nóng, Bể 7')
    for (const part of ['Bể 7, Phú Khương', '14:30 24/11/2026', '52,3 °C', '≥ 50 °C', 'Tắt bơm']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('Bấm để nhận: https://nguon.example/a/x')
  })

  test('puts the worst first and what is over last, and counts what it does not tell', () => {
    const over = { ...notice, kind: 'resolved', priority: 'urgent', name: 'Hết' } as const
    const low = { ...notice, priority: 'low', name: 'Nhẹ' } as const
    const many = [over, low, ...Array.from({ length: 30 }, () => notice)]
    const message = writeMessage('K', 'en', many)
    expect(message.notices.at(0)?.priority).toBe('high')
    expect(message.notices.at(-1)?.kind).toBe('resolved')
    expect(message.subject).toBe('Alarm · High: Bể quá nóng, Bể 7 (+31 alarms)')
    expect(message.text).toContain('and 12 more alarms')
  })

  test('keys are in the order of their making, and differ', () => {
    const keys = [1, 2, 3].map((hour) => createMessageKey(Date.UTC(2026, 10, 24, hour)))
    expect(keys).toEqual(keys.toSorted())
    expect(new Set(Array.from({ length: 1_000 }, () => createMessageKey(0))).size).toBe(1_000)
    expect(keys[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  })
})

test('times and numbers are written as the language writes them', () => {
  const instant = at('2026-11-24T14:30:00')
  expect(formatOnWall(instant, VIETNAM, 'vi')).toBe('14:30 24/11/2026')
  expect(formatOnWall(instant, VIETNAM, 'en')).toBe('14:30, 24 Nov 2026')
  expect(formatQuantity(1052.34, { unit: 'Cel', decimals: 1 }, 'vi')).toBe('1.052,3 °C')
  expect(formatQuantity(1052.34, { unit: 'Cel', decimals: 1 }, 'en')).toBe('1,052.3 °C')
  expect(formatQuantity(45, { unit: 'min', decimals: 0 }, 'vi')).toBe('45 phút')
  expect(formatQuantity(6.5, { unit: '[pH]', decimals: 1 }, 'en')).toBe('6.5')
})
