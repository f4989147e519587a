import { beginningOfName, CHANNEL_NAME_RULE } from '#domain/channel.ts'
import { findQuantity, QUANTITIES } from '#domain/quantity.ts'

import type { Flaw } from './batch.ts'
import { quote } from './rejection.ts'

/** Why a name is no channel's: how it is written, or what it begins with. */
export function toNameFlaw(name: string): Flaw {
  const beginning = beginningOfName(name)
  if (findQuantity(beginning) !== undefined) {
    const detail = `channel is ${quote(name)}; accepted is ${CHANNEL_NAME_RULE}`
    return { code: 'wrong-name', detail }
  }
  const near = findNearQuantity(beginning)
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  const detail = `channel is ${quote(name)}; accepted is a quantity such as "temperature", or "temperature/top"${hint}`
  return { code: 'unknown-quantity', detail }
}

/** The same but for capitals and underscores, or what it is the last part of: `humidity` is `relative-humidity`. */
function findNearQuantity(written: string): string | undefined {
  const id = written.toLowerCase().replaceAll(/[_ ]/g, '-')
  if (id === '') return undefined
  const ids = QUANTITIES.map((quantity) => quantity.id)
  return ids.find((one) => one === id) ?? ids.find((one) => one.endsWith(`-${id}`))
}
