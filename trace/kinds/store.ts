import { z } from 'zod'

import { massBalance } from '../checks/balance.ts'
import { measured, whole, type OperationKind } from '../kind.ts'
import { line, number } from './fields.ts'

const WHOLE_OR_UNIT = { min: 1, max: 200, of: 'either', amount: 'none' } as const

/** Dryers, rooms and cold rooms. */
export const STORE = {
  loading: {
    name: { vi: 'Xếp lên, đưa vào', en: 'Loading' },
    trade: 'store',
    items: { subject: WHOLE_OR_UNIT },
    place: { need: 'needed' },
    details: z.strictObject({ position: line('dãy 2, tầng 1').optional() }),
    checks: [],
    stay: 'begins',
    event: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'loading',
      disposition: 'in_progress',
    },
  },
  drying: {
    name: { vi: 'Sấy, phơi khô', en: 'Drying' },
    trade: 'store',
    items: { input: measured(['kg']), output: measured(['kg']) },
    place: { need: 'possible', kinds: ['dryer', 'yard', 'room'] },
    details: z.strictObject({
      hours: number([0, 1_000], 8).optional(),
      moisturePercent: number([0, 100], 14).optional(),
    }),
    checks: [massBalance],
    stay: 'begins',
    event: {
      type: 'TransformationEvent',
      action: 'ADD',
      bizStep: 'commissioning',
      disposition: 'active',
    },
  },
  storing: {
    name: { vi: 'Nhập kho', en: 'Storing' },
    trade: 'store',
    items: { subject: WHOLE_OR_UNIT },
    place: { need: 'needed' },
    details: z.strictObject({ position: line('dãy 2, tầng 1').optional() }),
    checks: [],
    stay: 'begins',
    event: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'storing',
      disposition: 'sellable_not_accessible',
    },
  },
  unloading: {
    name: { vi: 'Xuất kho, đưa ra', en: 'Unloading' },
    trade: 'store',
    items: { subject: WHOLE_OR_UNIT },
    place: { need: 'possible' },
    details: z.strictObject({}),
    checks: [],
    stay: 'ends',
    event: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'unloading',
      disposition: 'in_progress',
    },
  },
  stocktaking: {
    name: { vi: 'Kiểm kê', en: 'Stocktaking' },
    trade: 'store',
    items: { subject: whole() },
    place: { need: 'possible' },
    details: z.strictObject({ counted: line('còn 118 chai') }),
    checks: [],
    event: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'cycle_counting',
      disposition: 'active',
    },
  },
} satisfies Readonly<Record<string, OperationKind>>
