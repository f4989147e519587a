import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { readDocument } from '#trace/epcis/document.ts'
import { findEventFlaws, type Flaw } from '#trace/epcis/flaws.ts'
import { isObject, type Json } from '#trace/epcis/json.ts'

import { hasGs1, readExamples, readGs1, whyNoGs1 } from './epcis-gs1.ts'

const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld']
const EVENT = {
  type: 'ObjectEvent',
  eventTime: '2026-11-24T08:30:00+07:00',
  eventTimeZoneOffset: '+07:00',
  action: 'OBSERVE',
  epcList: ['https://id.gs1.org/00/340123451111111111'],
}

test('an event that is right has no flaws', () => {
  expect(findEventFlaws({ ...EVENT, bizStep: 'receiving', 'ex:note': 'Cá cơm' })).toEqual([])
})

test.each([
  [{ ...EVENT, type: undefined }, '/type', 'missing'],
  [{ ...EVENT, type: 'BlahEvent' }, '/type', '"BlahEvent"'],
  [{ ...EVENT, eventTime: '2026-11-24T08:30:00' }, '/eventTime', 'with its offset'],
  [{ ...EVENT, eventTime: '2026-02-30T08:30:00Z' }, '/eventTime', '"2026-02-30T08:30:00Z"'],
  [{ ...EVENT, eventTimeZoneOffset: 'Z' }, '/eventTimeZoneOffset', '+07:00'],
  [{ ...EVENT, action: 'LOOK' }, '/action', 'ADD, OBSERVE or DELETE'],
  [{ ...EVENT, epcList: ['một hai'] }, '/epcList/0', '"một hai"'],
  [{ ...EVENT, epcList: undefined }, '', 'epcList or quantityList'],
  [{ ...EVENT, bizStep: 'recieving' }, '/bizStep', 'such as receiving'],
  [{ ...EVENT, note: 'x' }, '/note', 'ex:note'],
  [{ ...EVENT, readPoint: 'x' }, '/readPoint', '"x"'],
  [
    { ...EVENT, quantityList: [{ epcClass: 'urn:x:y', unit: 'KGM' }] },
    '/quantityList/0/unit',
    'KGM',
  ],
  [{ ...EVENT, ilmd: { 'ex:lot': 'L1' } }, '', 'ADD alone'],
  ['text', '/type', 'ObjectEvent'],
])('%j is told what is wrong at %s', (event, pointer, words) => {
  const flaws = findEventFlaws(JSON.parse(JSON.stringify(event)))
  expect(flaws.map((flaw) => flaw.pointer)).toContain(pointer)
  expect(flaws.map(({ detail }) => detail).join(' ')).toContain(words)
})

test('a document is told what is wrong with it, and where', () => {
  const read = readDocument({
    '@context': CONTEXT,
    type: 'EPCISDocument',
    epcisBody: { eventList: [] },
  })
  expect(flawsOf(read).map(({ pointer }) => pointer)).toEqual(['/schemaVersion', '/creationDate'])
  expect(
    flawsOf(readDocument([]))
      .map(({ detail }) => detail)
      .join(),
  ).toContain('EPCISDocument')
  expect(flawsOf(readDocument({ ...EVENT })).map(({ pointer }) => pointer)).toEqual(['/@context'])
})

const examples = readExamples()

test.skipIf(!hasGs1)(`GS1's schema and ours take all of GS1's examples${whyNoGs1}`, () => {
  expect(examples.length).toBeGreaterThan(40)
  for (const { name, document } of examples) expect([name, isTaken(document)]).toEqual([name, true])
})

test.skipIf(!hasGs1)(
  `what is changed in GS1's examples, GS1's schema and ours judge alike${whyNoGs1}`,
  () => {
    const ajv = new Ajv({ strict: false })
    formats.default(ajv)
    const isValid = ajv.compile(readGs1('EPCIS-JSON-Schema.json'))
    const changes = fc.record({
      example: fc.constantFrom(...examples),
      at: fc.nat(),
      change: fc.constantFrom<(value: Json | undefined, all: Json[]) => Json | undefined>(
        () => undefined,
        () => null,
        () => [],
        () => ({}),
        () => 'x',
        () => 'ex:y',
        () => 'https://ref.gs1.org/cbv/BizStep-receiving',
        () => 'urn:epcglobal:cbv:bizstep:receiving',
        () => 'https://gs1.org/voc/Temperature',
        () => '2026-11-24T08:30:00+07:00',
        () => '2026-11-24T08:30:00',
        () => 7,
        () => true,
        () => 'DELETE',
        (value) => [value ?? null],
        (value) => (Array.isArray(value) ? [...value, ...value] : value),
        (value) => (isObject(value) ? { ...value, bare: 1 } : value),
        (value) => (isObject(value) ? { ...value, 'ex:own': 1 } : value),
        (_value, all) => all[0],
      ),
    })
    let refused = 0
    fc.assert(
      fc.property(changes, fc.nat(), ({ example, at, change }, other) => {
        const paths = toPaths(example.document)
        const values = [valueAt(example.document, paths[other % paths.length] ?? []) ?? null]
        const path = paths[1 + (at % (paths.length - 1))] ?? []
        const changed = JSON.parse(
          JSON.stringify(changeAt(example.document, path, (value) => change(value, values))),
        ) as Json
        const valid = isValid(changed)
        if (!valid) refused += 1
        expect([path.join('/'), isTaken(changed)]).toEqual([path.join('/'), valid])
      }),
      { numRuns: 3_000 },
    )
    expect(refused).toBeGreaterThan(500)
  },
)

function isTaken(document: Json): boolean {
  const read = readDocument(document)
  return !('flaws' in read) && read.events.every((event) => findEventFlaws(event).length === 0)
}

function flawsOf(read: ReturnType<typeof readDocument>): readonly Flaw[] {
  return 'flaws' in read ? read.flaws : []
}

type Path = readonly (string | number)[]

function toPaths(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value)
  return [path, ...entries.flatMap(([name, item]) => toPaths(item as Json, [...path, name]))]
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let found: unknown = value
  for (const name of path)
    found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined
  return found as Json | undefined
}

function changeAt(
  value: Json,
  path: Path,
  change: (value: Json | undefined) => Json | undefined,
): Json | undefined {
  const [name, ...rest] = path
  if (name === undefined) return change(value)
  const copy = structuredClone(value)
  if (typeof copy !== 'object' || copy === null) return copy
  Reflect.set(copy, name, changeAt(Reflect.get(copy, name) as Json, rest, change))
  return copy
}
