import { quantityOfChannel } from '#domain/channel.ts'
import type { Quantity } from '#domain/quantity.ts'

import type { Query } from './model.ts'

/** The quantity of all channels of these queries; undefined when they ask for none. Throws when they differ: a panel has one axis. */
export function quantityOfQueries(queries: readonly Query[]): Quantity | undefined {
  const channels = queries.flatMap((query) => ('channels' in query ? query.channels : []))
  const quantities = new Set(channels.map(requireQuantity))
  if (quantities.size > 1) throw new Error(`channels of one panel differ: ${channels.join(', ')}`)
  return [...quantities][0]
}

function requireQuantity(channel: string): Quantity {
  const quantity = quantityOfChannel(channel)
  if (quantity === undefined) throw new Error(`no quantity begins channel ${channel}`)
  return quantity
}
