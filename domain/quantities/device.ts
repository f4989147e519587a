import type { Quantity } from '../quantity.ts'

/** How a device itself is doing. */
export const DEVICE_QUANTITIES: readonly Quantity[] = [
  {
    id: 'battery',
    kind: 'gauge',
    unit: '%',
    range: [0, 100],
    decimals: 0,
    name: { vi: 'Pin', en: 'Battery' },
    unece: 'P1',
  },
  {
    id: 'battery-voltage',
    kind: 'gauge',
    unit: 'V',
    range: [0, 60],
    decimals: 2,
    name: { vi: 'Điện áp pin', en: 'Battery voltage' },
    unece: 'VLT',
    epcis: 'Voltage',
  },
  {
    id: 'rssi',
    kind: 'gauge',
    unit: 'dB[mW]',
    range: [-200, 30],
    decimals: 0,
    name: { vi: 'Cường độ tín hiệu (RSSI)', en: 'Signal strength (RSSI)' },
  },
  {
    id: 'snr',
    kind: 'gauge',
    unit: 'dB',
    range: [-40, 80],
    decimals: 1,
    name: { vi: 'Tỷ số tín hiệu trên nhiễu (SNR)', en: 'Signal-to-noise ratio' },
    unece: '2N',
  },
  {
    id: 'repeats',
    kind: 'gauge',
    unit: '%',
    range: [0, 100],
    decimals: 1,
    name: { vi: 'Tỷ lệ tin gửi lặp', en: 'Messages that came again' },
    unece: 'P1',
  },
]
