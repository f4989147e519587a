import type { DecodedValue, DecodeEntries } from '#trace/evidence/bundle/decoded-value.ts'

import { createBatch, type Value } from './batch.ts'
import { date } from './date.ts'
import { decode } from './decode.ts'
import { derive } from './derive.ts'
import { GatewayInstants } from './gateway-instants.ts'
import { validate } from './validate.ts'

/** Understands entries as the ingest does, up to where registry and store begin: for who checks afterwards what they say. */
export function createValueDecoder(): DecodeEntries {
  const instants = new GatewayInstants()
  return (entries) => {
    const batch = createBatch(entries)
    decode(batch)
    date(batch, { instants })
    validate(batch)
    derive(batch)
    return [...batch.values, ...batch.derived].map(toDecoded)
  }
}

function toDecoded({ entry, channel, quantity, value, measuredAt, quality }: Value): DecodedValue {
  const { sequence, device } = entry
  return { sequence, device, channel, quantity: quantity.id, measuredAt, value, quality }
}
