import type { Operation } from '#domain/trace/operation.ts'

import { LAB_PARAMETERS, labResultDetails } from '../kinds/laboratory-details.ts'
import type { ReportContext } from './context.ts'
import type { LabResult } from './shape.ts'

/** What laboratories found, with what proves it. What was corrected since is an operation, and no result. */
export async function findLabResults(
  context: ReportContext,
  operations: readonly Operation[],
): Promise<LabResult[]> {
  const results: LabResult[] = []
  for (const operation of operations) {
    if (operation.kind !== 'lab-result' || operation.correctedBy !== null) continue
    for (const { item } of operation.items) results.push(await describe(context, operation, item))
  }
  return results
}

async function describe(
  context: ReportContext,
  operation: Operation,
  item: string,
): Promise<LabResult> {
  const { write, trace, party } = context
  // It passed the schema when it was recorded.
  const details = labResultDetails.parse(operation.details)
  const attachments = operation.attachments.map(async (hash) => {
    const { name = null, mediaType = null, bytes = null } = (await trace.attachment(hash)) ?? {}
    return { hash, name, mediaType, bytes }
  })
  return {
    operation: operation.id,
    item,
    at: write(operation.at),
    recordedAt: write(operation.recordedAt),
    recordedBy: operation.recordedBy,
    sample: details.sample,
    laboratory: (await party(details.laboratory))?.name.vi ?? details.laboratory,
    accreditation: details.accreditation ?? null,
    reportNumber: details.reportNumber ?? null,
    isConformant: details.isConformant ?? null,
    results: details.results.map(({ parameter, value, isBelowDetection, method }) => {
      const { name, unit } = LAB_PARAMETERS[parameter]
      return {
        parameter,
        name,
        value,
        unit,
        isBelowDetection: isBelowDetection ?? false,
        method: method ?? null,
      }
    }),
    attachments: await Promise.all(attachments),
  }
}
