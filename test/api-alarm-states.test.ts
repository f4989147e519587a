import { expect, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'

import { openAlarmedVats } from './api-alarmed-vats.ts'

const START = Date.parse('2026-10-01T00:00:00+07:00')

test('each alarm is told from the beginning of the span on, and one that was in order throughout is not', async () => {
  await using api = await openAlarmedVats(5)
  // Stands since before; begins within; begins and ends after; was over before; pending only.
  await api.see(0, 2, START - DAY)
  await api.see(1, 2, START + HOUR)
  await api.see(1, 0, START + 2 * HOUR)
  await api.see(2, 2, START + 2 * DAY)
  await api.see(3, 2, START - 3 * DAY)
  await api.see(3, 0, START - 2 * DAY)
  await api.pass(START - DAY)
  await api.registry.alarms.act(4, { kind: 'acknowledge', at: START - DAY, by: 'Lan' })
  await api.pass(START + 3 * DAY)
  await api.registry.alarms.act(2, { kind: 'acknowledge', at: START + 3 * HOUR, by: 'Lan' })
  const ask = async (query: string) => {
    const { body } = await api.get(`/api/v1/alarm-states?${query}`)
    return body.items.map(({ at, alarm, state }) => [String(at).slice(0, 16), alarm, state])
  }
  expect(await ask('from=2026-10-01&until=2026-10-02')).toEqual([
    ['2026-10-01T00:00', 1, 4],
    ['2026-10-01T00:00', 2, 0],
    ['2026-10-01T01:00', 2, 4],
    ['2026-10-01T02:00', 2, 1],
    ['2026-10-01T02:10', 2, 3],
    ['2026-10-01T03:00', 2, 0],
  ])
  expect(await ask('from=2026-10-01&until=2026-10-02&place=vat-0')).toEqual([
    ['2026-10-01T00:00', 1, 4],
  ])
  const { body } = await api.get('/api/v1/alarm-states?from=2026-10-01&until=2026-10-02&site=site')
  expect(body.items[0]).toMatchObject({
    title: { vi: 'Bể nóng · Bể 0 · temperature/top', en: 'Vat hot · Vat 0 · temperature/top' },
    stateName: { en: 'Active, unacknowledged' },
  })
})

test('levels of the limits in force are told a row each, by kind of place', async () => {
  await using api = await openAlarmedVats(1)
  const { body } = await api.get('/api/v1/limit-levels?placeKind=vat,room')
  expect(body.items).toEqual([
    expect.objectContaining({ limit: 'vat-hot', bound: 45, unit: 'Cel', priority: 'medium' }),
    expect.objectContaining({ sideName: { vi: 'Không quá', en: 'Not above' }, bound: 50 }),
  ])
  expect((await api.get('/api/v1/limit-levels?placeKind=room')).body.items).toEqual([])
})
