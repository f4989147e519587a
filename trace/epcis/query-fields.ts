import { toCanonicalUri } from './canonical-uri.ts'
import { splitName, type Namespaces } from './context.ts'
import { SENSOR_NUMBERS } from './event-index.ts'
import { toPlain } from './json.ts'
import { wrongParameter } from './query-error.ts'
import { toFlag, toNumbers, toTexts, toUris, type Parameter } from './query-values.ts'
import type { Comparison, Condition } from './query.ts'
import { parseTime } from './time.ts'
import { isUri } from './uri.ts'

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  EQ: '=',
  GT: '>',
  GE: '>=',
  LT: '<',
  LE: '<=',
}
const TYPED = /^EQ_(?<field>bizTransaction|source|destination)_(?<type>.+)$/
const NUMBER = new RegExp(
  `^(?<verb>EQ|GT|GE|LT|LE)_(?<field>(?:quantity|${SENSOR_NUMBERS.join('|')})(?:_[A-Z0-9]{2,4})?|percRank)$`,
)
const OWN =
  /^(?<verb>EQ|GT|GE|LT|LE|EXISTS)_(?<scope>(?:INNER_)?(?:ILMD_|ERROR_DECLARATION_|readPoint_|bizLocation_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_)?)(?<own>[^_].*:.+)$/

/** Parameters whose name says what is looked for: of business transactions, of numbers with a unit, of fields of others. */
export function toFieldCondition(parameter: Parameter): Condition | undefined {
  return toTypedCondition(parameter) ?? toNumberCondition(parameter) ?? toOwnCondition(parameter)
}

function toTypedCondition(parameter: Parameter): Condition | undefined {
  const { field, type = '' } = TYPED.exec(parameter.name)?.groups ?? {}
  if (field === undefined) return undefined
  const expanded = splitName(type, parameter.namespaces)?.join('') ?? type
  return { kind: 'terms', fields: [`${field}_${expanded}`], matches: toUris(parameter) }
}

function toNumberCondition(parameter: Parameter): Condition | undefined {
  const { verb = '', field } = NUMBER.exec(parameter.name)?.groups ?? {}
  const comparison = COMPARISONS[verb]
  if (field === undefined || comparison === undefined) return undefined
  const values = toNumbers(parameter)
  if (comparison !== '=' && values.length > 1)
    throw wrongParameter(parameter.name, parameter.value, 'one number')
  // Of a sensor, a number says nothing without its unit: `EQ_value_CEL`.
  const isBare = SENSOR_NUMBERS.some((name) => name === field)
  return { kind: 'number', field: isBare ? `${field}_` : field, comparison, values }
}

function toOwnCondition(parameter: Parameter): Condition | undefined {
  const { verb = '', scope = '', own = '' } = OWN.exec(parameter.name)?.groups ?? {}
  if (own === '') return undefined
  const field = `${scope}${expandOwn(own, parameter)}`
  if (verb === 'EXISTS')
    return toFlag(parameter) ? { kind: 'exists', field } : { kind: 'any', of: ALL }
  const comparison = COMPARISONS[verb] ?? '='
  return comparison === '='
    ? toEquality(parameter, field)
    : { kind: 'number', field, comparison, values: [toOrdered(parameter)] }
}

/** True of every event. */
export const ALL: readonly Condition[] = [
  { kind: 'time', column: 'recordTime', comparison: '>=', at: -8.64e15 },
]

/** A prefix is explained by the GS1-Extensions header or the `@context` of a named query; or the name is given whole. */
function expandOwn(
  own: string,
  { name, namespaces }: { readonly name: string; readonly namespaces: Namespaces },
): string {
  const expanded = splitName(own, namespaces)?.join('')
  if (expanded !== undefined) return expanded
  const prefix = own.slice(0, own.indexOf(':'))
  if (isUri(own) && /^[a-z][a-z0-9+.-]*:\/\//i.test(own)) return own
  throw wrongParameter(
    name,
    prefix,
    `a prefix that is explained: send GS1-Extensions: ${prefix}=<namespace>, or give the field's name whole`,
  )
}

/** A text is compared as it stands, and what is a number or a time also by its value. */
function toEquality(parameter: Parameter, field: string): Condition {
  const given = typeof parameter.value === 'number' ? [String(parameter.value)] : toTexts(parameter)
  const matches = given.map((text) => ({ equals: toCanonicalUri(text) }))
  const values = given.map(readOrdered).filter((value) => value !== undefined)
  const terms: Condition = { kind: 'terms', fields: [field], matches }
  if (values.length === 0) return terms
  return { kind: 'any', of: [terms, { kind: 'number', field, comparison: '=', values }] }
}

function toOrdered(parameter: Parameter): number {
  const { name, value } = parameter
  const ordered = typeof value === 'number' ? value : readOrdered(toPlain(value))
  if (ordered !== undefined) return ordered
  throw wrongParameter(name, value, 'a number, or a time with its offset')
}

function readOrdered(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text)
  return parseTime(text.replace(/ (?=\d\d:?\d\d$)/, '+'))
}
