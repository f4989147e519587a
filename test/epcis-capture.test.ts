import { expect, test } from 'vitest'

import { toPlain } from '#trace/epcis/json.ts'

import { openApi } from './api-fixture.ts'
import { createClient, toDocument } from './epcis-client.ts'
import { CONTEXT } from './epcis-events.ts'
import { toEvents } from './epcis-gs1.ts'

const EVENT = {
  type: 'ObjectEvent',
  eventTime: '2026-11-24T08:30:00+07:00',
  eventTimeZoneOffset: '+07:00',
  action: 'OBSERVE',
  bizStep: 'receiving',
  epcList: ['https://id.gs1.org/00/340123451111111111'],
}
const ID = 'urn:uuid:0b7b1d4c-9a1f-4d6a-8a3f-2d9a0d5a7c11'
const SINGLE = { ...EVENT, '@context': CONTEXT }

async function open() {
  const api = await openApi()
  return { ...createClient(api.url), api, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() }
}

test('a document is taken with 202, and its job says when its events are there', async () => {
  await using client = await open()
  const { status, headers } = await client.ask('POST', '/epcis/capture', {
    body: toDocument([EVENT], CONTEXT),
  })
  expect(status).toBe(202)
  expect(headers.get('gs1-epcis-version')).toBe('2.0.0')
  const job = await client.waitForJob(headers.get('location') ?? '')
  expect(job).toMatchObject({
    running: false,
    success: true,
    captureErrorBehaviour: 'rollback',
    errors: [],
  })
  const [event = {}] = await client.readAll('/epcis/events')
  expect(event).toMatchObject(EVENT)
  expect(event['eventID']).toMatch(/^ni:\/\/\/sha-256;/)
  const one = await client.ask(
    'GET',
    `/epcis/events/${encodeURIComponent(toPlain(event['eventID'] ?? ''))}`,
  )
  expect(toEvents(one.body)).toEqual([event])
  const jobs = await client.ask('GET', '/epcis/capture')
  expect(jobs.body).toEqual([job])
})

test('an event that was sent before is taken as the one that is there; another with its id is refused', async () => {
  await using client = await open()
  const first = await client.ask('POST', '/epcis/events', { body: { ...SINGLE, eventID: ID } })
  expect(first.status).toBe(201)
  expect(first.headers.get('location')).toBe(`/epcis/events/${encodeURIComponent(ID)}`)
  const same = {
    ...SINGLE,
    eventID: ID,
    bizStep: 'urn:epcglobal:cbv:bizstep:receiving',
    eventTime: '2026-11-24T01:30:00.000Z',
  }
  const again = await client.ask('POST', '/epcis/events', { body: same })
  expect([again.status, again.body]).toEqual([201, first.body])
  const other = await client.ask('POST', '/epcis/events', {
    body: { ...SINGLE, eventID: ID, bizStep: 'shipping' },
  })
  expect([other.status, other.body['type']]).toEqual([
    409,
    'epcisException:ResourceAlreadyExistsException',
  ])
  expect(other.body['detail']).toContain(ID)
  expect(await client.readAll('/epcis/events')).toHaveLength(1)
})

test('an event that was declared wrong stays, and what declares it stands beside it', async () => {
  await using client = await open()
  const wrong = { ...SINGLE, eventID: ID }
  const declaration = {
    ...wrong,
    errorDeclaration: { declarationTime: '2026-11-25T08:00:00+07:00', reason: 'incorrect_data' },
  }
  for (const body of [wrong, declaration, declaration]) {
    expect((await client.ask('POST', '/epcis/events', { body })).status).toBe(201)
  }
  const { body } = await client.ask('GET', `/epcis/events/${encodeURIComponent(ID)}`)
  expect(toEvents(body).map((event) => event['errorDeclaration'] !== undefined)).toEqual([
    false,
    true,
  ])
  expect(await client.readAll('/epcis/events?EXISTS_errorDeclaration=true')).toHaveLength(1)
  const other = await client.ask('POST', '/epcis/events', {
    body: { ...declaration, bizStep: 'shipping' },
  })
  expect([other.status, other.body['detail']]).toEqual([
    409,
    expect.stringContaining('apart from its errorDeclaration'),
  ])
})

test('of a document with one wrong event nothing is taken, or with "proceed" the rest', async () => {
  await using client = await open()
  const wrong = { ...EVENT, action: 'LOOK' }
  const document = toDocument([EVENT, wrong], CONTEXT)
  const refused = await client.ask('POST', '/epcis/capture', { body: document })
  expect([refused.status, refused.body['type']]).toEqual([
    400,
    'epcisException:ValidationException',
  ])
  expect(refused.body['detail']).toContain('/epcisBody/eventList/1: /action is "LOOK"')
  expect(await client.readAll('/epcis/events')).toEqual([])
  const proceed = { 'GS1-Capture-Error-Behaviour': 'proceed' }
  const job = await client.capture(document, proceed)
  expect(job).toMatchObject({ success: false, captureErrorBehaviour: 'proceed' })
  expect(JSON.stringify(job['errors'])).toContain('LOOK')
  expect(await client.readAll('/epcis/events')).toHaveLength(1)
})

test('of a job with an id that is taken nothing is stored, or with "proceed" the rest', async () => {
  await using client = await open()
  await client.capture(toDocument([{ ...EVENT, eventID: ID }], CONTEXT))
  const document = toDocument(
    [
      { ...EVENT, eventTime: '2026-11-24T09:00:00+07:00' },
      { ...EVENT, eventID: ID, bizStep: 'shipping' },
    ],
    CONTEXT,
  )
  const rolled = await client.capture(document)
  expect(rolled).toMatchObject({
    success: false,
    errors: [{ type: 'epcisException:ResourceAlreadyExistsException' }],
  })
  expect(await client.readAll('/epcis/events')).toHaveLength(1)
  const proceeded = await client.capture(document, { 'GS1-Capture-Error-Behaviour': 'proceed' })
  expect(proceeded).toMatchObject({ success: false, errors: [{ status: 409 }] })
  expect(await client.readAll('/epcis/events')).toHaveLength(2)
})

test('two documents that explain one prefix differently are not mixed', async () => {
  await using client = await open()
  const with1 = toDocument(
    [{ ...EVENT, 'ex:note': 'a' }],
    [CONTEXT[0], { ex: 'http://one.example/' }],
  )
  const with2 = toDocument(
    [{ ...EVENT, 'ex:note': 'a', bizStep: 'shipping' }],
    [CONTEXT[0], { ex: 'http://two.example/' }],
  )
  for (const document of [with1, with2]) await client.capture(document)
  const find = (namespace: string) =>
    client.readAll('/epcis/events?EQ_ex:note=a', { 'GS1-Extensions': `ex=${namespace}` })
  expect(await find('http://one.example/')).toMatchObject([{ bizStep: 'receiving' }])
  expect(await find('http://two.example/')).toMatchObject([{ bizStep: 'shipping' }])
  expect(
    await client.readAll(`/epcis/events?EQ_${encodeURIComponent('http://one.example/note')}=a`),
  ).toHaveLength(1)
  const all = await client.readAll('/epcis/events')
  expect(all.map((event) => event['@context'])).toEqual(
    expect.arrayContaining([expect.arrayContaining([{ ex: 'http://one.example/' }])]),
  )
})

test('no parameter gets into the statements of the store', async () => {
  await using client = await open()
  await client.capture(toDocument([EVENT], CONTEXT))
  const evil = `'); drop table event; --`
  for (const name of [
    'MATCH_epc',
    'EQ_readPoint',
    'EQ_eventID',
    'EQ_stringValue',
    `EQ_source_${evil}`,
    `EQ_http://a/${evil}`,
  ]) {
    const { status } = await client.ask(
      'GET',
      `/epcis/events?${encodeURIComponent(name)}=${encodeURIComponent(evil)}`,
    )
    expect([name, [200, 400].includes(status)]).toEqual([name, true])
  }
  expect(await client.readAll('/epcis/events')).toHaveLength(1)
})

test('OPTIONS says what an address can do and how much it takes', async () => {
  await using client = await open()
  const { status, headers } = await client.ask('OPTIONS', '/epcis/capture')
  expect(status).toBe(204)
  expect(headers.get('allow')).toBe('OPTIONS, POST, GET')
  expect(headers.get('gs1-epcis-capture-limit')).toBe('5000')
  expect(headers.get('gs1-epcis-capture-file-size-limit')).toBe('8388608')
  expect(headers.get('gs1-capture-error-behaviour')).toBe('rollback')
  for (const target of [
    '/epcis',
    '/epcis/events',
    '/epcis/events/x',
    '/epcis/epcs/x/events',
    '/epcis/queries',
    '/epcis/queries/q/subscriptions/s',
    '/epcis/nextPageToken/t',
  ]) {
    const answer = await client.ask('OPTIONS', target)
    expect([target, answer.status, answer.headers.get('gs1-cbv-max')]).toEqual([
      target,
      204,
      '2.0.0',
    ])
  }
})
