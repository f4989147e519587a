import { quantityOfChannel } from '#domain/channel.ts'

import type { Batch, ClaimedValue, DatedClaim } from './batch.ts'
import { toNameFlaw } from './name-flaw.ts'
import { toQuantityValue } from './quantity-value.ts'
import { reject, rejectMistake } from './rejection.ts'

/** Claims become values that may be true. One wrong value is one rejection, and the others of its message stay. */
export function validate(batch: Batch): void {
  for (const dated of batch.dated) {
    try {
      for (const claimed of dated.claim.values) validateValue(claimed, dated, batch)
    } catch (error) {
      rejectMistake(batch, dated.claim.entry, error)
    }
  }
}

function validateValue({ channel, value: written }: ClaimedValue, dated: DatedClaim, batch: Batch) {
  const { measuredAt, quality, late } = dated
  const { entry } = dated.claim
  const quantity = quantityOfChannel(channel)
  if (quantity === undefined) {
    return reject(batch, entry, { ...toNameFlaw(channel), channel })
  }
  const value = toQuantityValue(written, quantity)
  if (typeof value !== 'number') return reject(batch, entry, { ...value, channel })
  if (late) batch.lateCount++
  batch.values.push({ entry, channel, quantity, value, measuredAt, quality })
}
