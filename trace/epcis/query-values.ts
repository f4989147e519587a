import type { Instant } from '#domain/time.ts'

import { toCanonicalUri } from './canonical-uri.ts'
import { expandName, type Namespaces } from './context.ts'
import { toClassMatches, toEpcMatches, type Match } from './epc-match.ts'
import { isList, toPlain, type Json } from './json.ts'
import { wrongParameter } from './query-error.ts'
import { parseTime } from './time.ts'
import { toWord, VOCABULARIES, type VocabularyName } from './vocabulary.ts'

/** A parameter as it was given: a text from an address, or JSON from a named query. */
export interface Parameter {
  readonly name: string
  readonly value: Json
  readonly namespaces: Namespaces
}

/** Of one parameter. */
const VALUES_MAX = 100

/** In an address lists are written with `|` between (GS1's OpenAPI, `pipeDelimited`). */
export function toTexts({ name, value }: Parameter): readonly string[] {
  const texts = isList(value) ? value : toPlain(value).split('|')
  const isRight = texts.every((text) => typeof text === 'string' && text !== '')
  if (!isRight || texts.length === 0 || texts.length > VALUES_MAX) {
    throw wrongParameter(
      name,
      value,
      `from 1 to ${VALUES_MAX} texts; in an address with | between them`,
    )
  }
  return texts.map(String)
}

export function toNumbers({ name, value }: Parameter): readonly number[] {
  const given = isList(value) ? value : typeof value === 'string' ? value.split('|') : [value]
  const numbers = given.map((one) =>
    typeof one === 'string' && one.trim() !== '' ? Number(one) : one,
  )
  const right = numbers.filter((one) => typeof one === 'number').filter(Number.isFinite)
  if (right.length !== given.length || right.length === 0 || right.length > VALUES_MAX) {
    throw wrongParameter(name, value, 'a number')
  }
  return right
}

export function toTime({ name, value }: Parameter): Instant {
  // In an address an unescaped + is read as a space.
  const at =
    typeof value === 'string' ? parseTime(value.replace(/ (?=\d\d:?\d\d$)/, '+')) : undefined
  if (at !== undefined) return at
  throw wrongParameter(
    name,
    value,
    'a time with its offset, such as 2026-11-24T08:30:00%2B07:00 in an address',
  )
}

export function toCount({ name, value }: Parameter): number {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1) return count
  throw wrongParameter(name, value, 'a whole number from 1')
}

/** GS1's OpenAPI says true or false, its query schema 1 or null. */
export function toFlag({ name, value }: Parameter): boolean {
  if (value === true || value === 1 || value === 'true' || value === '1' || value === '')
    return true
  if (value === false || value === 0 || value === 'false' || value === '0' || value === null)
    return false
  throw wrongParameter(name, value, 'true or false')
}

export function toWords(parameter: Parameter, vocabulary: VocabularyName): readonly Match[] {
  return toTexts(parameter).map((text) => {
    const word = toWord(vocabulary, text)
    if (VOCABULARIES[vocabulary].words.has(word)) return { equals: word }
    const value = expandName(text, parameter.namespaces)
    if (value.includes(':')) return { equals: value }
    const words = [...VOCABULARIES[vocabulary].words].slice(0, 5).join(', ')
    throw wrongParameter(parameter.name, text, `a standard value such as ${words}, or a URI`)
  })
}

export function toUris(parameter: Parameter): readonly Match[] {
  return toTexts(parameter).map((text) => {
    return { equals: toCanonicalUri(expandName(text, parameter.namespaces)) }
  })
}

export function toExact(parameter: Parameter): readonly Match[] {
  return toTexts(parameter).map((equals) => ({ equals }))
}

export function toEpcs(parameter: Parameter): readonly Match[] {
  return toTexts(parameter).flatMap((text) => {
    const matches = toEpcMatches(text)
    if (matches !== undefined) return matches
    const accepted =
      'an EPC or a pattern urn:epc:idpat:…, of sgtin, sscc, sgln, grai or giai, that ends in .*'
    throw wrongParameter(parameter.name, text, accepted)
  })
}

export function toClasses(parameter: Parameter): readonly Match[] {
  return toTexts(parameter).flatMap(toClassMatches)
}
