import type { Quantity } from '../quantity.ts'

/** What is measured in a vat and in its brine. */
export const BRINE_QUANTITIES: readonly Quantity[] = [
  // Hot fresh water is 0.98; saturated brine with solids in suspension stays under 1.26. °Bé is
  // accepted, see `unit.ts`.
  {
    id: 'brine-density',
    kind: 'gauge',
    unit: 'g/mL',
    range: [0.98, 1.26],
    decimals: 3,
    name: { vi: 'Tỷ trọng nước mắm', en: 'Brine density' },
    unece: '23',
    epcis: 'Density',
  },
  // What the salter reads off the hydrometer. UCUM has no Baumé, so the unit is an annotation.
  {
    id: 'baume',
    kind: 'gauge',
    unit: "{deg'Be}",
    range: [0, 30],
    decimals: 1,
    name: { vi: 'Độ Baumé (°Bé)', en: 'Degrees Baumé' },
  },
  {
    id: 'salinity',
    kind: 'gauge',
    unit: '%',
    range: [0, 40],
    decimals: 1,
    name: { vi: 'Độ mặn (% muối)', en: 'Salinity (% NaCl by mass)' },
    unece: '60',
  },
  // Saturated brine: 213 mS/cm at 18 °C.
  {
    id: 'conductivity',
    kind: 'gauge',
    unit: 'mS/cm',
    range: [0, 250],
    decimals: 1,
    name: { vi: 'Độ dẫn điện', en: 'Conductivity' },
    unece: 'H61',
    epcis: 'Conductivity',
  },
  // Of the undiluted liquid: another quantity than the laboratory’s pH of a 1:10 dilution.
  {
    id: 'ph',
    kind: 'gauge',
    unit: '[pH]',
    range: [0, 14],
    decimals: 2,
    name: { vi: 'Độ pH (tại bể)', en: 'pH (in place)' },
    unece: 'Q30',
  },
  {
    id: 'turbidity',
    kind: 'gauge',
    unit: '{NTU}',
    range: [0, 10_000],
    decimals: 1,
    name: { vi: 'Độ đục', en: 'Turbidity' },
  },
  // The zero of a hydrostatic probe drifts a little below nothing.
  {
    id: 'level',
    kind: 'gauge',
    unit: 'mm',
    range: [-100, 20_000],
    decimals: 0,
    name: { vi: 'Mực nước', en: 'Level' },
    unece: 'MMT',
    epcis: 'Length',
  },
  {
    id: 'distance',
    kind: 'gauge',
    unit: 'mm',
    range: [0, 20_000],
    decimals: 0,
    name: { vi: 'Khoảng cách', en: 'Distance' },
    unece: 'MMT',
    epcis: 'Length',
  },
]
