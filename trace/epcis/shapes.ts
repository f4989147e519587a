import { z } from 'zod'

import { parseTime } from './time.ts'
import { isUri } from './uri.ts'
import { VOCABULARIES, type VocabularyName } from './vocabulary.ts'

/** Messages say what is accepted: they end the sentence "… was received; accepted is …". */
export const uri = text(isUri, 'a URI such as https://id.gs1.org/01/08930000000019 or urn:epc:id:…')
export const time = text(
  (value) => parseTime(value) !== undefined,
  'a time with its offset, such as 2026-11-24T08:30:00+07:00',
)
export const version = text((value) => /^\d+(\.\d+)*$/.test(value), 'a version such as 2.0')
export const decimal = z.number('a number')
export const offset = text(
  (value) => /^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/.test(value),
  'the offset of the place at that time, such as +07:00',
)
export const uom = text(
  (value) => /^[A-Z0-9]{2,3}$/.test(value),
  'a unit code of UN/CEFACT Recommendation 20, such as KGM or LTR',
)
export const hexBinary = text((value) => /^[A-Fa-f0-9]+$/.test(value), 'hexadecimal digits')
export const idObject = z.looseObject({ id: uri }, 'an object {"id": "…"}')
export const uris = z.array(uri, 'a list of URIs')
export const context = z
  .unknown()
  .refine(isContext, 'the address of a context, an object that explains names, or a list of these')

/** GS1's schema keeps old ways to write standard values out; we take them, but before this. */
export const bizStep = wordOf('bizStep', CBV, 'such as receiving')
export const disposition = wordOf('disposition', CBV, 'such as in_progress')
export const bizTransactionType = wordOf('bizTransactionType', CBV, 'such as po')
export const sourceType = wordOf('sourceType', CBV, 'such as owning_party')
export const errorReason = wordOf('errorReason', CBV, 'such as incorrect_data')
export const component = wordOf('component', CBV, 'such as x')
export const measurementType = wordOf('measurementType', VOC, 'such as Temperature')
export const alertType = wordOf('alertType', VOC, 'ALARM_CONDITION or ERROR_CONDITION')

function CBV(value: string): boolean {
  return /^urn:epcglobal:cbv|^https?:\/\/ns\.gs1\.org\/cbv\//.test(value)
}

function VOC(value: string): boolean {
  return /^https?:\/\/(?:www\.)?gs1\.org\/voc\//.test(value)
}

function wordOf(name: VocabularyName, isOld: (value: string) => boolean, example: string) {
  const { words } = VOCABULARIES[name]
  return text(
    (value) => words.has(value) || (isUri(value) && !isOld(value)),
    `a standard value, ${example}, or a URI of your own`,
  )
}

function text(isRight: (value: string) => boolean, accepted: string) {
  return z.string(accepted).refine(isRight, accepted)
}

function isContext(value: unknown): boolean {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  const isRight = items.every((item) =>
    typeof item === 'string'
      ? isUri(item)
      : typeof item === 'object' && item !== null && !Array.isArray(item),
  )
  return isRight && isUnique(items)
}

/** `uniqueItems` of JSON schema. */
export function isUnique(items: readonly unknown[]): boolean {
  return new Set(items.map(toKey)).size === items.length
}

function toKey(item: unknown): string {
  return JSON.stringify(item, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
