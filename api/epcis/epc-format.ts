import type { FastifyRequest } from 'fastify'

import { toCanonicalUri } from '#trace/epcis/canonical-uri.ts'
import { isList, isObject, type Json } from '#trace/epcis/json.ts'

import { EpcisProblem } from './problem.ts'

const FORMATS = ['Always_GS1_Digital_Link', 'No_Preference', 'Never_Translates'] as const
export type EpcFormat = (typeof FORMATS)[number]

/**
 * How EPCs are written in the answer. By GS1's OpenAPI it is Digital Links when nobody says otherwise. URNs are not made of
 * Digital Links: how many digits of a key are the company's, a Digital Link does not say.
 */
export function readEpcFormat(request: FastifyRequest): EpcFormat {
  const asked = request.headers['gs1-epc-format']
  if (asked === undefined) return 'Always_GS1_Digital_Link'
  const format = FORMATS.find((one) => one === asked)
  if (format !== undefined) return format
  const detail = `GS1-EPC-Format is ${JSON.stringify(String(asked).slice(0, 100))}; there is ${FORMATS.join(', ')}.`
  throw new EpcisProblem('NotAcceptableException', detail)
}

/** With `No_Preference` and `Never_Translates`, EPCs stay as they were captured. */
export function formatEpcs(value: Json, format: EpcFormat): Json {
  return format === 'Always_GS1_Digital_Link' ? useDigitalLinks(value) : value
}

function useDigitalLinks(value: Json): Json {
  if (typeof value === 'string') return value.startsWith('urn:epc:') ? toCanonicalUri(value) : value
  if (isList(value)) return value.map(useDigitalLinks)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, item]) => [name, useDigitalLinks(item ?? null)])
  return Object.fromEntries(entries) as Json
}
