import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'

import { isObject, toPlain, type JsonObject } from '#trace/epcis/json.ts'

import { openApi } from './api-fixture.ts'
import { createClient, toDocument } from './epcis-client.ts'
import { CONTEXT } from './epcis-events.ts'
import { hasGs1, readGs1, whyNoGs1 } from './epcis-gs1.ts'

const ID = 'urn:uuid:0b7b1d4c-9a1f-4d6a-8a3f-2d9a0d5a7c11'
const EVENT = {
  type: 'ObjectEvent',
  eventID: ID,
  eventTime: '2026-11-24T08:30:00+07:00',
  eventTimeZoneOffset: '+07:00',
  action: 'OBSERVE',
  bizStep: 'receiving',
  disposition: 'in_progress',
  epcList: ['urn:epc:id:sscc:4012345.0000000333'],
  readPoint: { id: 'urn:epc:id:sgln:4012345.00005.7' },
  bizLocation: { id: 'urn:epc:id:sgln:4012345.00005.0' },
}
const SUBSCRIPTION = {
  dest: 'http://127.0.0.1:9/',
  stream: true,
  signatureToken: 'a-secret-for-tests',
}
const enc = encodeURIComponent

test.skipIf(!hasGs1)(`answers are as GS1's OpenAPI says${whyNoGs1}`, async () => {
  await using api = await openApi()
  const client = createClient(api.url)
  const job = await client.capture(toDocument([EVENT], CONTEXT))
  await client.ask('POST', '/epcis/queries', {
    body: { name: 'q', query: { EQ_action: ['OBSERVE'] } },
  })
  const { headers } = await client.ask('POST', '/epcis/queries/q/subscriptions', {
    body: SUBSCRIPTION,
  })
  const capture = `/epcis/capture/${toPlain(job['captureID'] ?? '')}`
  const answers: [path: string, status: string, target: string][] = [
    ['/', '200', '/epcis'],
    ['/capture', '200', '/epcis/capture'],
    ['/capture/{captureID}', '200', capture],
    ['/events', '200', '/epcis/events'],
    ['/events/{eventID}', '200', `/epcis/events/${enc(ID)}`],
    ['/eventTypes', '200', '/epcis/eventTypes'],
    ['/eventTypes/{eventType}', '200', '/epcis/eventTypes/ObjectEvent'],
    ['/eventTypes/{eventType}/events', '200', '/epcis/eventTypes/ObjectEvent/events'],
    ['/epcs', '200', '/epcis/epcs'],
    ['/epcs/{epc}', '200', `/epcis/epcs/${enc('https://id.gs1.org/00/040123450000003338')}`],
    [
      '/epcs/{epc}/events',
      '200',
      `/epcis/epcs/${enc('urn:epc:id:sscc:4012345.0000000333')}/events`,
    ],
    ['/bizSteps', '200', '/epcis/bizSteps'],
    ['/bizSteps/{bizStep}/events', '200', '/epcis/bizSteps/receiving/events'],
    ['/bizLocations', '200', '/epcis/bizLocations'],
    ['/readPoints', '200', '/epcis/readPoints'],
    ['/dispositions', '200', '/epcis/dispositions'],
    ['/dispositions/{disposition}/events', '200', '/epcis/dispositions/in_progress/events'],
    ['/queries', '200', '/epcis/queries'],
    ['/queries/{queryName}/events', '200', '/epcis/queries/q/events'],
    ['/queries/{queryName}/subscriptions', '200', '/epcis/queries/q/subscriptions'],
    ['/queries/{queryName}/subscriptions/{subscriptionID}', '200', headers.get('location') ?? ''],
    ['/events', '406', '/epcis/events'],
    ['/eventTypes/{eventType}/events', '400', '/epcis/eventTypes/ObjectEvent/events?blah=1'],
    ['/queries/{queryName}', '404', '/epcis/queries/none'],
  ]
  for (const [path, status, target] of answers) {
    const accept: Record<string, string> = status === '406' ? { accept: 'text/xml' } : {}
    const answer = await client.ask('GET', target, { headers: accept })
    const isValid = compile(path, status, answer.headers.get('content-type') ?? '')
    expect([target, String(answer.status), isValid(answer.body), isValid.errors]).toEqual([
      target,
      status,
      true,
      null,
    ])
  }
})

const openapi = hasGs1 ? readGs1('openapi.json') : {}
const ajv = new Ajv({ strict: false })
formats.default(ajv)
if (hasGs1) ajv.addSchema(withoutMistakes(openapi), 'openapi')

/** The schema of an answer of a path, or of the response that the path refers to. */
function compile(path: string, status: string, type: string) {
  const media = type.split(';')[0] ?? ''
  let at = ['paths', path, 'get', 'responses', status]
  const reference = toObject(find(openapi, at))['$ref']
  if (typeof reference === 'string') at = reference.slice(2).split('/')
  const pointer = [...at, 'content', media, 'schema'].map((part) =>
    enc(part.replaceAll('~', '~0').replaceAll('/', '~1')),
  )
  return ajv.compile({ $ref: `openapi#/${pointer.join('/')}` })
}

/**
 * What GS1's OpenAPI cannot mean: a secret that subscriptions must show, patterns in a dialect that JSON schema does not
 * have, and `oneOf` where both alternatives ask for nothing, so that everything is both.
 */
function withoutMistakes(value: JsonObject): JsonObject {
  const text = JSON.stringify(value, (name, item: unknown) => {
    if (name === 'pattern' && typeof item === 'string' && item.includes(String.raw`\g<`))
      return undefined
    return name === 'nullable' || name === 'example' ? undefined : item
  })
  const changed = text
    .replaceAll('"required":["dest","secret"]', '"required":["dest"]')
    .replaceAll('"oneOf"', '"anyOf"')
  return JSON.parse(changed) as JsonObject
}

function find(object: JsonObject, path: readonly string[]): JsonObject {
  let found: JsonObject = object
  for (const name of path) found = toObject(found[name])
  return found
}

function toObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}
