import { expandName, type Namespaces } from './context.ts'
import type { EpcisEvent } from './event.ts'
import { IndexEntries, type EventIndex } from './index-entries.ts'
import { isObject, toList, toPlain, type Json, type JsonObject } from './json.ts'

const EPCS = {
  epcList: 'epc',
  childEPCs: 'epc',
  parentID: 'parentID',
  inputEPCList: 'inputEPC',
  outputEPCList: 'outputEPC',
} as const
const QUANTITIES = {
  quantityList: 'epcClass',
  childQuantityList: 'epcClass',
  inputQuantityList: 'inputEPCClass',
  outputQuantityList: 'outputEPCClass',
} as const
const LISTS = {
  bizTransactionList: 'bizTransaction',
  sourceList: 'source',
  destinationList: 'destination',
} as const

/** Names of sensor fields that are looked for by value, those by number with a unit, and those by time. */
export const SENSOR_TERMS = [
  'type',
  'deviceID',
  'dataProcessingMethod',
  'microorganism',
  'chemicalSubstance',
  'bizRules',
  'stringValue',
  'booleanValue',
  'hexBinaryValue',
  'uriValue',
] as const
export const SENSOR_NUMBERS = [
  'value',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percValue',
] as const
export const SENSOR_TIMES = ['time', 'startTime', 'endTime'] as const

export function indexEvent(event: EpcisEvent, namespaces: Namespaces): EventIndex {
  const index = new IndexEntries(namespaces)
  for (const [list, field] of Object.entries(EPCS)) {
    for (const epc of toList(event[list])) addEpc(index, field, epc)
  }
  for (const [list, field] of Object.entries(QUANTITIES)) addQuantities(index, event[list], field)
  for (const [list, field] of Object.entries(LISTS)) addTyped(index, event[list], field)
  addDispositions(index, event)
  addExtensions(index, '', event)
  addExtensions(index, 'ILMD_', event['ilmd'])
  addExtensions(index, 'ERROR_DECLARATION_', event.errorDeclaration)
  addExtensions(index, 'readPoint_', event.readPoint)
  addExtensions(index, 'bizLocation_', event.bizLocation)
  for (const element of toList(event['sensorElementList'])) addSensor(index, element)
  return index
}

/** All serials of a product have one entry besides, by which a pattern finds them at once: see `epc-match.ts`. */
function addEpc(index: IndexEntries, field: string, epc: Json): void {
  if (typeof epc !== 'string') return
  const canonical = index.addUri(field, epc)
  const product = toProductEntry(canonical)
  if (product !== undefined) index.addTerm(field, product)
}

/** `https://id.gs1.org/01/{gtin}/21/`, which is no EPC itself. */
export function toProductEntry(epc: string): string | undefined {
  return /^https:\/\/id\.gs1\.org\/01\/\d{14}\/21\/(?=.)/.exec(epc)?.[0]
}

function addQuantities(index: IndexEntries, list: Json | undefined, field: string): void {
  for (const element of toList(list)) {
    if (!isObject(element)) continue
    index.addUri(field, element['epcClass'])
    index.addNumber('quantity', element['quantity'])
    const uom = element['uom']
    if (typeof uom === 'string') index.addNumber(`quantity_${uom}`, element['quantity'])
  }
}

/** A business transaction may have no type; then only its own kind of query would find it, which there is none of. */
function addTyped(index: IndexEntries, list: Json | undefined, field: string): void {
  for (const item of toList(list)) {
    if (!isObject(item)) continue
    const type = item['type']
    const name = typeof type === 'string' ? expandName(type, index.namespaces) : ''
    index.addUri(`${field}_${name}`, item[field])
  }
}

function addDispositions(index: IndexEntries, event: EpcisEvent): void {
  const persistent = event['persistentDisposition']
  for (const way of ['set', 'unset'] as const) {
    for (const value of toList(isObject(persistent) ? persistent[way] : undefined)) {
      index.addUri(`persistentDisposition_${way}`, value)
    }
  }
  for (const id of toList(event.errorDeclaration?.correctiveEventIDs)) {
    index.addUri('correctiveEventID', id)
  }
}

function addSensor(index: IndexEntries, element: Json): void {
  if (!isObject(element)) return
  index.addTerm('sensorElementList', '')
  addExtensions(index, 'SENSORELEMENT_', element)
  const parts = [
    ['SENSORMETADATA_', element['sensorMetadata']],
    ...toList(element['sensorReport']).map((report) => ['SENSORREPORT_', report] as const),
  ] as const
  for (const [scope, part] of parts) {
    if (!isObject(part)) continue
    addSensorFields(index, part)
    addExtensions(index, scope, part)
  }
}

function addSensorFields(index: IndexEntries, part: JsonObject): void {
  for (const name of SENSOR_TERMS) {
    const value = part[name]
    if (typeof value === 'boolean') index.addTerm(name, String(value))
    else if (name === 'stringValue' && typeof value === 'string') index.addTerm(name, value)
    else index.addUri(name, value)
  }
  const uom = part['uom']
  for (const name of SENSOR_NUMBERS) index.addNumber(`${name}_${toPlain(uom ?? '')}`, part[name])
  index.addNumber('percRank', part['percRank'])
  for (const name of SENSOR_TIMES) index.addTime(name, part[name])
}

/** Fields of others. Those inside of others are `INNER_`. EPCIS 2.0 §8.2.7.1. */
function addExtensions(index: IndexEntries, scope: string, object: Json | undefined): void {
  if (!isObject(object)) return
  for (const [name, value] of Object.entries(object)) {
    if (!name.includes(':')) continue
    const field = expandName(name, index.namespaces)
    addExtension(index, { scope, field }, value)
  }
}

function addExtension(
  index: IndexEntries,
  { scope, field }: { readonly scope: string; readonly field: string },
  value: Json | undefined,
): void {
  for (const item of toList(value)) {
    index.addAny(`${scope}${field}`, item)
    if (!isObject(item)) continue
    const inner = scope.startsWith('INNER_') ? scope : `INNER_${scope}`
    for (const [name, below] of Object.entries(item)) {
      addExtension(index, { scope: inner, field: expandName(name, index.namespaces) }, below)
    }
  }
}
