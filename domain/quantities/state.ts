import type { Quantity } from '../quantity.ts'

/**
 * Things that are one way or the other. The first word for a number is the one that is shown; the
 * others are what devices say.
 */
export const STATE_QUANTITIES: readonly Quantity[] = [
  {
    id: 'door',
    kind: 'state',
    unit: '{state}',
    range: [0, 1],
    decimals: 0,
    name: { vi: 'Cửa', en: 'Door' },
    states: { closed: 0, open: 1, close: 0, opened: 1 },
  },
  {
    id: 'lid',
    kind: 'state',
    unit: '{state}',
    range: [0, 1],
    decimals: 0,
    name: { vi: 'Nắp bể', en: 'Vat lid' },
    states: { closed: 0, open: 1, close: 0, opened: 1 },
  },
  {
    id: 'pump',
    kind: 'state',
    unit: '{state}',
    range: [0, 1],
    decimals: 0,
    name: { vi: 'Máy bơm', en: 'Pump' },
    states: { off: 0, on: 1, stopped: 0, running: 1 },
  },
  {
    id: 'valve',
    kind: 'state',
    unit: '{state}',
    range: [0, 1],
    decimals: 0,
    name: { vi: 'Van', en: 'Valve' },
    states: { closed: 0, open: 1, close: 0, opened: 1, off: 0, on: 1 },
  },
  {
    id: 'motion',
    kind: 'state',
    unit: '{state}',
    range: [0, 1],
    decimals: 0,
    name: { vi: 'Chuyển động', en: 'Motion' },
    states: { still: 0, moving: 1, stopped: 0, motion: 1 },
  },
  {
    id: 'defrost',
    kind: 'state',
    unit: '{state}',
    range: [0, 1],
    decimals: 0,
    name: { vi: 'Xả băng', en: 'Defrost' },
    states: { off: 0, on: 1 },
  },
  {
    id: 'mains',
    kind: 'state',
    unit: '{state}',
    range: [0, 1],
    decimals: 0,
    name: { vi: 'Điện lưới', en: 'Mains power' },
    states: { lost: 0, present: 1, off: 0, on: 1 },
  },
]
