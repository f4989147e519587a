import type { Place } from '#domain/place.ts'
import type { Site } from '#domain/site.ts'

const timezone = 'Asia/Ho_Chi_Minh'

export const VAT_NUMBERS: readonly number[] = Array.from({ length: 30 }, (_, i) => i + 1)

/** `7` → `07`: two digits keep lists in order. */
export function formatVatNumber(number: number): string {
  return String(number).padStart(2, '0')
}

/** The three sites of Kỳ Anh. Coordinates are those of the commune, roughly; where Khe Xai lies is not known to us. */
export const SITES: readonly Site[] = [
  {
    id: 'phu-khuong',
    name: { vi: 'Hợp tác xã nước mắm Phú Khương', en: 'Phú Khương fish sauce cooperative' },
    timezone,
    latitude: 18.17,
    longitude: 106.22,
  },
  {
    id: 'khe-xai',
    name: { vi: 'Cam Khe Xai', en: 'Khe Xai oranges' },
    timezone,
    latitude: null,
    longitude: null,
  },
  {
    id: 'ba-cup',
    name: { vi: 'Ổi Ba Cụp', en: 'Ba Cụp guavas' },
    timezone,
    latitude: 18.12,
    longitude: 106.17,
  },
]

const PHU_KHUONG: readonly Place[] = [
  ...VAT_NUMBERS.map((number) => vatPlace(formatVatNumber(number))),
  place('phu-khuong.yard', 'yard', ['Sân phơi', 'Sunning yard']),
  place('phu-khuong.warehouse', 'room', ['Kho thành phẩm', 'Warehouse']),
  place('phu-khuong.cold-room', 'cold-room', ['Kho lạnh cá', 'Fish cold room']),
  place('phu-khuong.van-1', 'vehicle', ['Xe lạnh số 1', 'Refrigerated van 1']),
]

const KHE_XAI: readonly Place[] = [
  place('khe-xai.block-1', 'orchard-block', ['Vườn cam thửa 1', 'Orange block 1']),
  place('khe-xai.block-2', 'orchard-block', ['Vườn cam thửa 2', 'Orange block 2']),
  place('khe-xai.cold-room', 'cold-room', ['Kho lạnh cam', 'Orange cold room']),
]

const BA_CUP: readonly Place[] = [
  place('ba-cup.block-1', 'orchard-block', ['Vườn ổi thửa 1', 'Guava block 1']),
  place('ba-cup.block-2', 'orchard-block', ['Vườn ổi thửa 2', 'Guava block 2']),
]

export const PLACES: readonly Place[] = [...PHU_KHUONG, ...KHE_XAI, ...BA_CUP]

function vatPlace(number: string): Place {
  return place(`phu-khuong.vat-${number}`, 'vat', [`Bể chượp ${number}`, `Vat ${number}`])
}

/** The part of the id before the point is the site's. */
function place(id: string, kind: Place['kind'], names: [string, string]): Place {
  const [site = ''] = id.split('.')
  const [vi, en] = names
  return { id, site, kind, name: { vi, en } }
}
