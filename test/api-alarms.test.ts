import { describe, expect, test } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'

import { getAllPages, openApi, type Api } from './api-fixture.ts'
import { VAT_HOT } from './vat-hot.ts'

const APPROVED = {
  approvedBy: 'Lan',
  reason: 'start',
  validFrom: 0,
  recordedAt: 0,
  withdrawn: false,
}

/** Vats a, b … with a device each; each is hot since some minutes. */
async function openHotVats(...letters: string[]): Promise<Api> {
  const api = await openApi()
  const name = { vi: 'Bể', en: 'Vat' }
  await api.send('POST', '/api/v1/sites', { id: 'site', name })
  const limit = await api.registry.limits.add({ limit: VAT_HOT, ...APPROVED })
  for (const letter of letters) {
    const place = `vat-${letter}`
    await api.send('POST', '/api/v1/places', { id: place, site: 'site', kind: 'vat', name })
    const [channel] = await api.enrol(`box-${letter}`, ['temperature/top'])
    if (channel === undefined) throw new Error('no channel')
    const at = Date.now() - 10 * MINUTE
    await api.registry.alarms.observe([{ limit, channel, place, at, level: 2, value: 51.5 }])
  }
  return api
}

const url = (what: string, id = 1) => `/api/v1/alarms/${id}/${what}`

describe('alarms', () => {
  test('open ones are listed with what they are and since when, in both languages', async () => {
    await using api = await openHotVats('a')
    const { status, body } = await api.get('/api/v1/alarms')
    expect(status).toBe(200)
    expect(body.items).toEqual([
      expect.objectContaining({
        id: 1,
        limit: 'vat-hot',
        limitVersion: 1,
        device: 'box-a',
        channel: 'temperature/top',
        place: 'vat-a',
        phase: 'active-unacknowledged',
        phaseName: { vi: 'Đang báo, chưa ai nhận', en: 'Active, unacknowledged' },
        level: 2,
        priority: 'high',
        silent: false,
        value: 51.5,
        since: expect.stringMatching(/\+07:00$/),
      }),
    ])
  })

  test('are found by phase, place and device, page by page', async () => {
    await using api = await openHotVats('a', 'b', 'c')
    await api.send('POST', url('acknowledge', 2), { by: 'Lan' })
    const find = async (query: string) => {
      const { body } = await api.get(`/api/v1/alarms?${query}`)
      return body.items.map(({ place }) => place)
    }
    expect(await find('phase=active-acknowledged')).toEqual(['vat-b'])
    expect(await find('place=vat-a,vat-c')).toEqual(['vat-a', 'vat-c'])
    expect(await find('device=box-c')).toEqual(['vat-c'])
    expect(await find('phase=normal,pending')).toEqual([])
    expect(await find('site=site')).toEqual(['vat-a', 'vat-b', 'vat-c'])
    expect(await find('priority=high,urgent&limitId=vat-hot')).toHaveLength(3)
    expect(await find('priority=low')).toEqual([])
    await api.send('PUT', '/api/v1/people/lan', { name: 'Lan', addresses: [] })
    await api.send('POST', url('assign', 3), { by: 'Minh', assignee: 'lan' })
    expect(await find('assignee=lan')).toEqual(['vat-c'])
    await api.send('POST', url('take-out-of-service', 1), { by: 'Lan', reason: 'rửa' })
    expect(await find('silent=true')).toEqual(['vat-a'])
    expect(await find('silent=false')).toEqual(['vat-b', 'vat-c'])
    const pages = await getAllPages(api, '/api/v1/alarms?limit=2')
    expect(pages.flat()).toHaveLength(3)
  })

  test.each([
    ['/api/v1/alarms?site=elsewhere', "no site 'elsewhere'"],
    ['/api/v1/alarms?site=site,elsewhere', "no site 'elsewhere'"],
    ['/api/v1/alarms?place=vat-z', "no place 'vat-z'"],
    ['/api/v1/alarms?device=box-z', "no device 'box-z'"],
    ['/api/v1/alarms?limitId=vat-cold', "no limit 'vat-cold'"],
    ['/api/v1/alarms/open?place=vat-z', "no place 'vat-z'"],
    ['/api/v1/alarms/open?site=site&place=vat-z', "no place 'vat-z'"],
    ['/api/v1/alarm-events?place=vat-z', "no place 'vat-z'"],
    ['/api/v1/alarm-states?place=vat-z', "no place 'vat-z'"],
    ['/api/v1/alarm-kpis?place=vat-z', "no place 'vat-z'"],
    ['/api/v1/alarms/stream?place=vat-z', "no place 'vat-z'"],
    ['/api/v1/excursions?place=vat-z', "no place 'vat-z'"],
    ['/api/v1/excursions?device=box-z', "no device 'box-z'"],
    ['/api/v1/excursions?limitId=vat-cold', "no limit 'vat-cold'"],
  ])('%s names what is not there', async (target, expected) => {
    await using api = await openHotVats('a')
    const response = await api.ask(target, { signal: AbortSignal.timeout(5_000) })
    expect(response.status).toBe(404)
    expect(await response.text()).toContain(expected)
  })

  test('many are acknowledged only at places that are there', async () => {
    await using api = await openHotVats('a')
    for (const which of [{ site: 'elsewhere' }, { place: 'vat-z' }, { limitId: 'vat-cold' }]) {
      const { status } = await api.send('POST', '/api/v1/alarms/acknowledge', {
        by: 'Lan',
        ...which,
      })
      expect([which, status]).toEqual([which, 404])
    }
  })

  test('one is assigned to a person who is there, or to nobody; who is not there is named with those who are', async () => {
    await using api = await openHotVats('a')
    const nobody = await api.send('POST', url('assign'), { by: 'Minh', assignee: 'lan' })
    expect([nobody.status, nobody.body['code']]).toEqual([422, 'PERSON_UNKNOWN'])
    expect(nobody.body['detail']).toContain('PUT /api/v1/people/{id}')
    for (const id of ['lan', 'minh']) {
      await api.send('PUT', `/api/v1/people/${id}`, { name: id, addresses: [] })
    }
    const wrong = await api.send('POST', url('assign'), { by: 'Minh', assignee: 'Lan' })
    expect(wrong.body).toMatchObject({
      status: 422,
      type: 'urn:nguon:problem:unprocessable-content',
      detail: `Field 'assignee' is "Lan"; accepted is the id of a person: lan, minh.`,
    })
    const given = await api.send('POST', url('assign'), { by: 'Minh', assignee: 'lan' })
    expect([given.status, given.body['assignee']]).toEqual([200, 'lan'])
    const back = await api.send('POST', url('assign'), { by: 'Minh', assignee: null })
    expect([back.status, back.body['assignee']]).toEqual([200, null])
  })

  test('what people do to one is told with who and why, and kept', async () => {
    await using api = await openHotVats('a')
    await api.send('PUT', '/api/v1/people/lan', { name: 'Lan', addresses: [] })
    const shelving = { by: 'Lan', reason: 'đang rửa', duration: 'PT1H', oneShot: true }
    const steps: [string, object, object][] = [
      ['acknowledge', { by: 'Lan', reason: 'đang ra' }, { phase: 'active-acknowledged' }],
      ['assign', { by: 'Minh', assignee: 'lan', reason: 'ở gần' }, { assignee: 'lan' }],
      ['shelve', shelving, { silent: true }],
      ['unshelve', { by: 'Lan' }, { silent: false, phase: 'active-unacknowledged' }],
      ['take-out-of-service', { by: 'Lan', reason: 'thay đầu đo' }, { silent: true }],
      ['return-to-service', { by: 'Lan' }, { silent: false }],
    ]
    for (const [what, body, expected] of steps) {
      const answer = await api.send('POST', url(what), body)
      expect([what, answer.status]).toEqual([what, 200])
      expect(answer.body).toMatchObject(expected)
    }
    const written = await api.send('POST', url('comments'), { by: 'Lan', text: 'bơm kẹt' })
    expect(written.status).toBe(201)
    const doneAt = new Date(Date.now() - 5 * MINUTE).toISOString()
    const correction = { by: 'Lan', text: 'đã thông bơm', at: doneAt }
    const corrected = await api.send('POST', url('corrective-actions'), correction)
    expect(corrected.status).toBe(201)
    expect(Date.parse(String(corrected.body['at']))).toBe(Math.floor(Date.parse(doneAt)))
    const { body } = await api.get(url('events'))
    expect(body.items.map(({ kind, by, reason }) => [kind, by, reason])).toEqual([
      ['pended', null, null],
      ['raised', null, null],
      ['acknowledged', 'Lan', 'đang ra'],
      ['assigned', 'Minh', 'ở gần'],
      ['shelved', 'Lan', 'đang rửa'],
      ['unshelved', 'Lan', null],
      ['taken-out-of-service', 'Lan', 'thay đầu đo'],
      ['returned-to-service', 'Lan', null],
      ['commented', 'Lan', 'bơm kẹt'],
      ['corrective-action', 'Lan', 'đã thông bơm'],
    ])
    expect(body.items[3]).toMatchObject({ assignee: 'lan' })
    for (const { limitVersion } of body.items) expect(limitVersion).toBe(1)
    expect(body.items[2]).toMatchObject({ kindName: { vi: 'Đã nhận', en: 'Acknowledged' } })
    const all = await api.get('/api/v1/alarm-events?limit=3')
    expect(all.body.items.map(({ id }) => id)).toEqual([1, 2, 3])
  })

  test.each<[string, object, number, string]>([
    ['acknowledge', {}, 400, "Field 'by' is missing"],
    ['shelve', { by: 'Lan', reason: '?', duration: 'PT9H' }, 400, 'at most PT8H'],
    ['shelve', { by: 'Lan', reason: '?', duration: 'soon' }, 400, 'accepted is a duration'],
    ['shelve', { by: 'Lan', duration: 'PT1H' }, 400, "Field 'reason' is missing"],
    ['unshelve', { by: 'Lan' }, 409, 'not shelved'],
    ['return-to-service', { by: 'Lan' }, 409, 'in service already'],
    ['comments', { by: 'Lan', text: '' }, 400, "Field 'text'"],
    ['corrective-actions', { by: 'Lan' }, 400, "Field 'text' is missing"],
    [
      'corrective-actions',
      { by: 'Lan', text: 'x', at: '2100-01-01' },
      400,
      'a time that is not in the future',
    ],
  ])('%s with %j is refused: %d', async (what, body, status, detail) => {
    await using api = await openHotVats('a')
    const answer = await api.send('POST', url(what), body)
    expect(answer.status).toBe(status)
    expect(answer.body.detail).toContain(detail)
    expect((await api.get(url('events'))).body.items).toHaveLength(2)
  })

  test('an alarm that is not there is not found', async () => {
    await using api = await openHotVats()
    for (const path of ['/api/v1/alarms/9', url('events', 9)]) {
      expect((await api.get(path)).status).toBe(404)
    }
    expect((await api.send('POST', url('acknowledge', 9), { by: 'Lan' })).status).toBe(404)
    const wrong = await api.get('/api/v1/alarms?phase=hot')
    expect([wrong.status, wrong.body.detail]).toEqual([
      400,
      expect.stringContaining('normal, pending'),
    ])
  })
})

const MANY = '/api/v1/alarms/acknowledge'

describe('many alarms at once', () => {
  test('those that are named are acknowledged, and what cannot be is told of each', async () => {
    await using api = await openHotVats('a', 'b')
    await api.send('POST', url('acknowledge', 2), { by: 'Lan' })
    const asked = { by: 'Minh', reason: 'mất điện', ids: [1, 2, 9, 1] }
    const { status, body } = await api.send('POST', MANY, asked)
    expect([status, body['hasMore']]).toEqual([200, false])
    expect(body.items).toMatchObject([
      { id: 1, alarm: { phase: 'active-acknowledged' }, code: null },
      { id: 2, alarm: null, code: 'ALARM_NOTHING_TO_ACKNOWLEDGE' },
      { id: 9, alarm: null, code: 'REGISTRY_NOT_FOUND', detail: 'there is no alarm "9"' },
    ])
    const { body: events } = await api.get(url('events'))
    expect(events.items.at(-1)).toMatchObject({ by: 'Minh', reason: 'mất điện' })
  })

  test.each<[object, number[]]>([
    [{ site: 'site' }, [1, 2, 3]],
    [{ place: 'vat-b' }, [2]],
    [{ limitId: 'vat-hot', phase: 'active-unacknowledged' }, [1, 2, 3]],
    [{ phase: 'cleared-unacknowledged' }, []],
  ])('those of %j are acknowledged', async (which, expected) => {
    await using api = await openHotVats('a', 'b', 'c')
    const { body } = await api.send('POST', MANY, { by: 'Lan', ...which })
    expect(body.items.map(({ id }) => id)).toEqual(expected)
    const { body: after } = await api.get('/api/v1/alarms?phase=active-acknowledged')
    expect(after.items.map(({ id }) => id)).toEqual(expected)
  })

  test('of more than 500 it says that there are more', async () => {
    await using api = await openHotVats('a')
    const names = Array.from({ length: 500 }, (_, index) => `temperature/${index}`)
    const channels = await api.enrol('box-many', names)
    const [limit] = await api.registry.limits.versions('vat-hot')
    if (limit === undefined) throw new Error('no limit')
    const seen = { limit, place: 'vat-a', at: Date.now(), level: 2, value: 51 }
    await api.registry.alarms.observe(channels.map((channel) => Object.assign({ channel }, seen)))
    const { body } = await api.send('POST', MANY, { by: 'Lan', site: 'site' })
    expect([body.items.length, body['hasMore']]).toEqual([500, true])
    const { body: again } = await api.send('POST', MANY, { by: 'Lan', site: 'site' })
    expect([again.items.length, again['hasMore']]).toEqual([1, false])
  })

  test.each<[object, string]>([
    [{ by: 'Lan' }, 'either "ids", or at least one of "site"'],
    [{ by: 'Lan', ids: [1], site: 'site' }, 'either "ids", or at least one of "site"'],
    [{ by: 'Lan', ids: [] }, 'a list of 1 to 500 ids'],
    [{ by: 'Lan', ids: Array.from({ length: 501 }, (_, id) => id + 1) }, 'a list of 1 to 500 ids'],
    [{ by: 'Lan', ids: ['one'] }, 'a whole number'],
    [{ ids: [1] }, "Field 'by' is missing"],
    [{ by: 'Lan', phase: 'hot' }, 'one of normal, pending'],
    [{ by: 'Lan', sites: 'a' }, "Field 'sites' is not known"],
  ])('%j is refused', async (asked, detail) => {
    await using api = await openHotVats('a')
    const { status, body } = await api.send('POST', MANY, asked)
    expect(status).toBe(400)
    expect(body['detail']).toContain(detail)
  })
})

const LIMIT = {
  name: { vi: 'Bể lạnh', en: 'Vat cold' },
  placeKinds: ['vat'],
  channels: ['temperature/top'],
  measure: { kind: 'average', over: 'P1D', holdMax: 'PT1H' },
  side: 'low',
  levels: [{ bound: 20, priority: 'low', onDelay: 'PT0S' }],
  deadband: 1,
  offDelay: '1h',
  reAlarmTime: 'P1D',
  maxTimeShelved: 'P7D',
  cause: { vi: 'Rét', en: 'Cold' },
  consequence: { vi: 'Chậm chín', en: 'Ripens slowly' },
  response: { vi: 'Lùi ngày rút', en: 'Draw later' },
  timeToRespond: 'P1D',
  source: { vi: 'kinh nghiệm', en: 'experience' },
}
const BY_LAN = { approvedBy: 'Lan', reason: 'mùa đông' }

describe('limits', () => {
  test('one is approved, read back, approved again and withdrawn; all versions stay', async () => {
    await using api = await openApi()
    const where = '/api/v1/limits/vat-cold'
    const first = await api.send('PUT', where, { ...LIMIT, ...BY_LAN })
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      version: 1,
      ...BY_LAN,
      withdrawn: false,
      limit: { ...LIMIT, id: 'vat-cold', unit: 'Cel', offDelay: 'PT1H', market: null },
    })
    const levels = [{ bound: 18, priority: 'low', onDelay: 'PT1H' }]
    const second = await api.send('PUT', where, { ...LIMIT, ...BY_LAN, levels, market: 'EU' })
    expect(second.body).toMatchObject({ version: 2, limit: { levels, market: 'EU' } })
    const { body: inForce } = await api.get('/api/v1/limits')
    expect(inForce.items).toEqual([second.body])
    const gone = await api.send('POST', `${where}/withdraw`, BY_LAN)
    expect([gone.status, gone.body.withdrawn]).toEqual([201, true])
    const again = await api.send('POST', `${where}/withdraw`, { ...BY_LAN, reason: 'hai lần' })
    expect([again.status, again.body]).toEqual([200, gone.body])
    expect((await api.get('/api/v1/limits')).body.items).toEqual([])
    const { body: all } = await api.get(`${where}/versions`)
    expect(all.items.map(({ version }) => version)).toEqual([3, 2, 1])
  })

  test('conditions are read back as they were approved, at the very place when nothing else is said', async () => {
    await using api = await openApi()
    const condition = {
      channels: ['rain'],
      measure: { kind: 'rate', over: 'PT30M', holdMax: 'PT1H' },
      side: 'high',
      bound: 0.1,
      holdMax: 'PT20M',
    }
    const conditions = [condition, { ...condition, within: 'site' }]
    const body = { ...LIMIT, ...BY_LAN, while: conditions }
    const answer = await api.send('PUT', '/api/v1/limits/vat-lid', body)
    expect(answer.status).toBe(201)
    const told = { within: 'place', unit: 'mm/h' }
    const shown = conditions.map((one) => Object.assign({}, told, one))
    expect(answer.body).toMatchObject({ limit: { while: shown } })
    const [inForce] = await api.registry.limits.list({ limit: 1, at: Date.now() })
    expect(inForce?.limit.while?.map(({ within, holdMax }) => [within, holdMax])).toEqual([
      ['place', 20 * MINUTE],
      ['site', 20 * MINUTE],
    ])
  })

  test('a wait is told in the intervals of its channel', async () => {
    await using api = await openApi()
    const measure = { kind: 'intervals-missed', intervalMin: 'PT15M' }
    const levels = [{ bound: 3, priority: 'low', onDelay: 'PT0S' }]
    const waiting = { ...LIMIT, ...BY_LAN, measure, levels, side: 'high', deadband: 0 }
    const { body } = await api.send('PUT', '/api/v1/limits/vat-silent', waiting)
    expect(body.limit).toMatchObject({ measure, levels, unit: '{interval}' })
  })

  test('one that begins later is not in force yet', async () => {
    await using api = await openApi()
    const validFrom = new Date(Date.now() + HOUR).toISOString()
    await api.send('PUT', '/api/v1/limits/vat-cold', { ...LIMIT, ...BY_LAN, validFrom })
    expect((await api.get('/api/v1/limits')).body.items).toEqual([])
  })

  test.each<[string, object, string]>([
    [
      'a wrong level',
      { levels: [{ bound: 451, priority: 'low', onDelay: 'PT0S' }] },
      '-55 to 150 Cel',
    ],
    ['an unknown measure', { measure: { kind: 'median' } }, 'one of value, average'],
    ['a delay that is no duration', { offDelay: 'soon' }, 'accepted is a duration such as PT30M'],
    ['an unknown quantity', { channels: ['warmth'] }, 'received warmth'],
    [
      'an unknown field of a level',
      { levels: [{ bound: 3, priority: 'low', onDelay: 'PT0S', delay: 'PT1M' }] },
      "Field 'levels.0.delay' is not known; known are: bound, priority, onDelay.",
    ],
    [
      'an unknown field of a measure',
      { measure: { kind: 'average', over: 'P1D', holdMax: 'PT1H', hold: 'PT1H' } },
      "Field 'measure.hold' is not known; known are: kind, over, holdMax.",
    ],
    [
      'an unknown field of a name',
      { name: { vi: 'Bể', en: 'Vat', fr: 'Cuve' } },
      "Field 'name.fr' is not known; known are: vi, en.",
    ],
    ['no English', { name: { vi: 'Bể' } }, "Field 'name.en' is missing"],
    ['a deadband wider than what can be', { deadband: 1_000 }, "Field 'deadband': received 1000"],
    [
      'a condition without a side',
      { while: [{ channels: ['rain'], measure: { kind: 'value' }, bound: 1, holdMax: 'PT1H' }] },
      "Field 'while.0.side' is missing",
    ],
    [
      'a condition that nothing meets',
      {
        while: [
          {
            channels: ['lid'],
            measure: { kind: 'value' },
            side: 'high',
            bound: 2,
            holdMax: 'PT1H',
          },
        ],
      },
      "Field 'while.0.bound': received 2",
    ],
    ['a past beginning', { validFrom: '2020-01-01' }, 'not in the past'],
    ['an unknown field', { delay: 5 }, "Field 'delay' is not known"],
  ])('%s is refused, saying what is accepted', async (_what, change, detail) => {
    await using api = await openApi()
    const body = { ...LIMIT, ...BY_LAN, ...change }
    const answer = await api.send('PUT', '/api/v1/limits/vat-cold', body)
    expect(answer.status).toBe(400)
    expect(answer.body.detail).toContain(detail)
    expect((await api.get('/api/v1/limits/vat-cold/versions')).status).toBe(404)
  })
})
