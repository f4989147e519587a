import type { Operation } from '#domain/trace/operation.ts'

import type { EpcisEvent } from '../epcis/event.ts'
import type { Naming } from './names.ts'

/** Which documents the details of an operation name, and their type in CBV 2.0 §7.3. */
const DOCUMENTS = [
  ['orderNumber', 'po'],
  ['despatchAdvice', 'desadv'],
  ['reportNumber', 'testres'],
] as const

export function listDocuments(
  { details }: Pick<Operation, 'details'>,
  naming: Naming,
): Partial<EpcisEvent> {
  const list = DOCUMENTS.flatMap(([field, type]) => {
    const number = details[field]
    return typeof number === 'string' ? [{ type, bizTransaction: toUri(naming, number) }] : []
  })
  return list.length === 0 ? {} : { bizTransactionList: list }
}

/** CBV 2.0 §8.5.3: by the GLN of who wrote the document. */
function toUri({ gln }: Naming, number: string): string {
  const written = encodeURIComponent(number)
  return gln === null ? `urn:nguon:document:${written}` : `urn:epcglobal:cbv:bt:${gln}:${written}`
}
