import { expect, test } from 'vitest'

import { openApi } from './api-fixture.ts'
import { createClient, toDocument } from './epcis-client.ts'
import { CONTEXT } from './epcis-events.ts'

const EVENT = {
  type: 'ObjectEvent',
  eventTime: '2026-11-24T08:30:00+07:00',
  eventTimeZoneOffset: '+07:00',
  action: 'OBSERVE',
  epcList: ['https://id.gs1.org/00/340123451111111111'],
}
const SINGLE = { ...EVENT, '@context': CONTEXT }

async function open() {
  const api = await openApi()
  return { ...createClient(api.url), [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() }
}

type Refusal = readonly [
  method: string,
  target: string,
  init: { body?: unknown; headers?: Record<string, string> },
  status: number,
  exception: string,
  words: string,
]
const refusals: readonly Refusal[] = [
  ['POST', '/epcis/capture', { body: '{' }, 400, 'ValidationException', 'not valid JSON'],
  ['POST', '/epcis/capture', { body: '' }, 400, 'ValidationException', 'missing'],
  ['POST', '/epcis/capture', { body: { type: 'x' } }, 400, 'ValidationException', 'EPCISDocument'],
  [
    'POST',
    '/epcis/capture',
    { body: '<a/>', headers: { 'content-type': 'application/xml' } },
    415,
    'UnsupportedMediaTypeException',
    'application/json',
  ],
  [
    'POST',
    '/epcis/capture',
    { body: JSON.stringify({ a: 'x'.repeat(9_000_000) }) },
    413,
    'CaptureLimitExceededException',
    '8388608',
  ],
  [
    'POST',
    '/epcis/capture',
    {
      body: toDocument(
        Array.from({ length: 5_001 }, () => 1),
        CONTEXT,
      ),
    },
    413,
    'CaptureLimitExceededException',
    '5001',
  ],
  [
    'POST',
    '/epcis/capture',
    { body: toDocument([EVENT], CONTEXT), headers: { 'GS1-Capture-Error-Behaviour': 'maybe' } },
    400,
    'ValidationException',
    'rollback or proceed',
  ],
  [
    'POST',
    '/epcis/capture',
    { body: toDocument([EVENT], CONTEXT), headers: { 'GS1-EPCIS-Version': '1.2' } },
    406,
    'NotAcceptableException',
    '2.0.0',
  ],
  [
    'POST',
    '/epcis/capture',
    { body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` },
    400,
    'ValidationException',
    '64 deep',
  ],
  [
    'POST',
    '/epcis/events',
    { body: JSON.stringify({ ...SINGLE, 'ex:n': 1 }).replace('"ex:n":1', '"ex:n":1e999') },
    400,
    'ValidationException',
    'as a text',
  ],
  [
    'POST',
    '/epcis/events',
    { body: toDocument([EVENT], CONTEXT) },
    400,
    'ValidationException',
    '/epcis/capture',
  ],
  ['POST', '/epcis/events', { body: EVENT }, 400, 'ValidationException', '/@context is missing'],
  [
    'GET',
    '/epcis/events',
    { headers: { accept: 'text/xml' } },
    406,
    'NotAcceptableException',
    'application/json',
  ],
  [
    'GET',
    '/epcis/events',
    { headers: { 'GS1-EPC-Format': 'Always_EPC_URN' } },
    406,
    'NotAcceptableException',
    'Always_GS1_Digital_Link',
  ],
  [
    'GET',
    '/epcis/events',
    { headers: { 'GS1-EPCIS-Min': '2.1' } },
    406,
    'NotAcceptableException',
    '2.0.0',
  ],
  [
    'GET',
    '/epcis/events',
    { headers: { authorization: 'none' } },
    401,
    'SecurityException',
    'Bearer',
  ],
  ['GET', '/epcis/events?blah=1', {}, 400, 'QueryParameterException', 'blah'],
  ['GET', '/epcis/events?GE_eventTime=yesterday', {}, 400, 'QueryParameterException', 'yesterday'],
  [
    'GET',
    '/epcis/events?EQ_action=LOOK',
    {},
    400,
    'QueryParameterException',
    'ADD, OBSERVE or DELETE',
  ],
  ['GET', '/epcis/events?EQ_bizStep=recieving', {}, 400, 'QueryParameterException', 'recieving'],
  [
    'GET',
    '/epcis/events?MATCH_epc=urn:epc:idpat:sgtin:a.b.*',
    {},
    400,
    'QueryParameterException',
    'pattern',
  ],
  ['GET', '/epcis/events?GE_quantity=many', {}, 400, 'QueryParameterException', 'a number'],
  ['GET', '/epcis/events?EQ_ex:note=a', {}, 400, 'QueryParameterException', 'GS1-Extensions'],
  [
    'GET',
    '/epcis/events?orderBy=colour',
    {},
    400,
    'QueryParameterException',
    'eventTime or recordTime',
  ],
  [
    'GET',
    '/epcis/events?eventCountLimit=1&maxEventCount=1',
    {},
    400,
    'QueryParameterException',
    'one of them',
  ],
  ['GET', '/epcis/events?perPage=0', {}, 400, 'ValidationException', 'perPage'],
  ['GET', '/epcis/events?nextPageToken=abc', {}, 400, 'ValidationException', 'nextPageToken'],
  [
    'GET',
    `/epcis/events?${Array.from({ length: 51 }, (_, i) => `a${i}=1`).join('&')}`,
    {},
    413,
    'QueryTooComplexException',
    '50',
  ],
  ['GET', '/epcis/events/urn:x:y', {}, 404, 'NoSuchResourceException', 'urn:x:y'],
  ['GET', '/epcis/capture/1', {}, 404, 'NoSuchResourceException', '/epcis/capture'],
  ['GET', '/epcis/epcs/urn:x:y/events', {}, 404, 'NoSuchResourceException', '/epcis/epcs'],
  ['GET', '/epcis/queries/none', {}, 404, 'NoSuchNameException', 'none'],
  ['PUT', '/epcis/events', {}, 405, 'ImplementationException', 'GET'],
]

test.each(refusals)('%s %s is refused in words', async (...refusal) => {
  const [method, target, init, status, exception, words] = refusal
  await using client = await open()
  const answer = await client.ask(method, target, init)
  expect([answer.status, answer.body['type']]).toEqual([status, `epcisException:${exception}`])
  expect(answer.body['detail']).toContain(words)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.body['titles']).toHaveProperty('vi')
})
