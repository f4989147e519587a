import { expect, test } from 'vitest'
import { z } from 'zod'

import { alarmKpisShape, type AlarmKpisView } from '#api/alarm-kpi-shape.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import { openAlarmedVats, type AlarmedVats } from './api-alarmed-vats.ts'
import { getAllPages } from './api-fixture.ts'

/** A day that is over, in Vietnam. */
const START = Date.parse('2026-10-01T00:00:00+07:00')
const SPAN = 'from=2026-10-01&until=2026-10-02'

async function ask(api: AlarmedVats, query: string): Promise<AlarmKpisView> {
  const { status, body } = await api.get(`/api/v1/alarm-kpis?${query}`)
  expect([status, body['detail']]).toEqual([200, undefined])
  return alarmKpisShape.parse(body)
}

function figureOf({ figures }: AlarmKpisView, id: string) {
  return figures.find((figure) => figure.id === id)?.value
}

test('twelve vats that are hot at once are a flood, told in the zone that is asked for', async () => {
  await using api = await openAlarmedVats(12)
  for (let number = 0; number < 12; number++) await api.see(number, 2, START + number * 30_000)
  const kpis = await ask(api, SPAN)
  expect(kpis.announcedCount).toBe(12)
  expect(kpis.unacknowledgedCount).toBe(12)
  expect(kpis.floods).toEqual([
    {
      from: '2026-10-01T00:00:00+07:00',
      until: '2026-10-01T00:13:30+07:00',
      minutes: 13.5,
      count: 12,
    },
  ])
  expect(kpis.days).toEqual([{ day: '2026-10-01T00:00:00+07:00', announcedCount: 12 }])
  expect(kpis.priorities[1]).toMatchObject({ priority: 'high', count: 12, sharePercent: 100 })
  expect(kpis.topTen).toHaveLength(10)
  expect(kpis.topTen[0]).toMatchObject({
    alarm: 1,
    name: { vi: 'Bể nóng', en: 'Vat hot' },
    place: 'vat-0',
    placeName: { vi: 'Bể 0', en: 'Vat 0' },
    announcedCount: 1,
    sharePercent: 8.3,
  })
  const inUtc = await ask(api, `${SPAN}T12:00&timezone=UTC`)
  expect(inUtc.days.map(({ day, announcedCount }) => [day.slice(0, 10), announcedCount])).toEqual([
    ['2026-10-01', 0],
    ['2026-10-02', 0],
  ])
})

test('who answered, how soon, and what was over when', async () => {
  await using api = await openAlarmedVats(2)
  const now = Date.now()
  await api.see(0, 2, now - 2 * HOUR)
  await api.registry.alarms.act(1, { kind: 'acknowledge', at: now + 3 * MINUTE, by: 'Lan' })
  await api.see(0, 0, now + 5 * MINUTE)
  await api.pass(now + 30 * MINUTE)
  const until = new Date(now + HOUR).toISOString()
  const kpis = await ask(api, `until=${until}`)
  // Nobody could know before it was written, which was now.
  expect(kpis.people).toEqual([expect.objectContaining({ by: 'Lan', acknowledgedCount: 1 })])
  expect(kpis.people[0]?.medianMinutes).toBeCloseTo(3, 0)
  expect(figureOf(kpis, 'to-clear-median')).toBe(135)
  expect(figureOf(kpis, 'late-share')).toBe(0)
  expect(figureOf(kpis, 'standing')).toBe(0)
})

test('one who answers by a link, by name and in capitals is one person', async () => {
  await using api = await openAlarmedVats(6)
  const person = { addresses: [], language: 'vi' }
  await api.send('PUT', '/api/v1/people/lan', { ...person, name: 'Nguyễn Thị Lan' })
  await api.send('PUT', '/api/v1/people/hoa-1', { ...person, name: 'Hoa' })
  await api.send('PUT', '/api/v1/people/hoa-2', { ...person, name: 'Hoa' })
  const names = ['lan', 'LAN ', 'nguyễn thị  lan', 'Hoa', 'hoa', 'Minh']
  const now = Date.now()
  for (const [number, by] of names.entries()) {
    await api.see(number, 2, now - HOUR)
    await api.registry.alarms.act(number + 1, { kind: 'acknowledge', at: now + MINUTE, by })
  }
  const { people } = await ask(api, `until=${new Date(now + HOUR).toISOString()}`)
  expect(people.map((one) => [one.by, one.person, one.acknowledgedCount])).toEqual([
    ['Nguyễn Thị Lan', 'lan', 3],
    ['Hoa', null, 2],
    ['Minh', null, 1],
  ])
})

test('an alarm that has stood since long before the span is stale, and one of another site is not told', async () => {
  await using api = await openAlarmedVats(3)
  for (const number of [0, 1, 2]) await api.see(number, 2, START - 5 * DAY)
  // This one is over, but not yet at the end of the span.
  await api.see(1, 0, START + 2 * DAY)
  const kpis = await ask(api, `${SPAN}&site=site`)
  expect(kpis.announcedCount).toBe(0)
  expect(kpis.stale.map(({ place }) => place)).toEqual(['vat-0', 'vat-1'])
  expect(figureOf(kpis, 'standing')).toBe(2)
  expect((await ask(api, `${SPAN}&place=vat-2`)).stale).toHaveLength(1)
  expect((await ask(api, `${SPAN}&place=`)).stale).toEqual([])
  const unknown = await api.get('/api/v1/alarm-kpis?site=nowhere')
  expect(unknown.status).toBe(404)
  const wide = await api.get('/api/v1/alarm-kpis?from=2020-01-01&until=2026-01-01')
  expect([wide.status, wide.body['code']]).toEqual([400, 'SPAN_TOO_WIDE'])
})

test('open alarms come with what to do, the worst first, page by page', async () => {
  await using api = await openAlarmedVats(4)
  for (const [number, level] of [1, 2, 2, 2].entries()) await api.see(number, level, START + number)
  await api.pass(START + HOUR)
  const { alarms } = api.registry
  await alarms.act(2, { kind: 'acknowledge', at: START + HOUR, by: 'Lan' })
  const shelving = {
    kind: 'shelve',
    at: START + HOUR,
    by: 'Lan',
    reason: 'rửa',
    duration: HOUR,
  } as const
  await alarms.act(3, shelving)
  const pages = await getAllPages(api, '/api/v1/alarms/open?limit=3')
  expect(pages.map((items) => items.map(({ place }) => place))).toEqual([
    // High before medium, unanswered before answered, what is silent last.
    ['vat-3', 'vat-1', 'vat-0'],
    ['vat-2'],
  ])
  expect(pages[0]?.[0]?.['about']).toMatchObject({
    name: { en: 'Vat hot' },
    placeName: { en: 'Vat 3' },
    placeKind: 'vat',
    site: 'other',
    unit: 'Cel',
    timeToRespond: 'PT1H',
  })
  const { body } = await api.get('/api/v1/alarms/open?site=other')
  expect(body.items.map(({ place }) => place)).toEqual(['vat-3'])
})

test('events are found by site and time, newest first, and say how the alarm is now', async () => {
  await using api = await openAlarmedVats(2)
  await api.see(0, 2, START)
  await api.see(1, 2, START + DAY)
  await api.registry.alarms.act(1, { kind: 'acknowledge', at: START + HOUR, by: 'Lan' })
  const find = async (query: string) => (await api.get(`/api/v1/alarm-events?${query}`)).body.items
  expect((await find('site=other')).map(({ kind }) => kind)).toEqual(['pended', 'raised'])
  expect((await find('until=2026-10-02')).map(({ kind }) => kind)).toEqual([
    'pended',
    'raised',
    'acknowledged',
  ])
  const [newest] = await find('order=newest&limit=1')
  const now = z.object({ phase: z.string(), about: z.object({ site: z.string() }) })
  expect(newest).toMatchObject({ kind: 'acknowledged', by: 'Lan', priority: 'high' })
  expect(now.parse(newest?.['now'])).toEqual({
    phase: 'active-acknowledged',
    about: { site: 'site' },
  })
  const pages = await getAllPages(api, '/api/v1/alarm-events?order=newest&limit=2')
  expect(pages.flat().map(({ id }) => id)).toEqual([5, 4, 3, 2, 1])
  const [first] = await find('from=2026-10-01T00:30:00%2B07:00')
  expect(first).toMatchObject({ kind: 'pended', alarm: 2 })
})

test('the panels of a dashboard, which ask the same at once, cost one look through the log', async () => {
  let looks = 0
  await using api = await openAlarmedVats(2, ({ registry }) => {
    const eventBefore: typeof registry.alarms.eventBefore = (at) => {
      looks++
      return registry.alarms.eventBefore(at)
    }
    return { registry: { ...registry, alarms: { ...registry.alarms, eventBefore } } }
  })
  await api.see(0, 2, START)
  const answers = await Promise.all([ask(api, SPAN), ask(api, SPAN), ask(api, SPAN)])
  expect(answers.map(({ announcedCount }) => announcedCount)).toEqual([1, 1, 1])
  expect(answers[2]).toEqual(answers[0])
  expect(looks).toBe(1)
  expect((await ask(api, `${SPAN}&place=vat-1`)).announcedCount).toBe(0)
  expect(looks).toBe(2)
})
