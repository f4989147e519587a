import { join } from 'node:path'

import { pino } from 'pino'
import { expect, test } from 'vitest'
import { z } from 'zod'

import type { Channel } from '#domain/channel.ts'
import { SECOND } from '#domain/time.ts'
import { Recorder } from '#trace/evidence/recorder.ts'
import { openSigningKey } from '#trace/evidence/signing-key.ts'

import { exampleOf, readDocument, toInit, toTargets, type Schema } from './api-document.ts'
import { openApi, type Api } from './api-fixture.ts'
import { addLot } from './code-fixture.ts'
import { until } from './evidence-fixture.ts'
import { message } from './journal-message.ts'
import { addTrace } from './trace-examples.ts'
import { VAT_HOT } from './vat-hot.ts'

const { document, routes } = await readDocument()

test('the document is OpenAPI 3.1, and every reference in it leads somewhere', () => {
  expect(document.openapi).toBe('3.1.0')
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)
  const names = [...references].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) expect(document.components.schemas).toHaveProperty(name)
  const ids = routes.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(routes.length)
})

test.each(routes)('$method $path says what it does, with examples and errors', (route) => {
  const { operation, path } = route
  expect(operation.summary).toMatch(/^[A-Z]/)
  expect(document.tags.map(({ name }) => name)).toContain(operation.tags[0])
  for (const { name, ...parameter } of operation.parameters ?? []) {
    const hasExample = exampleOf({ name, ...parameter }) !== undefined || name === 'after'
    expect([name, hasExample]).toEqual([name, true])
  }
  const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path')
  expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
  const hasProblem = operation.responses[401]?.content?.['application/problem+json'] !== undefined
  expect(hasProblem).toBe(path.startsWith('/api/'))
  for (const { description } of Object.values(operation.responses)) {
    expect(description).not.toBe('Default Response')
  }
})

test.each(routes)(
  'the example of $method $path works and is answered as declared',
  async (route) => {
    await using api = await openExamples()
    if (route.path.endsWith('/return-to-service')) {
      const where = '/api/v1/alarms/1/take-out-of-service'
      await api.send('POST', where, { by: 'Lan', reason: 'Đang rửa' })
    }
    for (const target of toTargets(route)) {
      const response = await api.ask(target, toInit(route))
      const type = response.headers.get('content-type')?.split(';')[0] ?? ''
      const declared = route.operation.responses[response.status]?.content?.[type]
      const text = type === 'text/event-stream' ? await readSome(response) : await response.text()
      // The other services do not run here; links are signed, and that of the example by nobody.
      const isExpected = response.ok || ['/healthz', '/a/{token}'].includes(route.path)
      expect([target, isExpected, text.slice(0, isExpected ? 0 : 500)]).toEqual([target, true, ''])
      const { responses } = route.operation
      const said = response.status === 204 ? [responses[204]] : [type, declared]
      expect(said).not.toContain(undefined)
      if (type === 'application/json') expectShape(JSON.parse(text), declared?.schema)
    }
  },
)

test.each(routes)(
  'without token $method $path answers as declared',
  async ({ method, path, operation }) => {
    await using api = await openApi()
    const headers = { authorization: 'none' }
    const response = await api.ask(path.replaceAll(/\{\w+\}/g, '1'), {
      method: method.toUpperCase(),
      headers,
    })
    if (operation.responses[401] === undefined) return
    expect(response.status).toBe(401)
    expectShape(await response.json(), document.components.schemas['Problem'])
  },
)

/** An API in which everything that the examples name exists. */
async function openExamples(): Promise<Api> {
  const api = await openApi()
  const name = { vi: 'Thùng', en: 'Vat' }
  await api.send('POST', '/api/v1/sites', { id: 'phu-khuong', name })
  await api.send('POST', '/api/v1/places', {
    id: 'vat-house-1',
    site: 'phu-khuong',
    kind: 'vat',
    name,
  })
  const [channel] = await api.enrol('vat-01', ['temperature/top'])
  const installation = { device: 'vat-01', place: 'vat-house-1', from: '2026-09-01' }
  await api.send('POST', '/api/v1/installations', installation)
  if (channel === undefined) throw new Error('no channel')
  await api.write(channel, Date.parse('2026-10-01T00:00:00+07:00'), 30 * SECOND, [31, 32, 33])
  await api.enrol('van-01', ['motion', 'speed'])
  const van = { id: 'van-1', site: 'phu-khuong', kind: 'vehicle', name }
  await api.send('POST', '/api/v1/places', van)
  const standing = { device: 'van-01', place: 'van-1', from: '2026-09-01' }
  await api.send('POST', '/api/v1/installations', standing)
  await api.registry.rejections.add([
    {
      device: 'vat-01',
      code: 'out-of-range',
      channel: 'temperature',
      detail: '999 is above 150',
      topic: 'nguon/v1/vat-01/readings',
      payload: Buffer.from('{"temperature": 999}'),
      sequence: 1,
      receivedAt: 0,
    },
  ])
  await openAlarm(api, channel)
  await addPeople(api)
  await addTrace(api)
  await addLot(api)
  await signSomething(api)
  const mode = { mode: 'typhoon', by: 'Lan', reason: 'Bão số 5', duration: 'PT12H' }
  await api.send('PUT', '/api/v1/sites/phu-khuong/mode', mode)
  return api
}

/** One entry under a signed head. */
async function signSomething({ journal, data, evidence }: Api): Promise<void> {
  await journal.append([message(1)])
  const [file, archiveFolder] = [join(data, 'evidence.db'), join(data, 'archive')]
  const key = await openSigningKey(join(data, 'credentials'))
  const given = { timezone: 'UTC', retention: null, waitingBytesMax: 1e9, timeStampUrl: '' }
  const log = pino({ level: 'silent' })
  await using _recorder = await Recorder.open({
    path: file,
    archiveFolder,
    journal,
    key,
    ...given,
    log,
  })
  await until(() => evidence.lastHead('journal'))
}

/** An alarm that is active and shelved, of the limit that examples name. */
async function openAlarm(api: Api, channel: Channel): Promise<void> {
  const { alarms, limits } = api.registry
  const approved = { approvedBy: 'Lan', reason: 'Mùa hè', withdrawn: false }
  const times = { validFrom: 0, recordedAt: 0 }
  const limit = await limits.add({ limit: VAT_HOT, ...approved, ...times })
  const seen = { limit, channel, place: 'vat-house-1', at: Date.now(), level: 2, value: 51 }
  await alarms.observe([seen])
  const by = { by: 'Lan', reason: 'Đang rửa', at: Date.now() }
  await alarms.act(1, { kind: 'shelve', duration: SECOND, ...by })
}

/** The beginning of what has no end. */
async function readSome({ body }: Response): Promise<string> {
  for await (const bytes of body ?? []) return Buffer.from(bytes).toString()
  return ''
}

/** People, who is told of what, and a message that was given up. */
async function addPeople(api: Api): Promise<void> {
  const addresses = [{ channel: 'email', address: 'lan@example.com' }]
  await api.send('PUT', '/api/v1/people/lan', { name: 'Lan', addresses })
  await api.send('PUT', '/api/v1/people/minh', { name: 'Minh' })
  const turns = { name: 'Ca trực', people: ['minh'], turnDays: 7, startsOn: '2026-11-23' }
  await api.send('PUT', '/api/v1/rosters/ca-truc', { ...turns, handoverAt: '18:00' })
  const steps = [{ to: [{ person: 'minh' }] }]
  await api.send('PUT', '/api/v1/notification-routes/ban-dem', { steps })
  const { notifications } = api.registry
  const key = '01KAVBZ5W0000000000000DEAD'
  const to = { person: 'lan', channel: 'email', address: 'lan@example.com' } as const
  const body = JSON.stringify({ subject: 'Báo động', text: 'Bể quá nóng' })
  await notifications.compose([{ key, ...to, createdAt: 0, body, notices: [] }])
  await notifications.settle(key, { kind: 'dead', error: 'no such mailbox' }, 0)
}

function expectShape(body: unknown, schema: Schema | undefined): void {
  if (schema === undefined) throw new Error('no schema is declared')
  // zod's `date-time` wants a Z; ours have offsets, which RFC 3339 allows.
  const withoutFormats = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === 'format' ? undefined : value,
  ) as Schema
  const result = z.fromJSONSchema(withoutFormats).safeParse(body)
  expect(result.error?.issues ?? []).toEqual([])
}
