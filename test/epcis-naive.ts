import type { EpcisEvent } from '#trace/epcis/event.ts'
import { isObject, toList, toPlain, type Json, type JsonObject } from '#trace/epcis/json.ts'

import { canonical } from './epcis-events.ts'

/** Whether an event fulfils every parameter, by reading the event alone: what the store is held against. */
export function fulfils(event: EpcisEvent, parameters: JsonObject): boolean {
  return Object.entries(parameters).every(([name, value]) =>
    isFulfilled(event, name, value ?? null),
  )
}

type Test = (event: EpcisEvent, value: Json) => boolean

const TESTS: Readonly<Record<string, Test>> = {
  eventType: (event, value) => toList(value).includes(event.type),
  GE_eventTime: (event, value) => at(event.eventTime) >= at(value),
  LT_eventTime: (event, value) => at(event.eventTime) < at(value),
  GE_errorDeclarationTime: (event, value) =>
    at(event.errorDeclaration?.declarationTime) >= at(value),
  LT_errorDeclarationTime: (event, value) =>
    at(event.errorDeclaration?.declarationTime) < at(value),
  EQ_action: (event, value) => toList(value).includes(event.action ?? ''),
  EQ_bizStep: (event, value) =>
    toList(value)
      .map((step) => toPlain(step).replace(/^urn:epcglobal:cbv:bizstep:/, ''))
      .includes(event.bizStep ?? ''),
  EQ_disposition: (event, value) => toList(value).includes(event.disposition ?? ''),
  EQ_persistentDisposition_set: (event, value) => {
    const persistent = event['persistentDisposition']
    return hasAny(toList(isObject(persistent) ? persistent['set'] : []), value)
  },
  EQ_readPoint: (event, value) => hasAny([event.readPoint?.id ?? ''], value),
  EQ_bizLocation: (event, value) => hasAny([event.bizLocation?.id ?? ''], value),
  WD_readPoint: (event, value) => isWithin(event.readPoint?.id, value),
  WD_bizLocation: (event, value) => isWithin(event.bizLocation?.id, value),
  EQ_source_location: (event, value) => hasAny(pick(event['sourceList'], 'source'), value),
  EQ_transformationID: (event, value) => hasAny([event.transformationID ?? ''], value),
  MATCH_epc: (event, value) =>
    matches([...toList(event.epcList), ...toList(event.childEPCs)], value),
  MATCH_parentID: (event, value) => matches(toList(event.parentID), value),
  MATCH_inputEPC: (event, value) => matches(toList(event.inputEPCList), value),
  MATCH_outputEPC: (event, value) => matches(toList(event.outputEPCList), value),
  MATCH_anyEPC: (event, value) =>
    ['MATCH_epc', 'MATCH_parentID', 'MATCH_inputEPC', 'MATCH_outputEPC'].some((name) =>
      isFulfilled(event, name, value),
    ),
  MATCH_epcClass: (event, value) =>
    hasAny(
      [event.quantityList, event.childQuantityList].flatMap((list) => pick(list, 'epcClass')),
      value,
    ),
  MATCH_inputEPCClass: (event, value) => hasAny(pick(event.inputQuantityList, 'epcClass'), value),
  MATCH_outputEPCClass: (event, value) => hasAny(pick(event.outputQuantityList, 'epcClass'), value),
  MATCH_anyEPCClass: (event, value) =>
    ['MATCH_epcClass', 'MATCH_inputEPCClass', 'MATCH_outputEPCClass'].some((name) =>
      isFulfilled(event, name, value),
    ),
  EXISTS_errorDeclaration: (event, value) =>
    value === false || event.errorDeclaration !== undefined,
  EXISTS_sensorElementList: (event, value) =>
    value === false || toList(event['sensorElementList']).length > 0,
  'EXISTS_ex:own': (event, value) => value === false || toList(event['ex:own']).length > 0,
  EQ_type: (event, value) =>
    hasAny(
      reports(event).map((report) => report['type'] ?? null),
      toList(value).map((type) => toPlain(type).replace('gs1:', '')),
    ),
  EQ_deviceID: (event, value) =>
    hasAny(
      sensorParts(event).flatMap((part) => toList(part['deviceID'])),
      value,
    ),
  EQ_stringValue: (event, value) =>
    hasAny(
      reports(event).flatMap((part) => toList(part['stringValue'])),
      value,
    ),
  EQ_booleanValue: (event, value) => reports(event).some((part) => part['booleanValue'] === value),
  GE_time: (event, value) => sensorParts(event).some((part) => at(part['time']) >= at(value)),
  LT_time: (event, value) => sensorParts(event).some((part) => at(part['time']) < at(value)),
}

function isFulfilled(event: EpcisEvent, name: string, value: Json): boolean {
  const test = TESTS[name]
  if (test !== undefined) return test(event, value)
  const [, verb = '', field = ''] = /^([A-Z]{2})_(.*)$/.exec(name) ?? []
  if (field.startsWith('bizTransaction_')) {
    const typed = toList(event['bizTransactionList']).filter(
      (item) => isObject(item) && field === `bizTransaction_${toPlain(item['type'] ?? '')}`,
    )
    return hasAny(pick(typed, 'bizTransaction'), value)
  }
  if (field.startsWith('quantity')) return compareNumbers(quantities(event, field), verb, value)
  if (field.endsWith('_CEL')) {
    const key = field.replace('_CEL', '')
    const warm = reports(event).filter((report) => report['uom'] === 'CEL')
    return compareNumbers(
      warm.map((report) => report[key] ?? null),
      verb,
      value,
    )
  }
  return compareOwn(ownValues(event, field), verb, value)
}

function quantities(event: EpcisEvent, field: string): Json[] {
  const unit = field.split('_')[1]
  const lists = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList']
  return lists
    .flatMap((list) => toList(event[list]))
    .filter(isObject)
    .filter((element) => unit === undefined || element['uom'] === unit)
    .map((element) => element['quantity'] ?? null)
}

function ownValues(event: EpcisEvent, field: string): readonly Json[] {
  const top = toList(event['ex:own'])
  if (field === 'ex:own') return top
  if (field === 'INNER_ex:inner') return pick(top, 'ex:inner')
  if (field === 'ILMD_ex:lot') return pick([event['ilmd'] ?? null], 'ex:lot')
  const metadata = toList(event['sensorElementList']).map((element) =>
    isObject(element) ? (element['sensorMetadata'] ?? null) : null,
  )
  return pick(metadata, 'ex:meta')
}

function compareOwn(values: readonly Json[], verb: string, value: Json): boolean {
  return values.some((one) =>
    toList(value).some((wanted) => {
      if (verb === 'EQ')
        return toPlain(one) === toPlain(wanted) || (at(one) === at(wanted) && !isObject(one))
      return order(one) > order(wanted)
    }),
  )
}

function order(value: Json): number {
  return typeof value === 'number' ? value : at(value)
}

function compareNumbers(values: readonly Json[], verb: string, wanted: Json): boolean {
  const limit = Number(wanted)
  return values.some((value) => {
    if (typeof value !== 'number') return false
    if (verb === 'EQ') return value === limit
    if (verb === 'GT') return value > limit
    if (verb === 'GE') return value >= limit
    return verb === 'LT' ? value < limit : value <= limit
  })
}

function matches(epcs: readonly Json[], value: Json): boolean {
  return epcs
    .map((epc) => canonical(toPlain(epc)))
    .some((epc) =>
      toList(value).some((wanted) => {
        if (wanted === 'urn:epc:idpat:sgtin:4012345.011111.*')
          return epc.startsWith('https://id.gs1.org/01/04012345111118/21/')
        if (wanted === 'urn:epc:idpat:sgtin:4012345.*.*')
          return /^https:\/\/id\.gs1\.org\/01\/\d4012345/.test(epc)
        return epc === canonical(toPlain(wanted))
      }),
    )
}

function hasAny(values: readonly Json[], wanted: Json): boolean {
  const names = new Set(toList(wanted).map((one) => canonical(toPlain(one))))
  return values.some((value) => names.has(canonical(toPlain(value))))
}

function isWithin(place: string | undefined, wanted: Json): boolean {
  if (place === undefined) return false
  return toList(wanted).some((one) => {
    const outer = canonical(toPlain(one))
    return canonical(place) === outer || canonical(place).startsWith(`${outer}/254/`)
  })
}

function pick(list: Json | undefined, field: string): Json[] {
  return toList(list).flatMap((item) => (isObject(item) ? toList(item[field]) : []))
}

function reports(event: EpcisEvent): JsonObject[] {
  return pick(event['sensorElementList'], 'sensorReport').filter(isObject)
}

function sensorParts(event: EpcisEvent): JsonObject[] {
  return [...reports(event), ...pick(event['sensorElementList'], 'sensorMetadata').filter(isObject)]
}

function at(value: Json | undefined): number {
  return typeof value === 'string' && /^\d{4}-/.test(value) ? Date.parse(value) : Number.NaN
}
