import { afterAll, beforeAll, expect, test } from 'vitest'

import { openApi, type Api } from './api-fixture.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.enrol('vat-01', ['temperature/top'])
})
afterAll(() => api[Symbol.asyncDispose]())

const RECORD = {
  device: 'vat-01',
  channel: 'temperature/top',
  calibratedAt: '2026-03-01',
  validUntil: '2027-03-01',
  certificate: 'V02.1234',
  laboratory: 'Trung tâm Kỹ thuật 2',
  reference: 'Pt100 số 4711',
  foundError: 0.3,
  isAdjusted: false,
  certificateHash: 'AB'.repeat(32),
  by: 'Lan',
}

test('a calibration is recorded, read back with its unit, and corrected by another record', async () => {
  const first = await api.send('POST', '/api/v1/calibrations', RECORD)
  expect(first.status).toBe(201)
  expect(first.body).toMatchObject({
    ...RECORD,
    id: 1,
    unit: 'Cel',
    calibratedAt: '2026-03-01T00:00:00+07:00',
    validUntil: '2027-03-01T00:00:00+07:00',
    certificateHash: 'ab'.repeat(32),
    corrects: null,
    correctedBy: null,
  })
  const again = await api.send('POST', '/api/v1/calibrations', RECORD)
  expect([again.status, again.body['code']]).toEqual([409, 'REGISTRY_EXISTS'])
  const right = { ...RECORD, foundError: null, corrects: 1 }
  const second = await api.send('POST', '/api/v1/calibrations', right)
  expect(second.body).toMatchObject({ id: 2, foundError: null, corrects: 1 })
  const find = async (query: string) => {
    const { body } = await api.get(`/api/v1/calibrations?${query}`)
    return body.items.map(({ id, correctedBy }) => [id, correctedBy])
  }
  expect(await find('device=vat-01&channel=temperature/top')).toEqual([
    [1, 2],
    [2, null],
  ])
  expect(await find('holding=true')).toEqual([[2, null]])
  expect((await api.get('/api/v1/calibrations?device=vat-99')).status).toBe(404)
})

test.each<[string, object, number, string]>([
  ['an end before its beginning', { validUntil: '2026-03-01' }, 400, "'validUntil' is"],
  ['an end in a hundred years', { validUntil: '2126-03-01' }, 400, 'at most ten years later'],
  ['a day to come', { calibratedAt: '2100-01-01' }, 400, "'calibratedAt' is"],
  ['a hash that is none', { certificateHash: 'abc' }, 400, '64 hexadecimal digits'],
  ['no certificate', { certificate: ' ' }, 400, 'a text of 1 to 200 characters'],
  ['a channel that is not there', { channel: 'ph' }, 404, 'it has temperature/top'],
  ['a device that is not there', { device: 'vat-99' }, 404, 'no device "vat-99"'],
  ['a record that is not there', { corrects: 77 }, 404, 'no calibration "77"'],
])('%s is refused', async (_what, change, status, detail) => {
  const answer = await api.send('POST', '/api/v1/calibrations', { ...RECORD, ...change })
  expect([answer.status, answer.body['detail']]).toEqual([status, expect.stringContaining(detail)])
})
