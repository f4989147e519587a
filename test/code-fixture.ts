import { DAY } from '#domain/time.ts'
import type { Batch } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { Party } from '#domain/trace/party.ts'
import type { Product } from '#domain/trace/product.ts'
import { keepEvent } from '#trace/events/keep-event.ts'

import type { Api } from './api-fixture.ts'

export const GTIN = '08930000000019'
export const LOT = 'PK-2026-07'
export const SSCC = '106141412345678908'
export const GLN = '0614141123452'
export const MADE_AT = Date.parse('2026-07-01T08:00:00+07:00')
const BY = { at: MADE_AT, by: 'Lan' }

export const PRODUCER: Party = {
  id: 'phu-khuong',
  name: { vi: 'HTX Nước mắm Phú Khương', en: 'Phu Khuong fish sauce cooperative' },
  roles: ['producer'],
  gln: GLN,
  address: 'Thôn Phú Khương, Kỳ Anh, Hà Tĩnh',
  phone: '0912345678',
  email: 'lan@example.vn',
}
export const PRODUCT: Product = {
  id: 'nuoc-mam-40n',
  class: 'finished',
  name: { vi: 'Nước mắm <Phú Khương> 40°N', en: 'Phu Khuong fish sauce 40°N' },
  producer: 'phu-khuong',
  gtin: GTIN,
  netContent: { value: 500, unit: 'mL' },
  shelfLifeDays: 1095,
  ratings: [
    { scheme: 'OCOP', stars: 4, decision: '123/QĐ-UBND', from: 0, until: null },
    { scheme: 'OCOP', stars: 3, decision: '7/QĐ-UBND', from: 0, until: 1 },
  ],
  certificates: [
    { scheme: 'HACCP', number: 'H-77', issuer: 'Quacert', from: 0, until: null, attachment: null },
    { scheme: 'ISO 22000', number: 'I-1', issuer: 'Quacert', from: 0, until: 1, attachment: null },
  ],
  published: {
    description: { vi: 'Ủ chượp trong bể 18 tháng.', en: 'Fermented in vats for 18 months.' },
    ingredients: { vi: 'Cá cơm, muối', en: 'Anchovy, salt' },
    warnings: { vi: 'Có cá', en: 'Contains fish' },
    conditions: true,
  },
}
export const BOTTLES: Batch = {
  id: 'chai-07-2026',
  uri: `https://id.gs1.org/01/${GTIN}/10/${LOT}`,
  product: 'nuoc-mam-40n',
  lot: LOT,
  name: null,
  madeAt: MADE_AT,
  expiresAt: Date.parse('2029-06-30T00:00:00+07:00'),
  recipe: [
    { name: 'Cá cơm', share: 0.75 },
    { name: 'Muối', share: 0.25 },
  ],
  published: true,
}
/** What the bottles were filled from. */
export const VAT_BATCH: Batch = {
  ...BOTTLES,
  id: 'chuop-07',
  uri: 'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  product: 'chuop',
  lot: null,
  madeAt: MADE_AT - 400 * DAY,
  expiresAt: null,
}

/** From the vat into the bottles. */
const BOTTLING = {
  type: 'TransformationEvent',
  eventTime: '2026-07-01T08:00:00+07:00',
  eventTimeZoneOffset: '+07:00',
  inputQuantityList: [{ epcClass: VAT_BATCH.uri, quantity: 400, uom: 'LTR' }],
  outputQuantityList: [{ epcClass: BOTTLES.uri, quantity: 800 }],
} as const

/** Something that began a stay or a hold. */
export const OPERATION: Operation = {
  id: 'o1',
  kind: 'move',
  at: MADE_AT,
  until: null,
  recordedAt: MADE_AT,
  recordedBy: 'Lan',
  person: null,
  place: null,
  from: null,
  to: null,
  items: [],
  details: {},
  note: null,
  attachments: [],
  overrides: {},
  corrects: null,
  correctedBy: null,
  event: 'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c9',
}

/** Producer, product, the bottles of a lot, the vat that they came from, and a pallet. */
export async function addLot({ trace }: Api, change: Partial<Batch> = {}): Promise<void> {
  await trace.change(async (tx) => {
    await tx.putParty(PRODUCER, BY)
    await tx.putProduct(PRODUCT, BY)
    const name = { vi: 'Chượp cá cơm', en: 'Anchovy mash' }
    await tx.putProduct({ ...PRODUCT, id: 'chuop', class: 'intermediate', gtin: null, name }, BY)
    await tx.addBatch({ ...BOTTLES, ...change }, BY)
    await tx.addBatch(VAT_BATCH, BY)
    await keepEvent(tx, BOTTLING, BY)
    const uri = `https://id.gs1.org/00/${SSCC}`
    await tx.addUnit({ sscc: SSCC, uri, name: 'Pallet 1', madeAt: MADE_AT }, BY)
  })
}

/** The vat batch stood in a vat for 400 days; what a probe in it measured on the last ten. */
export async function addStay(api: Api): Promise<void> {
  const name = { vi: 'Bể số 7', en: 'Vat no. 7' }
  const site = { vi: 'Phú Khương', en: 'Phu Khuong' }
  await api.send('POST', '/api/v1/sites', { id: 'phu-khuong', name: site })
  await api.send('POST', '/api/v1/places', { id: 'be-7', site: 'phu-khuong', kind: 'vat', name })
  const [channel] = await api.enrol('vat-07', ['temperature/top', 'temperature/ambient'])
  const from = MADE_AT - 400 * DAY
  await api.registry.installations.install({ device: 'vat-07', place: 'be-7', from })
  if (channel === undefined) throw new Error('no channel')
  await api.write(channel, MADE_AT - 10 * DAY, DAY / 2, [30, 32, 31, 33, 40, 36, 35, 34, 33, 32])
  await api.trace.change(async (tx) => {
    await tx.addOperation(OPERATION, BY)
    await tx.beginStay({ item: 'chuop-07', place: 'be-7', from, begunBy: 'o1' })
    await tx.endStay('chuop-07', MADE_AT, 'o2')
  })
}
