import { z } from 'zod'

import { openObject } from './open-object.ts'
import { sensorElements } from './sensor-shape.ts'
import {
  bizStep,
  bizTransactionType,
  context,
  decimal,
  disposition,
  errorReason,
  idObject,
  isUnique,
  offset,
  sourceType,
  time,
  uom,
  uri,
  uris,
} from './shapes.ts'
import { isUri } from './uri.ts'
import { ACTIONS } from './words.ts'

const quantities = z.array(
  z.strictObject(
    { epcClass: uri, quantity: decimal.optional(), uom: uom.optional() },
    'an object {"epcClass": "…", "quantity": 12.5, "uom": "KGM"} and nothing more',
  ),
  'a list of quantities',
)
const unique = uris.refine(isUnique, 'a list in which nothing stands twice')
const dispositions = z
  .array(disposition, 'a list of dispositions')
  .min(1, 'a list of at least one disposition')
  .refine(isUnique, 'a list in which nothing stands twice')
const transactions = z.array(
  z.strictObject(
    { type: bizTransactionType.optional(), bizTransaction: uri },
    'an object {"type": "po", "bizTransaction": "…"} and nothing more',
  ),
  'a list of business transactions',
)
const persistentDisposition = z
  .strictObject(
    { set: dispositions.optional(), unset: dispositions.optional() },
    'an object {"set": […], "unset": […]} and nothing more',
  )
  .refine(({ set, unset }) => set !== undefined || unset !== undefined, '"set", "unset" or both')

/** EPCIS 2.0 §7.4.1: what every event may say. */
const common = {
  '@context': context.optional(),
  eventTime: time,
  recordTime: time.optional(),
  eventTimeZoneOffset: offset,
  eventID: uri.optional(),
  certificationInfo: z.union([uri, uris], 'a URI or a list of them').optional(),
  errorDeclaration: openObject(
    {
      declarationTime: time,
      reason: errorReason.optional(),
      correctiveEventIDs: uris.optional(),
    },
    'an object {"declarationTime": "…", "reason": "incorrect_data"}',
  ).optional(),
}
const why = {
  bizStep: bizStep.optional(),
  disposition: disposition.optional(),
  readPoint: idObject.optional(),
  bizLocation: idObject.optional(),
  bizTransactionList: transactions.optional(),
  sourceList: endsOf('source').optional(),
  destinationList: endsOf('destination').optional(),
  sensorElementList: sensorElements.optional(),
}
const action = z
  .string('ADD, OBSERVE or DELETE')
  .refine((value) => ACTIONS.has(value), 'ADD, OBSERVE or DELETE')
const ilmd = z
  .looseObject({}, 'an object')
  .refine((value) => Object.keys(value).every(isUri), 'an object whose fields have a prefix')

const OBJECT = open({
  ...why,
  action,
  epcList: unique.optional(),
  quantityList: quantities.optional(),
  persistentDisposition: persistentDisposition.optional(),
  ilmd: ilmd.optional(),
})
  .refine(
    ({ epcList, quantityList = [], sensorElementList = [], readPoint }) =>
      epcList !== undefined ||
      quantityList.length > 0 ||
      (sensorElementList.length > 0 && readPoint !== undefined),
    'an event that says of what: epcList or quantityList, or sensorElementList with readPoint',
  )
  .refine(
    ({ ilmd: data, action: done }) => data === undefined || done === 'ADD',
    'an event in which ilmd comes with the action ADD alone: it is of what begins to be',
  )

const children = {
  ...why,
  action,
  childEPCs: uris.optional(),
  childQuantityList: quantities.optional(),
}
const CHILDREN =
  'an event that says of what: childEPCs or childQuantityList; only with action DELETE there may be none'
const AGGREGATION = open({ ...children, parentID: uri.optional() }).refine(hasChildren, CHILDREN)
const ASSOCIATION = open({ ...children, parentID: uri }).refine(hasChildren, CHILDREN)

const TRANSACTION = open({
  ...why,
  bizTransactionList: transactions.min(1, 'a list of at least one business transaction'),
  action,
  parentID: uri.optional(),
  epcList: uris.optional(),
  quantityList: quantities.optional(),
}).refine(
  ({ epcList, quantityList = [], action: done }) =>
    epcList !== undefined || quantityList.length > 0 || done === 'DELETE',
  'an event that says of what: epcList or quantityList; only with action DELETE there may be none',
)

const TRANSFORMATION = open({
  ...why,
  inputEPCList: unique.optional(),
  inputQuantityList: quantities.optional(),
  outputEPCList: unique.optional(),
  outputQuantityList: quantities.optional(),
  transformationID: uri.optional(),
  persistentDisposition: persistentDisposition.optional(),
  ilmd: ilmd.optional(),
}).refine((event) => {
  const hasInputs = [event.inputEPCList, event.inputQuantityList].some(isFilled)
  const hasOutputs = [event.outputEPCList, event.outputQuantityList].some(isFilled)
  return event.transformationID === undefined ? hasInputs && hasOutputs : hasInputs || hasOutputs
}, 'an event with inputs and outputs; with a transformationID one of them may come in another event')

/** EPCIS 2.0 §7.4.1, GS1's schema `Extended-Event`: of a type of others, only what every event has is known. */
const EXTENDED = z.looseObject({ ...common, type: uri }, 'an event')

const SHAPES = new Map<string, z.ZodType>([
  ['ObjectEvent', OBJECT],
  ['AggregationEvent', AGGREGATION],
  ['AssociationEvent', ASSOCIATION],
  ['TransactionEvent', TRANSACTION],
  ['TransformationEvent', TRANSFORMATION],
])

/** The shape that an event of this type must have. */
export function shapeOf(type: string): z.ZodType {
  return SHAPES.get(type) ?? EXTENDED
}

function open<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return openObject({ ...common, type: z.string(), ...shape }, 'an event')
}

function endsOf(name: 'source' | 'destination') {
  const accepted = `an object {"type": "possessing_party", "${name}": "…"} and nothing more`
  return z.array(z.strictObject({ type: sourceType, [name]: uri }, accepted), `a list of ${name}s`)
}

function hasChildren(event: {
  readonly action: string
  readonly childEPCs?: readonly string[] | undefined
  readonly childQuantityList?: readonly unknown[] | undefined
}): boolean {
  return event.action === 'DELETE' || [event.childEPCs, event.childQuantityList].some(isFilled)
}

function isFilled(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0
}
