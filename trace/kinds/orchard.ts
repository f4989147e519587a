import { z } from 'zod'

import { massBalance } from '../checks/balance.ts'
import { preHarvestInterval } from '../checks/pre-harvest-interval.ts'
import { observed, begun, measured, type OperationKind, transformed, whole } from '../kind.ts'
import { line, number } from './fields.ts'

const BLOCK = { need: 'needed', kinds: ['orchard-block'] } as const

/** What VietGAP (TCVN 11892-1) has recorded of a plot and its harvest. */
export const ORCHARD = {
  spraying: {
    name: { vi: 'Phun thuốc', en: 'Spraying' },
    trade: 'orchard',
    items: { subject: whole(0) },
    place: BLOCK,
    details: z.strictObject({
      product: line('Movento 150 OD'),
      activeIngredient: line('spirotetramat').optional(),
      pest: line('rệp sáp').optional(),
      dose: line('10 mL / 16 L'),
      waterLitres: number([0, 100_000], 400).optional(),
      areaSquareMetres: number([0, 10_000_000], 5_000).optional(),
      equipment: line('máy phun đeo vai').optional(),
      weather: line('nắng nhẹ, gió dưới cấp 3').optional(),
      preHarvestIntervalDays: number([0, 365], 14).meta({
        description: 'Thời gian cách ly, as the label of the product says.',
      }),
    }),
    checks: [],
    event: plotWork(),
  },
  fertilising: {
    name: { vi: 'Bón phân', en: 'Fertilising' },
    trade: 'orchard',
    items: { subject: whole(0) },
    place: BLOCK,
    details: z.strictObject({
      product: line('phân chuồng hoai mục'),
      kilograms: number([0, 1_000_000], 300),
      method: line('bón gốc').optional(),
    }),
    checks: [],
    event: plotWork(),
  },
  irrigating: {
    name: { vi: 'Tưới nước', en: 'Irrigating' },
    trade: 'orchard',
    items: { subject: whole(0) },
    place: BLOCK,
    details: z.strictObject({
      litres: number([0, 100_000_000], 4_000).optional(),
      minutes: number([0, 10_080], 60).optional(),
      source: line('giếng khoan số 2').optional(),
    }),
    checks: [],
    event: plotWork(),
  },
  harvesting: {
    name: { vi: 'Thu hoạch', en: 'Harvesting' },
    trade: 'orchard',
    items: { output: measured(['kg', '1']) },
    place: BLOCK,
    details: z.strictObject({ ripeness: line('vàng 70 %').optional() }),
    checks: [preHarvestInterval],
    event: begun('commissioning'),
  },
  grading: {
    name: { vi: 'Phân loại', en: 'Grading' },
    trade: 'orchard',
    items: { input: measured(['kg', '1']), output: measured(['kg', '1']) },
    place: { need: 'possible' },
    details: z.strictObject({
      standard: line('loại 1: trên 250 g').optional(),
      lossKilograms: number([0, 1_000_000], 12).optional(),
    }),
    checks: [massBalance],
    event: transformed('commissioning'),
  },
} satisfies Readonly<Record<string, OperationKind>>

/** Work on a plot is done to what will be harvested; EPCIS has no step of its own for it (CBV 2.0 §7.1.3: `other`). */
function plotWork() {
  return observed('other')
}
