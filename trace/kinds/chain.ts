import { z } from 'zod'

import { histamine } from '../checks/histamine.ts'
import { onHold } from '../checks/on-hold.ts'
import { ANY_BASE, GOODS, measured, observed, type OperationKind, UNIT } from '../kind.ts'
import { line } from './fields.ts'

const ANYTHING = { min: 1, max: 200, of: 'either', amount: 'none' } as const
const reason = line('vỡ 12 chai khi bốc xếp')
const delivery = z.strictObject({
  vehicle: line('38C-123.45').optional(),
  carrier: line('Bưu điện thị xã Kỳ Anh').optional(),
  orderNumber: line('DH-2026-118').optional(),
  despatchAdvice: line('PXK-0456').optional(),
  temperatureCelsius: z.number('a number').optional(),
})

/** From packing to the buyer, and back. */
export const CHAIN = {
  packing: {
    name: { vi: 'Đóng thùng, xếp pallet', en: 'Packing' },
    trade: 'chain',
    items: { parent: UNIT, packed: GOODS },
    place: { need: 'possible' },
    details: z.strictObject({}),
    checks: [],
    event: {
      type: 'AggregationEvent',
      action: 'ADD',
      bizStep: 'packing',
      disposition: 'in_progress',
    },
  },
  unpacking: {
    name: { vi: 'Dỡ thùng, dỡ pallet', en: 'Unpacking' },
    trade: 'chain',
    items: { parent: UNIT, unpacked: GOODS },
    place: { need: 'possible' },
    details: z.strictObject({}),
    checks: [],
    event: {
      type: 'AggregationEvent',
      action: 'DELETE',
      bizStep: 'unpacking',
      disposition: 'in_progress',
    },
  },
  shipping: {
    name: { vi: 'Gửi hàng', en: 'Shipping' },
    trade: 'chain',
    items: { dispatched: GOODS },
    place: { need: 'possible' },
    from: 'possible',
    to: 'needed',
    details: delivery,
    checks: [onHold, histamine],
    stay: 'ends',
    event: observed('shipping', 'in_transit'),
  },
  receiving: {
    name: { vi: 'Nhận hàng', en: 'Receiving' },
    trade: 'chain',
    items: {
      subject: { ...GOODS, min: 0, amount: 'possible' },
      output: measured([...ANY_BASE], 0),
    },
    place: { need: 'possible' },
    from: 'needed',
    to: 'possible',
    details: delivery,
    checks: [],
    stay: 'begins',
    event: observed('receiving'),
  },
  returning: {
    name: { vi: 'Nhận hàng trả lại', en: 'Return' },
    trade: 'chain',
    items: { returned: GOODS },
    place: { need: 'possible' },
    from: 'needed',
    details: z.strictObject({ reason }),
    checks: [],
    stay: 'begins',
    event: observed('receiving', 'returned'),
  },
  recalling: {
    name: { vi: 'Thu hồi', en: 'Recall' },
    trade: 'chain',
    items: { subject: ANYTHING },
    details: z.strictObject({ reason }),
    checks: [],
    event: observed('holding', 'recalled'),
  },
  destroying: {
    name: { vi: 'Tiêu hủy', en: 'Destruction' },
    trade: 'chain',
    items: { input: measured([...ANY_BASE]) },
    place: { need: 'possible' },
    details: z.strictObject({
      reason,
      method: line('chôn lấp').optional(),
      witness: line('Nguyễn Văn An').optional(),
    }),
    checks: [],
    event: {
      type: 'ObjectEvent',
      action: 'DELETE',
      bizStep: 'destroying',
      disposition: 'destroyed',
    },
  },
  holding: {
    name: { vi: 'Tạm giữ', en: 'Hold' },
    trade: 'chain',
    items: { subject: ANYTHING },
    details: z.strictObject({ reason }),
    checks: [],
    event: observed('holding', 'unavailable'),
  },
  releasing: {
    name: { vi: 'Bỏ tạm giữ', en: 'Release' },
    trade: 'chain',
    items: { subject: ANYTHING },
    details: z.strictObject({
      hold: z.uuid('the id of the operation that began the hold'),
      reason,
    }),
    checks: [],
    event: observed('inspecting', 'active'),
  },
} satisfies Readonly<Record<string, OperationKind>>
