import { expect, test } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'

import { openApi } from './api-fixture.ts'
import { START } from './api-vat.ts'

test('a rain counter tells what fell in each hour, across gaps and not across a reset', async () => {
  await using api = await openApi()
  const [rain, air] = await api.enrol('yard', ['rain', 'temperature'])
  if (rain === undefined || air === undefined) throw new Error('no channel')
  for (const [hour, values] of [
    [0, [10, 11]],
    [1, [11, 14.5]],
    [3, [20]],
    [4, [0.5, 2]],
    [5, [2.5]],
    [6, [3, 1, 9]],
  ] as const) {
    await api.write(rain, START + hour * HOUR, MINUTE, values)
  }
  await api.write(air, START, HOUR, [20, 25])
  const span = 'from=2026-10-01T00:00:00&until=2026-10-01T07:00:00'
  const { body } = await api.get(`/api/v1/readings?device=yard&${span}&window=1h`)
  const of = (channel: string) =>
    body.items.filter((item) => item['channel'] === channel).map(({ increase }) => increase)
  expect(of('rain')).toEqual([null, 3.5, null, 5.5, null, 0.5, null])
  expect(of('temperature')).toEqual(Array.from({ length: 7 }, () => null))
})

test('the first window of a counter is counted from the window before the span', async () => {
  await using api = await openApi()
  const [rain] = await api.enrol('yard', ['rain'])
  if (rain === undefined) throw new Error('no channel')
  await api.write(rain, START, 12 * HOUR, [10, 12, 15, 19, 20])
  const windowed = async (query: string) => {
    const { body } = await api.get(`/api/v1/readings?device=yard&${query}`)
    return body.items.map(({ start, increase }) => [String(start).slice(8, 13), increase])
  }
  expect(await windowed('from=2026-10-02&until=2026-10-04&window=1d')).toEqual([
    ['02T00', 7],
    ['03T00', 1],
  ])
  // A span that begins inside a window counts from its own beginning.
  expect(await windowed('from=2026-10-02T06:00:00&until=2026-10-03&window=1d')).toEqual([
    ['02T00', 4],
  ])
})

test('windows of several channels come by time when asked so', async () => {
  await using api = await openApi()
  for (const channel of await api.enrol('yard', ['rain', 'temperature'])) {
    await api.write(channel, START, HOUR, [1, 2])
  }
  const target = '/api/v1/readings?device=yard&from=2026-10-01&until=2026-10-02&window=12h'
  const { body } = await api.get(`${target}&arrange=time`)
  expect(body.items.map(({ channel, start }) => [channel, String(start).slice(8, 13)])).toEqual([
    ['rain', '01T00'],
    ['temperature', '01T00'],
    ['rain', '01T12'],
    ['temperature', '01T12'],
  ])
  for (const wrong of ['&format=csv&arrange=time', '&arrange=sideways']) {
    expect((await api.get(`${target}${wrong}`)).status).toBe(400)
  }
})
