import { describe, expect, onTestFinished, test } from 'vitest'

import { openApi, type Api } from './api-fixture.ts'

async function open(): Promise<Api> {
  const api = await openApi()
  onTestFinished(() => api[Symbol.asyncDispose]())
  return api
}

/** Lan with a mailbox, Minh, and the site. */
async function openWithPeople(): Promise<Api> {
  const api = await open()
  await api.send('POST', '/api/v1/sites', { id: 'phu-khuong', name: { vi: 'Phú', en: 'Phu' } })
  const addresses = [{ channel: 'email', address: 'lan@example.com' }]
  await api.send('PUT', '/api/v1/people/lan', { name: 'Lan', addresses })
  await api.send('PUT', '/api/v1/people/minh', { name: 'Minh' })
  return api
}

const TURNS = { name: 'Ca', people: ['lan', 'minh'], turnDays: 7, startsOn: '2026-11-02' }

describe('people', () => {
  test('are written whole and read again, with what was not said filled in', async () => {
    const api = await openWithPeople()
    const { status, body } = await api.get('/api/v1/people/lan')
    expect(status).toBe(200)
    expect(body).toEqual({
      id: 'lan',
      name: 'Lan',
      language: 'vi',
      timezone: 'Asia/Ho_Chi_Minh',
      addresses: [{ channel: 'email', address: 'lan@example.com', use: 'always' }],
      quietHours: null,
    })
    const quietHours = { from: '21:30', until: '05:30' }
    const again = await api.send('PUT', '/api/v1/people/lan', { name: 'Lan', quietHours })
    expect([again.status, again.body['quietHours'], again.body['addresses']]).toEqual([
      200,
      quietHours,
      [],
    ])
    expect((await api.get('/api/v1/people')).body.items.map(({ id }) => id)).toEqual([
      'lan',
      'minh',
    ])
  })

  test.each([
    [{}, 'name'],
    [{ name: 'Lan', language: 'fr' }, 'language'],
    [{ name: 'Lan', quietHours: { from: '24:00', until: '05:30' } }, 'quietHours.from'],
    [{ name: 'Lan', quietHours: { from: '05:00', until: '05:00' } }, 'quietHours'],
    [{ name: 'Lan', addresses: [{ channel: 'pigeon', address: 'x' }] }, 'addresses.0.channel'],
    [{ name: 'Lan', addresses: [{ channel: 'email' }] }, 'addresses.0.address'],
    [{ name: 'Lan', addresses: [{ channel: 'email', address: 'lan' }] }, 'addresses.0.address'],
    [{ name: 'Lan', addresses: [{ channel: 'sms', address: '123' }] }, 'addresses.0.address'],
    [{ name: 'Lan', addresses: [{ channel: 'web-push', address: '{}' }] }, 'addresses.0.address'],
    [{ name: 'Lan', phone: '0900' }, 'phone'],
  ])('%j is refused with the field and what is accepted', async (body, field) => {
    const api = await open()
    const answer = await api.send('PUT', '/api/v1/people/lan', body)
    expect(answer.status).toBe(400)
    expect(answer.body['detail']).toContain(`'${field}'`)
  })

  test('who is named by a route or a roster cannot be removed, and the answer names them', async () => {
    const api = await openWithPeople()
    await api.send('PUT', '/api/v1/rosters/ca', { ...TURNS, handoverAt: '18:00' })
    const steps = [{ to: [{ person: 'lan' }, { roster: 'ca' }] }]
    await api.send('PUT', '/api/v1/notification-routes/all', { steps })
    const lan = await (await api.ask('/api/v1/people/lan', { method: 'DELETE' })).json()
    expect(lan).toMatchObject({
      status: 409,
      detail: expect.stringContaining('route all, roster ca'),
    })
    const roster = await (await api.ask('/api/v1/rosters/ca', { method: 'DELETE' })).json()
    expect(roster).toMatchObject({ status: 409, detail: expect.stringContaining('route all') })
    for (const path of ['notification-routes/all', 'rosters/ca', 'people/lan']) {
      const { status } = await api.ask(`/api/v1/${path}`, { method: 'DELETE' })
      expect([path, status]).toEqual([path, 204])
      expect((await api.get(`/api/v1/${path}`)).status).toBe(404)
    }
  })
})

describe('rosters', () => {
  test('say who is on duty, substitutions included', async () => {
    const api = await openWithPeople()
    const substitutions = [{ from: '2026-01-01', until: '2100-01-01', person: 'minh' }]
    const roster = { ...TURNS, handoverAt: '18:00', startsOn: '2100-01-01' }
    const empty = await api.send('PUT', '/api/v1/rosters/ca', roster)
    expect([empty.status, empty.body['onDuty']]).toEqual([201, null])
    const full = await api.send('PUT', '/api/v1/rosters/ca', { ...roster, substitutions })
    expect([full.status, full.body['onDuty']]).toEqual([200, 'minh'])
    expect(full.body['substitutions']).toEqual([
      { from: '2026-01-01T00:00:00+07:00', until: '2100-01-01T00:00:00+07:00', person: 'minh' },
    ])
  })

  test.each([
    [{ people: ['nobody'] }, 'nobody'],
    [{ people: [] }, "'people'"],
    [{ turnDays: 0 }, "'turnDays'"],
    [{ startsOn: '2026-02-30' }, "'startsOn'"],
    [
      { substitutions: [{ from: '2026-02-02', until: '2026-02-01', person: 'lan' }] },
      "'substitutions.0'",
    ],
  ])('%j is refused', async (change, said) => {
    const api = await openWithPeople()
    const roster = { ...TURNS, handoverAt: '18:00', ...change }
    const { status, body } = await api.send('PUT', '/api/v1/rosters/ca', roster)
    expect([status, body['detail']]).toEqual([400, expect.stringContaining(said)])
  })
})

describe('routes', () => {
  const STEPS = [
    { to: [{ person: 'lan' }] },
    { after: 'PT15M', to: [{ person: 'minh' }, { person: 'lan' }] },
  ]

  test('are read as they were written, durations as ISO 8601', async () => {
    const api = await openWithPeople()
    const written = { sites: ['phu-khuong'], priorities: ['high'], steps: STEPS, weekdays: [6, 7] }
    const { status, body } = await api.send('PUT', '/api/v1/notification-routes/nights', written)
    expect(status).toBe(201)
    expect(body).toEqual({
      id: 'nights',
      ...written,
      placeKinds: [],
      channels: [],
      hours: null,
      digestAt: null,
      tellsEnd: true,
      steps: [{ after: 'PT0S', to: STEPS[0]?.to }, STEPS[1]],
    })
  })

  test.each([
    [{ steps: [] }, "'steps'"],
    [{ steps: [{ to: [] }] }, "'steps.0.to'"],
    [{ steps: [{ to: [{ person: 'nobody' }] }] }, 'nobody'],
    [{ steps: [{ to: [{ roster: 'none' }] }] }, 'none'],
    [{ steps: [STEPS[0], STEPS[0]] }, "'steps.1.after'"],
    [{ steps: STEPS, digestAt: '07:00' }, "'digestAt'"],
    [{ steps: STEPS, sites: ['nowhere'] }, 'nowhere'],
    [{ steps: STEPS, weekdays: [8] }, "'weekdays.0'"],
    [{ steps: [{ after: 'soon', to: [{ person: 'lan' }] }] }, "'steps.0.after'"],
  ])('%j is refused', async (route, said) => {
    const api = await openWithPeople()
    const { status, body } = await api.send('PUT', '/api/v1/notification-routes/all', route)
    expect([status, body['detail']]).toEqual([400, expect.stringContaining(said)])
  })
})

describe('messages', () => {
  test('a test message waits for the service that sends it, and is shown without its links', async () => {
    const api = await openWithPeople()
    const { status, body } = await api.send('POST', '/api/v1/people/lan/test', {})
    expect([status, body.items]).toMatchObject([
      202,
      [{ person: 'lan', channel: 'email', state: 'waiting', address: 'lan@example.com' }],
    ])
    const list = await api.get('/api/v1/messages?state=waiting&person=lan')
    expect(list.body.items).toEqual(body.items)
    expect((await api.get('/api/v1/messages?state=dead')).body.items).toEqual([])
    expect((await api.get('/api/v1/messages?state=lost')).status).toBe(400)
  })

  test('who has no address cannot be tested, and what is not dead is not sent again', async () => {
    const api = await openWithPeople()
    const nobody = await api.send('POST', '/api/v1/people/minh/test', {})
    expect([nobody.status, nobody.body['code']]).toEqual([409, 'NO_ADDRESS'])
    const { body } = await api.send('POST', '/api/v1/people/lan/test', {})
    const key = String(body.items[0]?.['key'])
    expect((await api.send('POST', `/api/v1/messages/${key}/send`, {})).status).toBe(409)
    await api.registry.notifications.settle(key, { kind: 'dead', error: 'no such mailbox' }, 0)
    const again = await api.send('POST', `/api/v1/messages/${key}/send`, {})
    expect([again.status, again.body['state'], again.body['error']]).toEqual([
      202,
      'waiting',
      'no such mailbox',
    ])
  })
})
