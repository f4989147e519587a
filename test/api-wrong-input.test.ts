import { afterAll, beforeAll, expect, test } from 'vitest'

import { openApi, type Api } from './api-fixture.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.enrol('vat-01', ['temperature'])
})
afterAll(() => api[Symbol.asyncDispose]())

const READINGS = '/api/v1/readings?device=vat-01'
const COVERAGE = '/api/v1/readings/coverage?device=vat-01&channel=temperature'

// What is sent, and what the answer must name.
test.each([
  ['/api/v1/readings', "'device' or 'place' is missing"],
  [
    '/api/v1/readings?device=VAT',
    `Query parameter 'device' is "VAT"; accepted is 1 to 64 characters`,
  ],
  ['/api/v1/readings?device=a&device=b', "'device' is given 2 times"],
  ['/api/v1/readings?place=%00', "'place'"],
  [`${READINGS}&channel=`, '\'channel\' is ""; accepted is the name of a channel'],
  [`${READINGS}&from=yesterday`, `'from' is "yesterday"; accepted is RFC 3339`],
  [`${READINGS}&until=2026-02-30`, "'until' is"],
  [`${READINGS}&from=2026-10-02&until=2026-10-01`, "'from' must be before 'until'"],
  [`${READINGS}&window=fortnight`, 'a duration such as 15m, 1h, 1d or PT15M, PT1H, P1D'],
  [`${READINGS}&window=0s`, "'window'"],
  [`${READINGS}&timezone=Asia/Saigonn`, 'an IANA time zone'],
  [`${READINGS}&limit=0`, `'limit' is "0"; accepted is a whole number from 1 to 10000`],
  [`${READINGS}&limit=10001`, 'from 1 to 10000'],
  [`${READINGS}&limit=ten`, 'from 1 to 10000'],
  [`${READINGS}&order=up`, 'oldest or newest'],
  [`${READINGS}&format=xml`, 'one of json, csv, ndjson'],
  [`${READINGS}&after=x`, 'the `next` of the page before'],
  [`${READINGS}&window=1h&limit=5`, "'limit' is given with 'window'"],
  [`${READINGS}&window=1h&order=newest`, "'order' is given with 'window'"],
  [`${READINGS}&format=csv&after=x`, "'after' is given with format csv"],
  [
    `${READINGS}&windw=1h`,
    "'windw' is not known; known are: device, place, channel, from, until, window",
  ],
  ['/api/v1/readings/latest?site=A', "'site'"],
  ['/api/v1/readings/latest?after=e30', 'the `next` of the page before'],
  ['/api/v1/readings/coverage', "'device' is missing"],
  [`${COVERAGE}&every=never`, 'a duration'],
  ['/api/v1/sites?limit=1001', 'from 1 to 1000'],
  ['/api/v1/sites?after=%22%22', 'the `next` of the page before'],
  ['/api/v1/sites/Not%20An%20Id', "Path parameter 'id'"],
  ['/api/v1/places?site=', "'site'"],
  [
    '/api/v1/devices?state=enrolled',
    "'state' is not known; known are: site, place, batch, from, until, limit, after, timezone",
  ],
  ['/api/v1/installations?at=now', "'at' is"],
  ['/api/v1/rejections?code=bad', 'one of not-json, wrong-shape'],
  ['/api/v1/quantities?unit=Cel', "'unit' is not known; there are none here"],
  ['/healthz?verbose=1', "'verbose' is not known"],
])('GET %s is refused and says why', async (target, detail) => {
  const { status, headers, body } = await api.get(target)
  expect(status).toBe(400)
  expect(headers.get('content-type')).toMatch('application/problem+json')
  expect(body).toMatchObject({ status: 400, type: 'urn:nguon:problem:bad-request' })
  expect(body['detail']).toContain(detail)
})

const name = { vi: 'Thùng', en: 'Vat' }
test.each([
  ['POST', '/api/v1/devices', {}, "Field 'id' is missing"],
  [
    'POST',
    '/api/v1/devices',
    { id: 'Vat 1' },
    `Field 'id' is "Vat 1"; accepted is 1 to 64 characters`,
  ],
  [
    'POST',
    '/api/v1/devices',
    { id: 'vat-9', colour: 'red' },
    "Field 'colour' is not known; known are: id, name, model, place",
  ],
  ['POST', '/api/v1/devices', { id: 'vat-9', name: '' }, 'a text of 1 to 200 characters'],
  [
    'POST',
    '/api/v1/devices',
    { id: 'vat-9', name: 'x'.repeat(201) },
    'a text of 1 to 200 characters',
  ],
  ['POST', '/api/v1/devices', [], 'The body is a list of 0; accepted is a JSON object'],
  ['POST', '/api/v1/devices', null, 'JSON object'],
  [
    'POST',
    '/api/v1/sites',
    { id: 'a', name: 'Vat' },
    `Field 'name' is "Vat"; accepted is an object with the texts "vi" and "en"`,
  ],
  ['POST', '/api/v1/sites', { id: 'a', name: { vi: 'Thùng' } }, "Field 'name.en' is missing"],
  ['POST', '/api/v1/sites', { id: 'a', name, latitude: 91 }, 'degrees from -90 to 90'],
  ['POST', '/api/v1/sites', { id: 'a', name, longitude: '106' }, 'degrees from -180 to 180'],
  ['POST', '/api/v1/sites', { id: 'a', name, timezone: 'Hanoi' }, 'an IANA time zone'],
  [
    'POST',
    '/api/v1/places',
    { id: 'a', site: 's', kind: 'cave', name },
    'one of vat, yard, orchard-block',
  ],
  ['PATCH', '/api/v1/sites/a', { id: 'b' }, "Field 'id' is not known"],
  [
    'POST',
    '/api/v1/installations',
    { device: 'vat-01', place: 'a', from: 5 },
    "Field 'from' is 5; accepted is RFC 3339",
  ],
  ['POST', '/api/v1/installations/one/end', {}, 'Path parameter \'id\' is "one"'],
  ['PATCH', '/api/v1/channels/1', { expectedEvery: 30 }, 'a duration such as'],
  ['PATCH', '/api/v1/channels/0', { expectedEvery: null }, 'a whole number from 1'],
])('%s %s with %j is refused and says why', async (method, target, sent, detail) => {
  const { status, body } = await api.send(method, target, sent)
  expect(status).toBe(400)
  expect(body['detail']).toContain(detail)
})

test('every wrong parameter is named, not only the first', async () => {
  const { body } = await api.get(`${READINGS}&limit=x&order=y&format=z`)
  const errors = body['errors'] as { in: string; name: string }[]
  expect(errors.map((error) => [error.in, error.name])).toEqual([
    ['query', 'order'],
    ['query', 'limit'],
    ['query', 'format'],
  ])
})

test('a format that is not there is a 406 that names those that are', async () => {
  const response = await api.ask(READINGS, { headers: { accept: 'text/html' } })
  expect(response.status).toBe(406)
  expect(await response.text()).toContain(
    'accepted are application/json, text/csv, application/x-ndjson',
  )
})

test('an empty body is as good as none where none is needed', async () => {
  const headers = { 'content-type': 'application/json' }
  await api.send('PUT', '/api/v1/people/hoa', { name: 'Hoa', addresses: [] })
  const removed = await api.ask('/api/v1/people/hoa', { method: 'DELETE', headers })
  expect(removed.status).toBe(204)
  const rotated = await api.ask('/api/v1/devices/vat-01/rotate', { method: 'POST', headers })
  expect(rotated.status).toBe(200)
})

test('an empty body where one is needed is missing', async () => {
  const headers = { 'content-type': 'application/json' }
  const response = await api.ask('/api/v1/devices', { method: 'POST', headers })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('The body is missing; accepted is a JSON object')
})
