import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { EpcisEvent } from '#trace/epcis/event.ts'
import type { Json } from '#trace/epcis/json.ts'
import { prepareEvent } from '#trace/epcis/prepare.ts'

interface Vector {
  readonly name: string
  readonly context: Json
  readonly event: EpcisEvent
  readonly preHash?: string
  readonly hash: string
}
const { vectors } = JSON.parse(
  readFileSync(new URL('./vectors/epcis-event-hash.json', import.meta.url), 'utf8'),
) as { readonly vectors: readonly Vector[] }

test.each(vectors)('the event of $name has the hash of the reference generator', (vector) => {
  expect(toEventHash(vector.event, vector.context)).toBe(readHash(vector))
})

test('an event has one hash, whichever way it is written', () => {
  const context = [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { ex: 'http://n.example/' },
  ]
  const one: EpcisEvent = {
    type: 'ObjectEvent',
    eventTime: '2026-11-24T08:30:00+07:00',
    eventTimeZoneOffset: '+07:00',
    action: 'OBSERVE',
    bizStep: 'receiving',
    epcList: ['urn:epc:id:sgtin:4012345.011111.9876', 'urn:epc:id:sscc:4012345.0000000333'],
    'ex:note': 'Cá cơm',
  }
  const other: EpcisEvent = {
    'other:note': 'Cá cơm',
    epcList: [
      'https://nguon.example/00/040123450000003338?linkType=gs1:pip',
      'https://id.gs1.org/01/04012345111118/10/L1/21/9876',
    ],
    eventID: 'urn:uuid:0b7b1d4c-9a1f-4d6a-8a3f-2d9a0d5a7c11',
    recordTime: '2026-11-24T09:00:00Z',
    bizStep: 'urn:epcglobal:cbv:bizstep:receiving',
    action: 'OBSERVE',
    eventTimeZoneOffset: '+07:00',
    eventTime: '2026-11-24T01:30:00.0000Z',
    type: 'ObjectEvent',
    errorDeclaration: { declarationTime: '2026-11-25T01:30:00Z' },
  }
  const hash = toEventHash(one, context)
  expect(hash).toMatch(/^ni:\/\/\/sha-256;[\da-f]{64}\?ver=CBV2\.0$/)
  expect(toEventHash(other, { other: 'http://n.example/' })).toBe(hash)
  expect(toEventHash({ ...one, bizStep: 'shipping' }, context)).not.toBe(hash)
})

test('the order of fields and of lists changes nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...vectors),
      fc.infiniteStream(fc.nat()),
      ({ event, context }, numbers) => {
        const shuffled = shuffle(event, numbers) as EpcisEvent
        expect(toEventHash(shuffled, context)).toBe(toEventHash(event, context))
      },
    ),
    { verbose: 1 },
  )
})

/**
 * The text of the standard has sourceList before destinationList (CBV 2.0 §8.9.2, canonical property order 21 and 22), as
 * other implementations do; the reference generator leaves both to the alphabet.
 */
function readHash({ preHash = '', hash }: Vector): string {
  const lists =
    /(destinationList(?:type=.*?destination=.*?)+)(sourceList(?:type=[^{]*?source=[^{]*)+)/
  if (!lists.test(preHash)) return hash
  const digest = createHash('sha256').update(preHash.replace(lists, '$2$1')).digest('hex')
  return `ni:///sha-256;${digest}?ver=CBV2.0`
}

/** The id of an event that came without one. */
function toEventHash({ eventID: _id, ...event }: EpcisEvent, context: Json): string {
  return prepareEvent(event, context).id
}

function shuffle(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value))
    return reorder(
      value.map((item) => shuffle(item, numbers)),
      numbers,
    )
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(
    ([name, item]) => [name, shuffle(item, numbers)] as const,
  )
  return Object.fromEntries(reorder(entries, numbers))
}

function reorder<Item>(items: readonly Item[], numbers: Iterator<number>): Item[] {
  const keyed = items.map((item) => ({ item, key: Number(numbers.next().value) }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}
