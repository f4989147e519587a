import { expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import { openAlarmedVats, type AlarmedVats } from './api-alarmed-vats.ts'

async function measure(api: AlarmedVats): Promise<ReadonlyMap<string, number>> {
  const text = await (await api.ask('/metrics')).text()
  const lines = text.split('\n').filter((line) => line.startsWith('nguon_alarm_'))
  return new Map(
    lines.map((line) => {
      const [name = '', value = ''] = line.split(' ')
      return [name.replace('nguon_alarm_', ''), Number(value)] as const
    }),
  )
}

test('what is open, waits, is silent and was raised is counted by priority', async () => {
  await using api = await openAlarmedVats(4)
  const now = Date.now()
  await api.see(0, 2, now - DAY)
  const before = await measure(api)
  expect(before.get('open{priority="high"}')).toBe(1)
  // What was raised before anybody asked is no news.
  expect(before.get('raised_total{priority="high"}')).toBe(0)
  for (const number of [1, 2, 3]) await api.see(number, number === 3 ? 1 : 2, now - HOUR)
  await api.pass(now)
  const { alarms } = api.registry
  await alarms.act(2, { kind: 'acknowledge', at: now, by: 'Lan' })
  await alarms.act(3, { kind: 'shelve', at: now, by: 'Lan', reason: 'rửa', duration: HOUR })
  // Two scrapes at once count nothing twice.
  const [after] = await Promise.all([measure(api), measure(api)])
  expect(Object.fromEntries(after)).toMatchObject({
    'open{priority="urgent"}': 0,
    'open{priority="high"}': 2,
    'open{priority="medium"}': 1,
    'raised_total{priority="high"}': 2,
    'raised_total{priority="medium"}': 1,
    unacknowledged: 2,
    silent: 1,
    overdue: 0,
  })
})

test('a delay that nobody ends is overdue, and an event that nobody works through grows old', async () => {
  await using api = await openAlarmedVats(2)
  expect((await measure(api)).get('untold_age_seconds')).toBe(0)
  const now = Date.now()
  await api.see(0, 1, now - 30 * MINUTE)
  expect((await measure(api)).get('overdue')).toBe(0)
  await api.see(1, 1, now - 32 * MINUTE)
  expect((await measure(api)).get('overdue')).toBe(1)
  await api.pass(now)
  const waiting = await measure(api)
  expect(waiting.get('overdue')).toBe(0)
  expect(waiting.get('untold_age_seconds')).toBeGreaterThan(0)
  const { notifications } = api.registry
  const { after, events } = await notifications.unread(100)
  const nobody = { calls: [], ended: [], answered: [], notices: [] }
  await notifications.keepPlan({ after, through: events.at(-1)?.id ?? 0 }, nobody)
  expect((await measure(api)).get('untold_age_seconds')).toBe(0)
})
