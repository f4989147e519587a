import { listAllOperations } from '../all-operations.ts'
import { itemsOf, type Draft, type Finding } from '../check.ts'
import { listAllContents } from '../contents.ts'
import { labResultDetails } from '../kinds/laboratory-details.ts'

/** Codex CXS 302-2011 and EU 1019/2013 (cat. 1.27a): 400 mg/kg in any unit of fermented fish sauce. */
const HISTAMINE_MAX = 400

/** A batch whose newest result has too much of it is not sold. */
export async function histamine(draft: Draft): Promise<Finding[]> {
  const findings: Finding[] = []
  const items = itemsOf(draft, 'dispatched').map(({ item }) => item)
  for (const item of await listAllContents(draft.store, items)) {
    const value = await findNewest(draft, item)
    if (value !== undefined && value > HISTAMINE_MAX) findings.push(refuseSale(item, value))
  }
  return findings
}

async function findNewest({ store }: Draft, item: string): Promise<number | undefined> {
  const recorded = listAllOperations(store, { item, kind: 'lab-result' })
  const results = await Array.fromAsync(recorded)
  for (const { details } of results.toReversed()) {
    const { results: all } = labResultDetails.parse(details)
    const values = all.filter(({ parameter }) => parameter === 'histamine')
    // Of several samples none may have more (Reg. (EU) 1019/2013: c = 0).
    if (values.length > 0) return Math.max(...values.map(({ value }) => value))
  }
  return undefined
}

function refuseSale(item: string, value: number): Finding {
  return {
    check: 'histamine',
    canOverride: true,
    text: {
      vi: `Lô "${item}" có histamin ${value} mg/kg, quá ${HISTAMINE_MAX} mg/kg; không được bán. Nếu vẫn gửi (ví dụ để tiêu hủy), hãy ghi lý do.`,
      en: `"${item}" has ${value} mg/kg of histamine, more than ${HISTAMINE_MAX} mg/kg, and must not be sold. If it is shipped all the same (to be destroyed, say), say why.`,
    },
  }
}
