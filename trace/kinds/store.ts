import { z } from 'zod'

import { massBalance } from '../checks/balance.ts'
import { measured, observed, type OperationKind, transformed, whole } from '../kind.ts'
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
    event: observed('loading'),
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
    event: transformed('commissioning'),
  },
  storing: {
    name: { vi: 'Nhập kho', en: 'Storing' },
    trade: 'store',
    items: { subject: WHOLE_OR_UNIT },
    place: { need: 'needed' },
    details: z.strictObject({ position: line('dãy 2, tầng 1').optional() }),
    checks: [],
    stay: 'begins',
    event: observed('storing', 'sellable_not_accessible'),
  },
  unloading: {
    name: { vi: 'Xuất kho, đưa ra', en: 'Unloading' },
    trade: 'store',
    items: { subject: WHOLE_OR_UNIT },
    place: { need: 'possible' },
    details: z.strictObject({}),
    checks: [],
    stay: 'ends',
    event: observed('unloading'),
  },
  stocktaking: {
    name: { vi: 'Kiểm kê', en: 'Stocktaking' },
    trade: 'store',
    items: { subject: whole() },
    place: { need: 'possible' },
    details: z.strictObject({ counted: line('còn 118 chai') }),
    checks: [],
    event: observed('cycle_counting', 'active'),
  },
} satisfies Readonly<Record<string, OperationKind>>
