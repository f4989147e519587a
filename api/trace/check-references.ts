import type { Text } from '#domain/text.ts'
import type { TraceReads } from '#store/trace/contract.ts'
import type { NewOperation } from '#trace/record-operation.ts'

import { FieldsProblem, type FieldProblem } from '../problem.ts'

/** Parties, attachments and what is corrected have to be there. */
export async function checkReferences(trace: TraceReads, operation: NewOperation): Promise<void> {
  const errors: FieldProblem[] = []
  const add = (name: string, detail: Text) => errors.push({ in: 'body', name, detail })
  for (const field of ['from', 'to'] as const) {
    const party = operation[field]
    if (party === null || (await trace.parties.get(party)) !== undefined) continue
    add(field, {
      vi: `Trường '${field}' là "${party}"; không có bên nào như vậy. Hãy ghi trước: PUT /api/v1/parties/${party}.`,
      en: `Field '${field}' is "${party}"; there is no such party. Write it first: PUT /api/v1/parties/${party}.`,
    })
  }
  for (const hash of operation.attachments) {
    if ((await trace.attachment(hash)) !== undefined) continue
    add('attachments', {
      vi: `Trường 'attachments' có ${hash}; chưa nhận tệp này. Hãy gửi trước: POST /api/v1/attachments.`,
      en: `Field 'attachments' has ${hash}; no such file was received. Send it first: POST /api/v1/attachments.`,
    })
  }
  const { corrects } = operation
  if (corrects !== null && (await trace.operation(corrects)) === undefined) {
    add('corrects', {
      vi: `Trường 'corrects' là "${corrects}"; không có thao tác nào như vậy.`,
      en: `Field 'corrects' is "${corrects}"; there is no such operation.`,
    })
  }
  if (errors.length > 0) throw new FieldsProblem('REFERENCE_UNKNOWN', errors)
}
