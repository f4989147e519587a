import type { Quantity } from '../quantity.ts'

/** What is measured in the soil and on the leaves. */
export const ORCHARD_QUANTITIES: readonly Quantity[] = [
  {
    id: 'soil-moisture',
    kind: 'gauge',
    unit: '%',
    range: [0, 100],
    decimals: 1,
    name: { vi: 'Độ ẩm đất', en: 'Soil moisture (by volume)' },
    unece: 'P1',
    epcis: 'VolumeFraction',
  },
  {
    id: 'soil-temperature',
    kind: 'gauge',
    unit: 'Cel',
    range: [-20, 80],
    decimals: 1,
    name: { vi: 'Nhiệt độ đất', en: 'Soil temperature' },
    unece: 'CEL',
    epcis: 'Temperature',
  },
  {
    id: 'soil-conductivity',
    kind: 'gauge',
    unit: 'uS/cm',
    range: [0, 20_000],
    decimals: 0,
    name: { vi: 'Độ dẫn điện của đất', en: 'Soil conductivity' },
    unece: 'G42',
    epcis: 'Conductivity',
  },
  {
    id: 'leaf-wetness',
    kind: 'gauge',
    unit: '%',
    range: [0, 100],
    decimals: 0,
    name: { vi: 'Độ ướt lá', en: 'Leaf wetness' },
    unece: 'P1',
  },
]
