import type { Rejections } from '#store/registry/contract.ts'

import type { Batch } from './batch.ts'

interface RejectionsContext {
  readonly rejections: Rejections
}

/** What could not be used is kept, with its reason and its raw bytes. */
export async function keepRejections(batch: Batch, context: RejectionsContext): Promise<void> {
  if (batch.rejections.length > 0) await context.rejections.add(batch.rejections)
}
