import type { Api } from './api-fixture.ts'

type Fields = Readonly<Record<string, unknown>>

/** What the chains of the tests are made with: parties, products, places. Each act answers with the operation. */
export async function openChain(api: Api) {
  const put = async (path: string, body: Fields) => {
    const answer = await api.send('PUT', `/api/v1/${path}`, { recordedBy: 'Lan', ...body })
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  }
  const name = (text: string) => ({ vi: text, en: text })
  await put('parties/phu-khuong', {
    name: name('HTX Phú Khương'),
    roles: ['producer'],
    gln: '8936012340013',
  })
  await put('parties/tau-ca', { name: name('Tàu HT-90123'), roles: ['supplier'] })
  await put('parties/buu-dien', {
    name: name('Bưu điện Kỳ Anh'),
    roles: ['customer'],
    phone: '+84 239 3865 000',
  })
  const product = (id: string, kind: string, more: Fields = {}) =>
    put(`products/${id}`, { class: kind, name: name(id), producer: 'phu-khuong', ...more })
  await product('ca-com', 'raw-material')
  await product('muoi', 'raw-material')
  await product('chuop', 'intermediate')
  await product('nuoc-cot', 'intermediate')
  await product('nuoc-mam-500', 'finished', {
    gtin: '8936012340020',
    netContent: { value: 500, unit: 'mL' },
  })
  await product('oi', 'finished', { gtin: '8936012340037' })
  await api.registry.sites.create({
    id: 'phu-khuong',
    name: name('Phú Khương'),
    timezone: 'Asia/Ho_Chi_Minh',
    latitude: null,
    longitude: null,
  })
  for (const [id, kind] of [
    ['be-07', 'vat'],
    ['lo-a', 'orchard-block'],
    ['kho-lanh', 'cold-room'],
    ['kho', 'room'],
  ] as const) {
    await api.registry.places.create({ id, site: 'phu-khuong', kind, name: name(id) })
  }
  const record = (kind: string, at: string, body: Fields) =>
    api.send('POST', '/api/v1/operations', { kind, at, recordedBy: 'Lan', ...body })
  return {
    record,
    /** Records, and fails when it was refused. */
    did: async (kind: string, at: string, body: Fields): Promise<string> => {
      const { status, body: answer } = await record(kind, at, body)
      if (status !== 201) throw new Error(`${kind}: ${JSON.stringify(answer)}`)
      return String((answer as Fields)['id'])
    },
  }
}

export type Chain = Awaited<ReturnType<typeof openChain>>

export const kg = (value: number) => ({ value, unit: 'kg' })
export const litres = (value: number) => ({ value, unit: 'L' })
export const pieces = (value: number) => ({ value, unit: '1' })

export function makes(item: string, product: string, amount: Fields, lot: string | null = null) {
  return { role: 'output', item, amount, create: { product, lot } }
}

export function uses(item: string, amount: Fields | null = null) {
  return { role: 'input', item, amount }
}

const CASE = '089360123400000013'
const PALLET = '089360123400000020'
export const UNITS = { case: CASE, pallet: PALLET }

/** Fish and salt → a vat → three draws → a blend → bottles → a case → a pallet → the post office. */
export async function makeSauce({ did }: Chain): Promise<void> {
  await did('fish-received', '2025-03-01T05:00', {
    from: 'tau-ca',
    items: [makes('ca-1', 'ca-com', kg(3_000))],
    details: { species: 'cá cơm' },
  })
  await did('salt-received', '2025-02-01', {
    from: 'tau-ca',
    items: [makes('muoi-1', 'muoi', kg(2_000))],
  })
  await did('salting', '2025-03-01T09:00', {
    place: 'be-07',
    items: [
      uses('ca-1', kg(3_000)),
      uses('muoi-1', kg(900)),
      makes('chuop-07', 'chuop', kg(3_900)),
    ],
  })
  await did('salt-added', '2025-03-05', {
    place: 'be-07',
    items: [uses('muoi-1', kg(100)), { role: 'output', item: 'chuop-07', amount: null }],
  })
  for (const [order, amount] of [
    [1, 600],
    [2, 300],
    [3, 100],
  ] as const) {
    await did('drawing', `2026-03-0${order}`, {
      place: 'be-07',
      items: [uses('chuop-07'), makes(`cot-${order}`, 'nuoc-cot', litres(amount))],
      details: { order },
    })
  }
  await did('blending', '2026-03-10', {
    items: [
      uses('cot-1', litres(600)),
      uses('cot-2', litres(200)),
      makes('pha-1', 'nuoc-cot', litres(800)),
    ],
  })
  await did('bottling', '2026-03-12', {
    place: 'kho',
    items: [uses('pha-1', litres(400)), makes('chai-1', 'nuoc-mam-500', pieces(800), 'PK-2026-03')],
  })
  await did('packing', '2026-03-13', {
    items: [
      { role: 'parent', item: CASE },
      { role: 'packed', item: 'chai-1', amount: pieces(24) },
    ],
  })
  await did('packing', '2026-03-14', {
    items: [
      { role: 'parent', item: PALLET },
      { role: 'packed', item: CASE },
    ],
  })
  await did('shipping', '2026-03-15', {
    to: 'buu-dien',
    items: [{ role: 'dispatched', item: PALLET }],
  })
}
