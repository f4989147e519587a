import type { Batch } from '#domain/trace/batch.ts'
import type { Product } from '#domain/trace/product.ts'
import { formatInstant } from '#domain/zone.ts'

import { findParty } from './eu-931.ts'
import type { ExportFacts } from './facts.ts'
import type { ExportForm, ExportRow } from './form.ts'

/** What consumers see on the national portal (Circular 02/2024/TT-BKHCN) and the least of a product passport (Decree 37/2026/NĐ-CP Art. 32). */
export const VN_PORTAL: ExportForm = {
  source: 'Thông tư 02/2024/TT-BKHCN; Nghị định 37/2026/NĐ-CP, Điều 32',
  columns: [
    'ten_san_pham',
    'gtin',
    'ma_truy_vet',
    'don_vi_san_xuat',
    'dia_chi',
    'ma_don_vi_gln',
    'dia_diem_cuoi',
    'thoi_gian_san_xuat',
    'han_su_dung',
    'chung_nhan',
    'canh_bao_an_toan',
    'nhan_hieu',
    'so_lo',
  ],
}

/** A row for each batch of a finished product that the item is, came from or went into. */
export function fillVnPortal(facts: ExportFacts, zone: string): ExportRow[] {
  return [...facts.batches.values()].flatMap((batch) => {
    const product = facts.products.get(batch.product)
    return product?.class === 'finished' ? [fillBatch(facts, { batch, product, zone })] : []
  })
}

function fillBatch(
  facts: ExportFacts,
  { batch, product, zone }: { batch: Batch; product: Product; zone: string },
): ExportRow {
  const producer = findParty(facts, product.producer)
  const day = (at: number | null) => (at === null ? null : formatInstant(zone, at).slice(0, 10))
  const last = facts.operations.findLast(
    ({ place, items }) => place !== null && items.some(({ item }) => item === batch.id),
  )
  return [
    product.name.vi,
    product.gtin,
    batch.uri,
    producer?.name.vi ?? null,
    producer?.address ?? null,
    producer?.gln ?? null,
    last?.place ?? null,
    day(batch.madeAt),
    day(batch.expiresAt),
    listValid(product, batch).join('; ') || null,
    product.published.warnings?.vi ?? null,
    product.name.vi,
    batch.lot ?? batch.id,
  ]
}

/** Certificates and stars that held when the batch was made. */
function listValid({ certificates, ratings }: Product, { madeAt }: Batch): string[] {
  const holds = (one: { readonly from: number; readonly until: number | null }) =>
    one.from <= madeAt && (one.until === null || madeAt < one.until)
  return [
    ...ratings.filter(holds).map(({ scheme, stars }) => `${scheme} ${stars} sao`),
    ...certificates.filter(holds).map(({ scheme, number }) => `${scheme} ${number}`),
  ]
}
