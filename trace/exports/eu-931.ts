import type { Text } from '#domain/text.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { Party } from '#domain/trace/party.ts'
import { formatInstant } from '#domain/zone.ts'

import { listBatchItems, type ExportFacts } from './facts.ts'
import type { ExportForm, ExportRow } from './form.ts'

/** Regulation (EU) 931/2011 Art. 3(1): what goes with food of animal origin, one step back and one forward. */
export const EU_931: ExportForm = {
  source: 'Regulation (EU) No 931/2011, Article 3(1)',
  columns: [
    'description_of_food',
    'volume_or_quantity',
    'unit',
    'dispatching_operator_name',
    'dispatching_operator_address',
    'owner_name_if_different',
    'receiving_operator_name',
    'receiving_operator_address',
    'receiving_owner_name_if_different',
    'lot_or_consignment_reference',
    'logistic_unit',
    'date_of_dispatch',
  ],
}

const MOVES = new Set(['fish-received', 'salt-received', 'receiving', 'shipping', 'returning'])

export function fillEu931(facts: ExportFacts, language: keyof Text, zone: string): ExportRow[] {
  return facts.operations
    .filter(({ kind }) => MOVES.has(kind))
    .flatMap((operation) => fillMove(facts, operation, { language, zone }))
}

function fillMove(
  facts: ExportFacts,
  operation: Operation,
  { language, zone }: { readonly language: keyof Text; readonly zone: string },
): ExportRow[] {
  const date = formatInstant(zone, operation.at).slice(0, 10)
  return listBatchItems(facts, operation).map(({ batch, amount, unit }) => {
    const product = facts.products.get(batch.product)
    const producer = findParty(facts, product?.producer ?? null)
    const from = findParty(facts, operation.from) ?? producer
    const to = findParty(facts, operation.to) ?? producer
    return [
      product?.name[language] ?? batch.product,
      amount?.value ?? null,
      amount === null ? null : amount.unit,
      from?.name[language] ?? null,
      from?.address ?? null,
      null,
      to?.name[language] ?? null,
      to?.address ?? null,
      null,
      batch.lot ?? batch.id,
      unit,
      date,
    ]
  })
}

export function findParty({ parties }: ExportFacts, id: string | null): Party | undefined {
  return id === null ? undefined : parties.get(id)
}
