import type { Namespaces } from './context.ts'
import { toPlaceMatches } from './epc-match.ts'
import type { JsonObject } from './json.ts'
import { QueryError, wrongParameter } from './query-error.ts'
import { ALL, toFieldCondition } from './query-fields.ts'
import {
  toClasses,
  toCount,
  toEpcs,
  toExact,
  toFlag,
  toTexts,
  toTime,
  toUris,
  toWords,
  type Parameter,
} from './query-values.ts'
import type { Column, Condition, EventQuery, TimeColumn } from './query.ts'
import { ACTIONS } from './words.ts'

/** Parameters of one query; more would be a mistake. */
const PARAMETERS_MAX = 50

type ToCondition = (parameter: Parameter) => Condition
const EPC_FIELDS = ['epc', 'parentID', 'inputEPC', 'outputEPC']
const CLASS_FIELDS = ['epcClass', 'inputEPCClass', 'outputEPCClass']

/** EPCIS 2.0 §8.2.7.1, in its order. */
const CONDITIONS: Readonly<Record<string, ToCondition>> = {
  eventType: (parameter) => column('type', toUris(parameter)),
  GE_eventTime: from('eventTime'),
  LT_eventTime: until('eventTime'),
  GE_recordTime: from('recordTime'),
  LT_recordTime: until('recordTime'),
  EQ_action: (parameter) => column('action', toActions(parameter)),
  EQ_bizStep: (parameter) => column('bizStep', toWords(parameter, 'bizStep')),
  EQ_disposition: (parameter) => column('disposition', toWords(parameter, 'disposition')),
  EQ_persistentDisposition_set: (parameter) =>
    terms(['persistentDisposition_set'], toWords(parameter, 'disposition')),
  EQ_persistentDisposition_unset: (parameter) =>
    terms(['persistentDisposition_unset'], toWords(parameter, 'disposition')),
  EQ_readPoint: (parameter) => column('readPoint', toUris(parameter)),
  WD_readPoint: (parameter) => column('readPoint', toTexts(parameter).flatMap(toPlaceMatches)),
  EQ_bizLocation: (parameter) => column('bizLocation', toUris(parameter)),
  WD_bizLocation: (parameter) => column('bizLocation', toTexts(parameter).flatMap(toPlaceMatches)),
  EQ_transformationID: (parameter) => column('transformationID', toUris(parameter)),
  MATCH_epc: (parameter) => terms(['epc'], toEpcs(parameter)),
  MATCH_parentID: (parameter) => terms(['parentID'], toEpcs(parameter)),
  MATCH_inputEPC: (parameter) => terms(['inputEPC'], toEpcs(parameter)),
  MATCH_outputEPC: (parameter) => terms(['outputEPC'], toEpcs(parameter)),
  MATCH_anyEPC: (parameter) => terms(EPC_FIELDS, toEpcs(parameter)),
  MATCH_epcClass: (parameter) => terms(['epcClass'], toClasses(parameter)),
  MATCH_inputEPCClass: (parameter) => terms(['inputEPCClass'], toClasses(parameter)),
  MATCH_outputEPCClass: (parameter) => terms(['outputEPCClass'], toClasses(parameter)),
  MATCH_anyEPCClass: (parameter) => terms(CLASS_FIELDS, toClasses(parameter)),
  EQ_eventID: (parameter) => column('eventID', toExact(parameter)),
  EXISTS_errorDeclaration: (parameter) =>
    toFlag(parameter) ? { kind: 'declared' } : { kind: 'any', of: ALL },
  GE_errorDeclarationTime: from('errorDeclarationTime'),
  LT_errorDeclarationTime: until('errorDeclarationTime'),
  // The query schema of GS1 writes these two with another underline than its OpenAPI.
  GE_errorDeclaration_Time: from('errorDeclarationTime'),
  LT_errorDeclaration_Time: until('errorDeclarationTime'),
  EQ_errorReason: (parameter) => column('errorReason', toWords(parameter, 'errorReason')),
  EQ_correctiveEventID: (parameter) => terms(['correctiveEventID'], toUris(parameter)),
  EXISTS_sensorElementList: existsSensor,
  EXISTS_sensorElement: existsSensor,
  EQ_type: (parameter) => terms(['type'], toWords(parameter, 'measurementType')),
  EQ_deviceID: ofSensor('deviceID'),
  EQ_dataProcessingMethod: ofSensor('dataProcessingMethod'),
  EQ_microorganism: ofSensor('microorganism'),
  EQ_chemicalSubstance: ofSensor('chemicalSubstance'),
  EQ_bizRules: ofSensor('bizRules'),
  EQ_stringValue: (parameter) => terms(['stringValue'], toExact(parameter)),
  EQ_hexBinaryValue: ofSensor('hexBinaryValue'),
  EQ_uriValue: ofSensor('uriValue'),
  EQ_booleanValue: (parameter) => terms(['booleanValue'], [{ equals: String(toFlag(parameter)) }]),
  GE_time: ofSensorTime('time', '>='),
  LT_time: ofSensorTime('time', '<'),
  GE_startTime: ofSensorTime('startTime', '>='),
  LT_startTime: ofSensorTime('startTime', '<'),
  GE_endTime: ofSensorTime('endTime', '>='),
  LT_endTime: ofSensorTime('endTime', '<'),
}
const CONTROLS = new Set(['orderBy', 'orderDirection', 'eventCountLimit', 'maxEventCount'])

/**
 * A query from its parameters: texts of an address, or the JSON of a named query. Throws a `QueryError` that says what
 * was received and what is accepted.
 */
export function parseQuery(parameters: JsonObject, namespaces: Namespaces): EventQuery {
  const names = Object.keys(parameters).filter((name) => name !== '@context')
  if (names.length > PARAMETERS_MAX) {
    const detail = `${names.length} parameters were received; accepted are up to ${PARAMETERS_MAX}.`
    throw new QueryError('QueryTooComplexException', detail)
  }
  const toParameter = (name: string): Parameter => ({
    name,
    value: parameters[name] ?? null,
    namespaces,
  })
  const conditions = names
    .filter((name) => !CONTROLS.has(name))
    .map((name) => toCondition(toParameter(name)))
  return { conditions, ...toControls(parameters, toParameter) }
}

function toCondition(parameter: Parameter): Condition {
  const { name } = parameter
  const known = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined
  const condition = known?.(parameter) ?? toFieldCondition(parameter)
  if (condition !== undefined) return condition
  const detail = `There is no query parameter ${JSON.stringify(name.slice(0, 100))}. There are those of EPCIS 2.0 §8.2.7.1 but HASATTR and EQATTR, such as EQ_bizStep, MATCH_epc, GE_eventTime, EQ_ex:field.`
  throw new QueryError('QueryParameterException', detail)
}

function toControls(
  parameters: JsonObject,
  toParameter: (name: string) => Parameter,
): Omit<EventQuery, 'conditions'> {
  const { orderBy = 'eventTime', orderDirection = 'DESC' } = parameters
  if (orderBy !== 'eventTime' && orderBy !== 'recordTime') {
    throw wrongParameter('orderBy', orderBy, 'eventTime or recordTime')
  }
  if (orderDirection !== 'ASC' && orderDirection !== 'DESC') {
    throw wrongParameter('orderDirection', orderDirection, 'ASC or DESC')
  }
  const [eventCountLimit, maxEventCount] = ['eventCountLimit', 'maxEventCount'].map((name) =>
    parameters[name] === undefined ? undefined : toCount(toParameter(name)),
  )
  if (eventCountLimit !== undefined && maxEventCount !== undefined) {
    const detail = 'eventCountLimit and maxEventCount were received; accepted is one of them.'
    throw new QueryError('QueryParameterException', detail)
  }
  return { orderBy, direction: orderDirection, eventCountLimit, maxEventCount }
}

function column(name: Column, matches: readonly EpcMatch[]): Condition {
  return { kind: 'column', column: name, matches }
}
type EpcMatch = ReturnType<typeof toEpcs>[number]

function terms(fields: readonly string[], matches: readonly EpcMatch[]): Condition {
  return { kind: 'terms', fields, matches }
}

function from(name: TimeColumn): ToCondition {
  return (parameter) => ({ kind: 'time', column: name, comparison: '>=', at: toTime(parameter) })
}

function until(name: TimeColumn): ToCondition {
  return (parameter) => ({ kind: 'time', column: name, comparison: '<', at: toTime(parameter) })
}

function ofSensor(field: string): ToCondition {
  return (parameter) => terms([field], toUris(parameter))
}

function ofSensorTime(field: string, comparison: '>=' | '<'): ToCondition {
  return (parameter) => ({ kind: 'number', field, comparison, values: [toTime(parameter)] })
}

function existsSensor(parameter: Parameter): Condition {
  return toFlag(parameter)
    ? { kind: 'exists', field: 'sensorElementList' }
    : { kind: 'any', of: ALL }
}

function toActions(parameter: Parameter): readonly EpcMatch[] {
  const matches = toExact(parameter)
  const isRight = toTexts(parameter).every((text) => ACTIONS.has(text))
  if (!isRight) throw wrongParameter(parameter.name, parameter.value, 'ADD, OBSERVE or DELETE')
  return matches
}
