import * as fc from 'fast-check'

import type { EpcisEvent } from '#trace/epcis/event.ts'
import type { JsonObject } from '#trace/epcis/json.ts'

export const CONTEXT = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ex: 'http://ns.example.com/epcis/' },
]
export const EXTENSIONS = { ex: 'http://ns.example.com/epcis/' }

/** Few values, so that random queries find some. EPCs of one thing under several names; the first name is canonical. */
export const EPCS = [
  ['https://id.gs1.org/01/04012345111118/21/1', 'urn:epc:id:sgtin:4012345.011111.1'],
  [
    'https://id.gs1.org/01/04012345111118/21/2',
    'https://nguon.example/a/01/04012345111118/10/L/21/2',
  ],
  ['https://id.gs1.org/01/04012345222227/21/1', 'urn:epc:id:sgtin:4012345.022222.1'],
  ['https://id.gs1.org/00/040123450000003338', 'urn:epc:id:sscc:4012345.0000000333'],
  ['https://id.gs1.org/8004/4000001111', 'urn:epc:id:giai:4000001.111'],
  ['urn:uuid:0b7b1d4c-9a1f-4d6a-8a3f-2d9a0d5a7c11'],
] as const
export const CLASSES = [
  ['https://id.gs1.org/01/04012345111118/10/L1', 'urn:epc:class:lgtin:4012345.011111.L1'],
  ['https://id.gs1.org/01/04012345111118/10/L2', 'urn:epc:class:lgtin:4012345.011111.L2'],
  ['https://id.gs1.org/01/04012345111118', 'urn:epc:idpat:sgtin:4012345.011111.*'],
] as const
export const PLACES = [
  ['https://id.gs1.org/414/4012345000054', 'urn:epc:id:sgln:4012345.00005.0'],
  ['https://id.gs1.org/414/4012345000054/254/7', 'urn:epc:id:sgln:4012345.00005.7'],
  ['geo:18.06,106.28'],
] as const
const NAMES = [...EPCS, ...CLASSES, ...PLACES]
export const STEPS = ['receiving', 'shipping', 'https://steps.example/salting']
export const DISPOSITIONS = ['in_progress', 'active', 'recalled']
export const TIME = Date.parse('2026-11-20T00:00:00Z')
export const TRANSACTIONS = [
  'urn:epcglobal:cbv:bt:4012345000009:1',
  'https://id.gs1.org/253/4012345111118123',
]
export const TRANSFORMATIONS = [
  'urn:uuid:11111111-1111-4111-8111-111111111111',
  'urn:uuid:22222222-2222-4222-8222-222222222222',
]

/** The canonical name. */
export function canonical(name: string): string {
  return NAMES.find((names) => names.some((one) => one === name))?.[0] ?? name
}

export const minute = fc.nat(100)
export function toTime(minutes: number): string {
  return new Date(TIME + minutes * 60_000 + 7 * 3_600_000).toISOString().replace('Z', '+07:00')
}

const name = (names: readonly (readonly string[])[]) => fc.constantFrom(...names.flat())
const epcs = fc.uniqueArray(name(EPCS), { maxLength: 3 })
const quantity = fc.record(
  {
    epcClass: name(CLASSES),
    quantity: fc.constantFrom(1, 2.5, 10),
    uom: fc.constantFrom('KGM', 'LTR'),
  },
  { requiredKeys: ['epcClass'] },
)
const quantities = fc.array(quantity, { maxLength: 2 })
const own = fc.oneof(
  fc.constantFrom<number | string | boolean>('a', 'b', 7, 8.5, true),
  minute.map(toTime),
)
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const report = fc.record(
  {
    type: fc.constantFrom('Temperature', 'RelativeHumidity'),
    value: fc.constantFrom(20, 30),
    minValue: fc.constantFrom(10, 20),
    uom: fc.constantFrom('CEL', 'A93'),
    deviceID: name([EPCS[4]]),
    booleanValue: fc.boolean(),
    stringValue: fc.constantFrom('x', 'y'),
    time: minute.map(toTime),
  },
  { requiredKeys: ['type'] },
)
const sensor = fc.record(
  {
    sensorMetadata: fc.record({ time: minute.map(toTime), 'ex:meta': own }, { requiredKeys: [] }),
    sensorReport: fc.array(report, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['sensorReport'] },
)

const common = {
  eventTime: minute.map(toTime),
  bizStep: optional(fc.constantFrom(...STEPS)),
  disposition: optional(fc.constantFrom(...DISPOSITIONS)),
  readPoint: optional(name(PLACES).map((id) => ({ id }))),
  bizLocation: optional(name(PLACES).map((id) => ({ id }))),
  bizTransactionList: optional(
    fc.array(
      fc.record({
        type: fc.constantFrom('po', 'desadv'),
        bizTransaction: fc.constantFrom(...TRANSACTIONS),
      }),
      { maxLength: 2 },
    ),
  ),
  sourceList: optional(
    fc.array(fc.record({ type: fc.constant('location'), source: name(PLACES) }), { maxLength: 1 }),
  ),
  sensorElementList: optional(fc.array(sensor, { maxLength: 2 })),
  errorDeclaration: optional(
    fc.record(
      { declarationTime: minute.map(toTime), reason: fc.constant('incorrect_data') },
      { requiredKeys: ['declarationTime'] },
    ),
  ),
  'ex:own': optional(
    fc.oneof(
      own,
      fc.array(own, { maxLength: 2 }),
      own.map((inner) => ({ 'ex:inner': inner })),
    ),
  ),
}
const action = fc.constantFrom('ADD', 'OBSERVE', 'DELETE')
const persistentDisposition = optional(
  fc.record({ set: fc.constantFrom(['recalled'], ['active', 'recalled']) }),
)
const ilmd = optional(own.map((value) => ({ 'ex:lot': value })))

const object = fc.record({
  ...common,
  type: fc.constant('ObjectEvent'),
  action,
  epcList: epcs,
  quantityList: optional(quantities),
  persistentDisposition,
  ilmd,
})
const aggregation = fc.record({
  ...common,
  type: fc.constant('AggregationEvent'),
  action: fc.constant('DELETE'),
  parentID: optional(name(EPCS)),
  childEPCs: optional(epcs),
  childQuantityList: optional(quantities),
})
const transformation = fc.record({
  ...common,
  type: fc.constant('TransformationEvent'),
  transformationID: fc.constantFrom(...TRANSFORMATIONS),
  inputEPCList: epcs.filter((list) => list.length > 0),
  inputQuantityList: optional(quantities),
  outputEPCList: optional(epcs),
  outputQuantityList: optional(quantities),
  ilmd,
})

/** Events by GS1's schema, of few values. */
export const event: fc.Arbitrary<EpcisEvent> = fc
  .oneof(object, aggregation, transformation)
  .map(
    (made) => JSON.parse(JSON.stringify({ ...made, eventTimeZoneOffset: '+07:00' })) as EpcisEvent,
  )

/** Of one parameter and one value or some. */
export const parameters: fc.Arbitrary<JsonObject> = fc
  .array(createParameter(), { minLength: 1, maxLength: 3 })
  .map((some) => Object.fromEntries(some))

function createParameter(): fc.Arbitrary<[string, JsonObject[string]]> {
  const some = (values: readonly string[]) =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 })
  const of = (names: readonly string[], value: fc.Arbitrary<JsonObject[string]>) =>
    fc.tuple(fc.constantFrom(...names), value)
  const ownName = ['ex:own', 'INNER_ex:inner', 'ILMD_ex:lot', 'SENSORMETADATA_ex:meta']
  return fc.oneof(
    of(['eventType'], some(['ObjectEvent', 'AggregationEvent', 'TransformationEvent'])),
    of(
      [
        'GE_eventTime',
        'LT_eventTime',
        'GE_errorDeclarationTime',
        'LT_errorDeclarationTime',
        'GE_time',
        'LT_time',
      ],
      minute.map(toTime),
    ),
    of(['EQ_action'], some(['ADD', 'OBSERVE', 'DELETE'])),
    of(['EQ_bizStep'], some([...STEPS, 'urn:epcglobal:cbv:bizstep:shipping'])),
    of(['EQ_disposition', 'EQ_persistentDisposition_set'], some(DISPOSITIONS)),
    of(
      ['EQ_readPoint', 'WD_readPoint', 'EQ_bizLocation', 'WD_bizLocation', 'EQ_source_location'],
      some(PLACES.flat()),
    ),
    of(['EQ_transformationID'], some(TRANSFORMATIONS)),
    of(
      ['MATCH_epc', 'MATCH_parentID', 'MATCH_inputEPC', 'MATCH_outputEPC', 'MATCH_anyEPC'],
      some([
        ...EPCS.flat(),
        'urn:epc:idpat:sgtin:4012345.011111.*',
        'urn:epc:idpat:sgtin:4012345.*.*',
      ]),
    ),
    of(
      ['MATCH_epcClass', 'MATCH_inputEPCClass', 'MATCH_outputEPCClass', 'MATCH_anyEPCClass'],
      some(CLASSES.flat()),
    ),
    of(
      [
        'EQ_quantity',
        'GT_quantity',
        'GE_quantity',
        'LT_quantity',
        'LE_quantity',
        'EQ_quantity_KGM',
        'GE_quantity_LTR',
      ],
      fc.constantFrom(1, 2.5, 5, 10),
    ),
    of(['EQ_bizTransaction_po', 'EQ_bizTransaction_desadv'], some(TRANSACTIONS)),
    of(['EXISTS_errorDeclaration', 'EXISTS_sensorElementList', 'EXISTS_ex:own'], fc.boolean()),
    of(['EQ_type'], some(['Temperature', 'gs1:RelativeHumidity'])),
    of(['EQ_deviceID'], some(EPCS[4])),
    of(['EQ_stringValue'], some(['x', 'y'])),
    of(['EQ_booleanValue'], fc.boolean()),
    of(['EQ_value_CEL', 'GE_value_CEL', 'LT_minValue_CEL'], fc.constantFrom(10, 20, 25, 30)),
    of(
      ownName.map((one) => `EQ_${one}`),
      fc.oneof(
        fc.constantFrom<JsonObject[string]>('a', 'b', 7, ['a', 'b'], 'true'),
        minute.map(toTime),
      ),
    ),
    of(
      ownName.map((one) => `GT_${one}`),
      fc.oneof(fc.constantFrom(7, 8), minute.map(toTime)),
    ),
  )
}
