import { formatDigitalLink } from '#domain/gs1/digital-link.ts'
import type { Text } from '#domain/text.ts'
import type { TraceReads } from '#store/trace/contract.ts'
import { listAllContents } from '#trace/contents.ts'
import type { Address, ShippingLabel } from '#trace/label/label.ts'

import type { ApiOptions } from '../options.ts'
import { requireFound } from '../require-found.ts'
import { requireBase } from './label-of-batch.ts'

/** Ids of the parties between whom the unit goes. */
export interface Journey {
  readonly from: string
  readonly to: string | undefined
}

/** What stands on the label of a case or a pallet. */
export async function readShippingLabel(
  options: ApiOptions,
  sscc: string,
  { from, to }: Journey,
): Promise<ShippingLabel> {
  const { trace } = options
  requireFound(await trace.unit(sscc), 'logistic unit', sscc)
  return {
    sscc,
    link: formatDigitalLink(requireBase(options), { sscc }),
    from: await readAddress(trace, from),
    to: to === undefined ? null : await readAddress(trace, to),
    contents: await readContents(trace, sscc),
  }
}

async function readAddress(trace: TraceReads, id: string): Promise<Address> {
  const { name, address } = requireFound(await trace.parties.get(id), 'party', id)
  return { name, address }
}

/** Each lot that is in it, in cases or not, once. */
async function readContents(trace: TraceReads, sscc: string): Promise<Text[]> {
  const contents: Text[] = []
  for (const item of await listAllContents(trace, [sscc])) {
    const batch = await trace.batch(item)
    const product = batch && (await trace.products.get(batch.product))
    if (batch === undefined || product === undefined) continue
    const { vi, en } = product.name
    const lot = batch.lot ?? batch.id
    contents.push({ vi: `${vi} · Lô ${lot}`, en: `${en} · Lot ${lot}` })
  }
  return contents
}
