import { createHmac } from 'node:crypto'

import { expect, test } from 'vitest'

import { openApi } from './api-fixture.ts'
import { createClient, toDocument } from './epcis-client.ts'
import { CONTEXT } from './epcis-events.ts'
import { toEvents } from './epcis-gs1.ts'
import { openSubscriber } from './epcis-subscriber.ts'

const LOT = 'urn:epc:class:lgtin:4012345.011111.L1'

function createEvent(number: number, bizStep = number % 2 === 0 ? 'shipping' : 'receiving') {
  return {
    type: 'ObjectEvent',
    eventTime: new Date(Date.parse('2026-11-24T01:00:00Z') + number * 1_000).toISOString(),
    eventTimeZoneOffset: '+07:00',
    action: 'OBSERVE',
    bizStep,
    epcList: [`urn:epc:id:sgtin:4012345.011111.${number}`],
    quantityList: [{ epcClass: LOT, quantity: number, uom: 'KGM' }],
    readPoint: { id: 'urn:epc:id:sgln:4012345.00005.7' },
    'ex:number': number,
  }
}
const events = Array.from({ length: 20 }, (_, number) => createEvent(number))
const enc = encodeURIComponent

async function open() {
  const api = await openApi()
  return { ...createClient(api.url), api, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() }
}

test('pages together are the whole, whatever is captured meanwhile; a token can be invalidated', async () => {
  await using client = await open()
  await client.capture(toDocument(events, CONTEXT))
  const first = await client.ask('GET', '/epcis/events?perPage=7&EQ_bizStep=shipping|receiving')
  expect(toEvents(first.body)).toHaveLength(7)
  expect(first.headers.get('gs1-extensions')).toBe('ex=http://ns.example.com/epcis/')
  const [, next = '', token = ''] =
    /^<([^>]*nextPageToken=([^>&]+)[^>]*)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? []
  expect(Date.parse(first.headers.get('gs1-next-page-token-expires') ?? '')).toBeGreaterThan(
    Date.now(),
  )
  await client.capture(toDocument([createEvent(7_000)], CONTEXT))
  const rest = await client.readAll(next)
  expect([...toEvents(first.body), ...rest].map((event) => event['ex:number'])).toEqual(
    events.map((event) => event['ex:number']).toReversed(),
  )
  expect((await client.ask('GET', `/epcis/capture?nextPageToken=${token}`)).status).toBe(400)
  expect((await client.ask('DELETE', `/epcis/nextPageToken/${token}`)).status).toBe(204)
  const after = await client.ask('GET', next)
  expect([after.status, after.body['detail']]).toEqual([
    400,
    expect.stringContaining('invalidated'),
  ])
})

test('a limit is kept over pages, and too many are refused', async () => {
  await using client = await open()
  await client.capture(toDocument(events, CONTEXT))
  const some = await client.readAll(
    '/epcis/events?eventCountLimit=12&perPage=5&orderBy=eventTime&orderDirection=ASC',
  )
  expect(some.map((event) => event['ex:number'])).toEqual([...Array(12).keys()])
  const many = await client.ask('GET', '/epcis/events?maxEventCount=19')
  expect([many.status, many.body['type']]).toEqual([413, 'epcisException:QueryTooLargeException'])
  expect(await client.readAll('/epcis/events?maxEventCount=20')).toHaveLength(20)
})

test('what there is can be found step by step', async () => {
  await using client = await open()
  await client.capture(toDocument(events, CONTEXT))
  const members = async (target: string) => (await client.ask('GET', target)).body['member']
  expect(await members('/epcis')).toContain('bizSteps')
  expect(await members('/epcis/eventTypes')).toEqual([
    'AggregationEvent',
    'AssociationEvent',
    'ObjectEvent',
    'TransactionEvent',
    'TransformationEvent',
  ])
  expect(await members('/epcis/bizSteps?perPage=100')).toHaveLength(41)
  expect(await members('/epcis/readPoints')).toEqual(['https://id.gs1.org/414/4012345000054/254/7'])
  const epcs = await members('/epcis/epcs?perPage=100')
  expect(epcs).toHaveLength(21)
  expect(epcs).toContain('https://id.gs1.org/01/04012345111118/21/7')
  expect(await members(`/epcis/readPoints/${enc('urn:epc:id:sgln:4012345.00005.7')}`)).toEqual([
    'events',
  ])
  expect(await client.readAll(`/epcis/epcs/${enc(LOT)}/events`)).toHaveLength(20)
  expect(
    await client.readAll(
      `/epcis/epcs/${enc('https://nguon.example/01/04012345111118/21/7')}/events`,
    ),
  ).toHaveLength(1)
  expect(await client.readAll('/epcis/bizSteps/shipping/events?perPage=3')).toHaveLength(10)
  expect(
    await client.readAll(
      `/epcis/bizSteps/${enc('urn:epcglobal:cbv:bizstep:shipping')}/events?GE_quantity_KGM=10`,
    ),
  ).toHaveLength(5)
  expect(await client.readAll('/epcis/dispositions/active/events')).toEqual([])
})

test('a named query is made, listed, run and deleted, and a wrong one is refused when it is made', async () => {
  await using client = await open()
  await client.capture(toDocument(events, CONTEXT))
  const definition = {
    name: 'big-shipments',
    query: { '@context': CONTEXT, EQ_bizStep: ['shipping'], 'GE_ex:number': 10 },
  }
  const made = await client.ask('POST', '/epcis/queries', { body: definition })
  expect([made.status, made.headers.get('location')]).toEqual([201, '/epcis/queries/big-shipments'])
  expect((await client.ask('POST', '/epcis/queries', { body: definition })).status).toBe(409)
  const wrong = await client.ask('POST', '/epcis/queries', {
    body: { name: 'x', query: { EQ_bizStep: ['shiping'] } },
  })
  expect([wrong.status, wrong.body['detail']]).toEqual([400, expect.stringContaining('shiping')])
  expect((await client.ask('GET', '/epcis/queries')).body).toEqual([definition])
  expect((await client.ask('GET', '/epcis/queries/big-shipments')).body).toEqual(definition)
  expect(await client.readAll('/epcis/queries/big-shipments/events?perPage=2')).toHaveLength(5)
  const stream = await client.ask('GET', '/epcis/queries/big-shipments/events?stream=true')
  expect([stream.status, stream.body['type']]).toEqual([
    400,
    'epcisException:SubscriptionControlsException',
  ])
  expect((await client.ask('DELETE', '/epcis/queries/big-shipments')).status).toBe(204)
  expect((await client.ask('GET', '/epcis/queries/big-shipments')).status).toBe(404)
})

test('a subscriber is told of every event once, signed, in the order of recording', async () => {
  await using client = await open()
  await using subscriber = await openSubscriber()
  await client.ask('POST', '/epcis/queries', {
    body: { name: 'q', query: { EQ_bizStep: ['shipping'] } },
  })
  await client.capture(toDocument(events.slice(0, 4), CONTEXT))
  const body = { dest: subscriber.url, signatureToken: 'a-secret-for-tests', stream: true }
  const made = await client.ask('POST', '/epcis/queries/q/subscriptions', { body })
  expect([made.status, JSON.stringify(made.body)]).toEqual([
    201,
    expect.not.stringContaining('a-secret-for-tests'),
  ])
  await client.capture(toDocument(events.slice(4, 12), CONTEXT))
  await client.capture(toDocument(events.slice(12), CONTEXT))
  await subscriber.until(() => subscriber.taken.length >= 8)
  expect(subscriber.taken.map((event) => event['ex:number'])).toEqual([4, 6, 8, 10, 12, 14, 16, 18])
  const [report] = subscriber.reports
  const signature = createHmac('sha256', 'a-secret-for-tests')
    .update(report?.text ?? '')
    .digest('hex')
  expect(report?.headers['gs1-signature']).toBe(`sha256=${signature}`)
  expect(report?.document).toMatchObject({
    epcisBody: { queryResults: { queryName: 'q', subscriptionID: made.body['subscriptionID'] } },
  })
  const at = made.headers.get('location') ?? ''
  expect((await client.ask('GET', at)).body).toMatchObject({
    dest: subscriber.url,
    stream: true,
    lastNotifiedAt: expect.any(String),
  })
  expect((await client.ask('DELETE', at)).status).toBe(204)
  expect((await client.ask('GET', at)).status).toBe(404)
})

test('from an initialRecordTime on, what was there before is told too; one that is too large is told in parts', async () => {
  await using client = await open()
  await using subscriber = await openSubscriber((_count, told) => (told.length > 3 ? 413 : 200))
  await client.ask('POST', '/epcis/queries', { body: { name: 'q', query: {} } })
  await client.capture(toDocument(events, CONTEXT))
  const body = { dest: subscriber.url, stream: true, initialRecordTime: '2020-01-01T00:00:00Z' }
  expect((await client.ask('POST', '/epcis/queries/q/subscriptions', { body })).status).toBe(201)
  await subscriber.until(() => subscriber.taken.length >= 20)
  expect(subscriber.taken.map((event) => event['ex:number'])).toEqual([...events.keys()])
})

test('a subscriber that is down loses nothing, and is told why it was not told', async () => {
  await using client = await open()
  await client.ask('POST', '/epcis/queries', { body: { name: 'q', query: {} } })
  let isUp = false
  await using subscriber = await openSubscriber(() => (isUp ? 200 : 503))
  const made = await client.ask('POST', '/epcis/queries/q/subscriptions', {
    body: { dest: subscriber.url, stream: true },
  })
  await client.capture(toDocument(events.slice(0, 3), CONTEXT))
  await subscriber.until(() => subscriber.reports.length === 1)
  isUp = true
  await client.capture(toDocument(events.slice(3, 6), CONTEXT))
  await subscriber.until(() => subscriber.taken.length >= 6)
  expect(subscriber.taken.map((event) => event['ex:number'])).toEqual([0, 1, 2, 3, 4, 5])
  const { body } = await client.ask('GET', made.headers.get('location') ?? '')
  expect(body).not.toHaveProperty('nguon:lastError')
})

test('at the times of a schedule a report is sent, an empty one when that is wanted', async () => {
  await using client = await open()
  await client.ask('POST', '/epcis/queries', { body: { name: 'q', query: {} } })
  await using subscriber = await openSubscriber()
  const body = { dest: subscriber.url, reportIfEmpty: true, schedule: { second: '0/2' } }
  const made = await client.ask('POST', '/epcis/queries/q/subscriptions', { body })
  expect([made.status, made.body['schedule']]).toEqual([201, { second: '0/2' }])
  await subscriber.until(() => subscriber.reports.length >= 2)
  await client.capture(toDocument(events, CONTEXT))
  await subscriber.until(() => subscriber.taken.length === 20)
})

test.each([
  [{ dest: 'ftp://x', stream: true }, 'ValidationException', 'https://'],
  [{ dest: 'https://x', signatureToken: 'short', stream: true }, 'ValidationException', '16'],
  [{ dest: 'https://x' }, 'SubscriptionControlsException', 'one of them'],
  [
    { dest: 'https://x', stream: true, schedule: { hour: 1 } },
    'SubscriptionControlsException',
    'one of them',
  ],
  [{ dest: 'https://x', schedule: { hour: '25' } }, 'ValidationException', 'from 0 to 23'],
  [{ dest: 'https://x', schedule: {} }, 'ValidationException', 'second'],
  [{ dest: 'https://x', stream: true, initialRecordTime: 'now' }, 'ValidationException', 'offset'],
  [{ dest: 'https://x', stream: true, colour: 'red' }, 'ValidationException', 'colour'],
])('the subscription %j is refused in words', async (body, exception, words) => {
  await using client = await open()
  await client.ask('POST', '/epcis/queries', { body: { name: 'q', query: {} } })
  const answer = await client.ask('POST', '/epcis/queries/q/subscriptions', { body })
  expect([answer.status, answer.body['type']]).toEqual([400, `epcisException:${exception}`])
  expect(answer.body['detail']).toContain(words)
})
