import { toAttributeElements } from '#domain/gs1/attributes.ts'
import { formatDigitalLink } from '#domain/gs1/digital-link.ts'
import type { ProductKey } from '#domain/gs1/key.ts'
import type { Text } from '#domain/text.ts'
import type { Batch } from '#domain/trace/batch.ts'
import type { Product } from '#domain/trace/product.ts'
import { formatAmount } from '#trace/format-amount.ts'
import type { ProductLabel } from '#trace/label/label.ts'

import type { ApiOptions } from '../options.ts'
import { RequestProblem } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import { toDay } from './words.ts'

/** What stands on the label of a batch. The code says key and expiry: what a till needs to refuse what is past its date. */
export async function readLabel(options: ApiOptions, id: string): Promise<ProductLabel> {
  const { trace, timezone } = options
  const batch = requireFound(await trace.batch(id), 'batch', id)
  const product = requireFound(await trace.products.get(batch.product), 'product', batch.product)
  const key = toKey(batch, product)
  const expiresOn = batch.expiresAt === null ? undefined : toDay(timezone, batch.expiresAt)
  const producer = product.producer === null ? undefined : await trace.parties.get(product.producer)
  return {
    key,
    link: formatDigitalLink(requireBase(options), key, toAttributeElements({ expiresOn })),
    product: product.name,
    producer: producer?.name ?? null,
    attributes: { producedOn: toDay(timezone, batch.madeAt), expiresOn },
    netContent: product.netContent === null ? null : formatAmount(product.netContent),
  }
}

function toKey({ id, lot }: Batch, { id: product, gtin }: Product): ProductKey {
  if (gtin === null) {
    throw conflict({
      vi: `Sản phẩm '${product}' chưa có GTIN; mã cần GTIN. Hãy ghi bằng PUT /api/v1/products/${product}.`,
      en: `Product '${product}' has no GTIN; a code needs one. Give it with PUT /api/v1/products/${product}.`,
    })
  }
  if (lot === null) {
    throw conflict({
      vi: `Lô '${id}' không có số lô GS1 (lot); mã cần số lô.`,
      en: `Batch '${id}' has no lot; a code needs one.`,
    })
  }
  return { gtin, lot }
}

/** What is printed stays: an address that only this machine knows is none. */
export function requireBase({ publicUrl }: ApiOptions): string {
  const host = URL.parse(publicUrl)?.hostname
  const isOurs = host === undefined || /^(localhost|127\.[\d.]+|\[::1\])$/.test(host)
  if (!isOurs) return publicUrl
  throw conflict({
    vi: `NGUON_PUBLIC_URL là '${publicUrl}'; mã in ra dẫn đến địa chỉ này, và đã in thì không sửa được. Hãy đặt địa chỉ mà người mua dùng để vào API này, ví dụ https://nguon.example, rồi in.`,
    en: `NGUON_PUBLIC_URL is '${publicUrl}'; it is what printed codes lead to, and what is printed cannot be changed. Set it to the address under which buyers reach this API, such as https://nguon.example, then print.`,
  })
}

function conflict(detail: Text): RequestProblem {
  return new RequestProblem('conflict', 'LABEL_IMPOSSIBLE', detail)
}
