import type { Text } from '#domain/text.ts'
import type { Operation } from '#domain/trace/operation.ts'
import { formatInstant } from '#domain/zone.ts'

import { findParty } from './eu-931.ts'
import { listBatchItems, type ExportFacts } from './facts.ts'
import type { ExportForm, ExportRow } from './form.ts'

/** 21 CFR 1.1325–1.1350 and 1.1455(c)(3)(ii): the electronic sortable spreadsheet, a row for each lot of each event. */
export const FSMA_204: ExportForm = {
  source: '21 CFR Part 1 Subpart S (FSMA 204)',
  columns: [
    'critical_tracking_event',
    'traceability_lot_code',
    'traceability_lot_code_source',
    'product_description',
    'quantity',
    'unit_of_measure',
    'role',
    'event_date',
    'location_description',
    'immediate_previous_source',
    'immediate_subsequent_recipient',
    'reference_document_type',
    'reference_document_number',
  ],
}

const EVENTS: Readonly<Record<string, string>> = {
  harvesting: 'Harvesting',
  grading: 'Initial Packing',
  'fish-received': 'First Land-Based Receiving',
  'salt-received': 'Receiving',
  receiving: 'Receiving',
  returning: 'Receiving',
  shipping: 'Shipping',
  salting: 'Transformation',
  'salt-added': 'Transformation',
  drawing: 'Transformation',
  washing: 'Transformation',
  blending: 'Transformation',
  filtering: 'Transformation',
  bottling: 'Transformation',
  drying: 'Transformation',
}

export function fillFsma204(facts: ExportFacts, language: keyof Text, zone: string): ExportRow[] {
  return facts.operations.flatMap((operation) => {
    const event = EVENTS[operation.kind]
    return event === undefined ? [] : fillEvent(facts, operation, { event, language, zone })
  })
}

function fillEvent(
  facts: ExportFacts,
  operation: Operation,
  { event, language, zone }: { event: string; language: keyof Text; zone: string },
): ExportRow[] {
  const [type, number] = findDocument(operation)
  return listBatchItems(facts, operation).map(({ batch, amount, unit }) => {
    const product = facts.products.get(batch.product)
    const role = operation.items.find(({ item }) => item === batch.id)?.role ?? 'dispatched'
    return [
      event,
      batch.lot ?? batch.id,
      findParty(facts, product?.producer ?? null)?.name[language] ?? null,
      product?.name[language] ?? batch.product,
      amount?.value ?? null,
      amount?.unit ?? (unit === null ? null : `SSCC ${unit}`),
      role,
      formatInstant(zone, operation.at).slice(0, 10),
      operation.place,
      findParty(facts, operation.from)?.name[language] ?? null,
      findParty(facts, operation.to)?.name[language] ?? null,
      type,
      number,
    ]
  })
}

const DOCUMENTS = [
  ['despatchAdvice', 'ASN'],
  ['orderNumber', 'PO'],
] as const

function findDocument({ id, details }: Operation): readonly [string, string] {
  for (const [field, type] of DOCUMENTS) {
    const number = details[field]
    if (typeof number === 'string') return [type, number]
  }
  return ['Nguồn operation', id]
}
