import { describe, expect, test } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'

import { openApi } from './api-fixture.ts'
import { LIMIT, openVats, SPAN, START, TRY } from './api-limit-trial.ts'

test('a limit that nobody approved tells what it would have done, and is kept nowhere', async () => {
  await using api = await openVats(['a', 'b'])
  const { status, body } = await api.send('POST', TRY, { ...LIMIT, ...SPAN })
  expect(status).toBe(200)
  const tally = {
    alarmCount: 1,
    pendingCount: 1,
    alarmsPerWeek: 3.5,
    outside: 'PT1H10M',
    alarmed: 'PT1H',
    longest: 'PT1H',
  }
  expect(body).toMatchObject({
    channelCount: 2,
    channelsLeftOut: 0,
    inForceVersion: null,
    inForce: null,
    tried: { alarmsLeftOut: 0, total: { alarmCount: 2, pendingCount: 2, alarmsPerWeek: 7 } },
  })
  expect(body['channels']).toMatchObject([
    { device: 'box-a', channel: 'temperature/top', place: 'vat-a', tried: tally, inForce: null },
    { device: 'box-b', tried: tally },
  ])
  expect(body['tried']).toMatchObject({
    alarms: [
      {
        device: 'box-a',
        from: '2026-04-01T19:00:00+07:00',
        raisedAt: '2026-04-01T19:30:00+07:00',
        until: '2026-04-01T20:00:00+07:00',
        lasted: 'PT1H',
        level: 1,
        priority: 'medium',
        worst: 46.5,
      },
      { device: 'box-b' },
    ],
  })
  expect((await api.get('/api/v1/limits')).body.items).toEqual([])
  expect((await api.get('/api/v1/alarms')).body.items).toEqual([])
})

test('beside it stands what the limit in force would have done', async () => {
  await using api = await openVats(['a'])
  const approval = { approvedBy: 'Lan', reason: 'start' }
  const inForce = await api.send('PUT', '/api/v1/limits/vat-hot', { ...LIMIT, ...approval })
  expect(inForce.status).toBe(201)
  const levels = [{ bound: 46, priority: 'low', onDelay: 'PT0S' }]
  const { body } = await api.send('POST', TRY, { ...LIMIT, ...SPAN, levels, id: 'vat-hot' })
  expect(body).toMatchObject({
    inForceVersion: 1,
    channels: [{ tried: { alarmCount: 2 }, inForce: { alarmCount: 1 } }],
    inForce: { total: { alarmCount: 1, pendingCount: 1 }, alarms: [{ priority: 'medium' }] },
    tried: { total: { alarmCount: 2, pendingCount: 0 } },
  })
  await api.send('POST', '/api/v1/limits/vat-hot/withdraw', approval)
  const after = await api.send('POST', TRY, { ...LIMIT, ...SPAN, id: 'vat-hot' })
  expect(after.body).toMatchObject({ inForceVersion: null, inForce: null })
})

test('only the time counts for which a device stood there, and only what is named', async () => {
  await using api = await openVats(['a', 'b'])
  const [first] = await api.registry.installations.list({ limit: 1 })
  await api.registry.installations.end(first?.id ?? 0, START + 12 * HOUR)
  const { body } = await api.send('POST', TRY, { ...LIMIT, ...SPAN, place: ['vat-a'] })
  expect(body).toMatchObject({
    channelCount: 1,
    channels: [{ place: 'vat-a', until: '2026-04-01T19:00:00+07:00', tried: { alarmCount: 0 } }],
  })
  const none = await api.send('POST', TRY, {
    ...LIMIT,
    ...SPAN,
    place: ['vat-a'],
    device: ['box-b'],
  })
  expect(none.body).toMatchObject({ channelCount: 0, channels: [], tried: { alarms: [] } })
})

test('what is under way counts until now', async () => {
  await using api = await openVats(['a'])
  const channel = (await api.registry.channels.ofDevice('box-a'))?.[0]
  if (channel === undefined) throw new Error('no channel')
  await api.write(channel, Date.now() - 2 * HOUR, 10 * MINUTE, [50])
  const { body } = await api.send('POST', TRY, { ...LIMIT, days: 30 })
  expect(body['tried']).toMatchObject({ alarms: [{ until: null, worst: 50 }] })
  expect(body['tried']).toHaveProperty('total.outside', 'PT2H')
})

test('a channel that a limit no longer concerns is told, too', async () => {
  await using api = await openVats(['a'])
  await api.send('PUT', '/api/v1/limits/vat-hot', { ...LIMIT, approvedBy: 'Lan', reason: '?' })
  const channels = ['temperature/middle']
  const { body } = await api.send('POST', TRY, { ...LIMIT, ...SPAN, channels, id: 'vat-hot' })
  expect(body['channels']).toMatchObject([{ tried: null, inForce: { alarmCount: 1 } }])
})

describe('what is wrong is refused as when it is approved', () => {
  test.each<[string, object, number, string]>([
    [
      'a wrong level',
      { levels: [{ bound: 451, priority: 'low', onDelay: 'PT0S' }] },
      400,
      '-55 to 150 Cel',
    ],
    ['an unknown measure', { measure: { kind: 'median' } }, 400, 'one of value, average'],
    [
      'what no reading tells',
      { measure: { kind: 'lag', over: 'PT1H', holdMax: 'PT1H' } },
      400,
      'cannot be tried',
    ],
    ['an approval', { approvedBy: 'Lan' }, 400, "Field 'approvedBy' is not known"],
    ['too many days', { days: 401 }, 400, 'whole days from 1 to 400'],
    ['two beginnings', { days: 30, ...SPAN }, 400, "'days' and 'from'"],
    ['a wide span', { from: '2020-01-01' }, 400, 'at most 400'],
    ['an unknown place', { place: ['nowhere'] }, 404, "no place 'nowhere'"],
    ['an unknown device', { device: ['box-z'] }, 404, "no device 'box-z'"],
  ])('%s', async (_what, change, status, detail) => {
    await using api = await openApi()
    const answer = await api.send('POST', TRY, { ...LIMIT, ...change })
    expect(answer.status).toBe(status)
    expect(answer.body['detail']).toContain(detail)
  })
})
