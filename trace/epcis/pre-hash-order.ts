import type { VocabularyName } from './vocabulary.ts'

/** How a value is written: a point in time, a text as it stands, a standard value, a URI, or whatever it looks like. */
export type Kind = VocabularyName | 'time' | 'text' | 'uri' | 'any'

export interface Field {
  readonly name: string
  readonly kind?: Kind
  /** It is a list, whose items have this name in XML; '' means none. */
  readonly list?: string
  readonly parts?: readonly Field[]
  /** Nobody may add fields of his own. */
  readonly isClosed?: boolean
}

const quantity: readonly Field[] = [
  { name: 'epcClass' },
  { name: 'quantity' },
  { name: 'uom', kind: 'text' },
]
const id: readonly Field[] = [{ name: 'id' }]

/** CBV 2.0 §8.9.2, table "canonical property order". */
export const FIELDS: readonly Field[] = [
  { name: 'eventTime', kind: 'time' },
  { name: 'eventTimeZoneOffset', kind: 'text' },
  { name: 'certificationInfo' },
  { name: 'epcList', list: 'epc' },
  { name: 'parentID' },
  { name: 'inputEPCList', list: 'epc' },
  { name: 'childEPCs', list: 'epc' },
  ofQuantities('quantityList'),
  ofQuantities('childQuantityList'),
  ofQuantities('inputQuantityList'),
  { name: 'outputEPCList', list: 'epc' },
  ofQuantities('outputQuantityList'),
  { name: 'action', kind: 'text' },
  { name: 'transformationID' },
  { name: 'bizStep', kind: 'bizStep' },
  { name: 'disposition', kind: 'disposition' },
  {
    name: 'persistentDisposition',
    parts: [
      { name: 'set', kind: 'disposition' },
      { name: 'unset', kind: 'disposition' },
    ],
  },
  { name: 'readPoint', parts: id },
  { name: 'bizLocation', parts: id },
  ofTyped('bizTransactionList', 'bizTransaction', 'bizTransactionType'),
  ofTyped('sourceList', 'source', 'sourceType'),
  ofTyped('destinationList', 'destination', 'sourceType'),
  {
    name: 'sensorElementList',
    list: 'sensorElement',
    parts: [
      {
        name: 'sensorMetadata',
        parts: [
          { name: 'time', kind: 'time' },
          { name: 'startTime', kind: 'time' },
          { name: 'endTime', kind: 'time' },
          { name: 'deviceID' },
          { name: 'deviceMetadata' },
          { name: 'rawData' },
          { name: 'dataProcessingMethod' },
          { name: 'bizRules' },
        ],
      },
      {
        name: 'sensorReport',
        parts: [
          { name: 'type', kind: 'measurementType' },
          { name: 'exception', kind: 'alertType' },
          { name: 'deviceID' },
          { name: 'deviceMetadata' },
          { name: 'rawData' },
          { name: 'dataProcessingMethod' },
          { name: 'bizRules' },
          { name: 'time', kind: 'time' },
          { name: 'microorganism' },
          { name: 'chemicalSubstance' },
          { name: 'value' },
          { name: 'component', kind: 'component' },
          { name: 'stringValue', kind: 'any' },
          { name: 'booleanValue' },
          { name: 'hexBinaryValue', kind: 'any' },
          { name: 'uriValue' },
          { name: 'minValue' },
          { name: 'maxValue' },
          { name: 'meanValue' },
          { name: 'sDev' },
          { name: 'percRank' },
          { name: 'percValue' },
          { name: 'uom', kind: 'text' },
          { name: 'coordinateReferenceSystem' },
        ],
      },
    ],
  },
  { name: 'ilmd', parts: [] },
]

function ofQuantities(name: string): Field {
  return { name, list: 'quantityElement', parts: quantity, isClosed: true }
}

/** The type stands before what it is of; in XML it is an attribute of it, so there is no name around the two. */
function ofTyped(name: string, value: string, type: VocabularyName): Field {
  const parts: Field[] = [{ name: 'type', kind: type }, { name: value }]
  return { name, list: '', parts, isClosed: true }
}
