import { z } from 'zod'

import { massBalance, pieceBalance, volumeBalance } from '../checks/balance.ts'
import { drawnVolume } from '../checks/drawn-volume.ts'
import { nitrogenBalance } from '../checks/nitrogen-balance.ts'
import {
  begun,
  estimated,
  measured,
  observed,
  type OperationKind,
  transformed,
  whole,
} from '../kind.ts'
import { line, number, yesOrNo } from './fields.ts'

/** domain: fish received … bottles. Names as the trade says them. */
export const FISH_SAUCE = {
  'fish-received': {
    name: { vi: 'Nhận cá', en: 'Fish received' },
    trade: 'fish-sauce',
    items: { output: measured(['kg']) },
    place: { need: 'possible' },
    from: 'needed',
    details: z.strictObject({
      species: line('cá cơm (Stolephorus)'),
      vessel: line('HT-90123-TS').optional(),
      landingPlace: line('Cảng cá Vũng Áng').optional(),
      catchArea: line('FAO 71').optional(),
      hoursSinceCatch: number([0, 240], 6).optional(),
      iceTemperatureCelsius: number([-30, 40], 2).optional(),
      sensoryGrade: line('tươi, mắt trong').optional(),
      saltedAtSea: yesOrNo.optional(),
    }),
    checks: [],
    stay: 'begins',
    event: begun('receiving'),
  },
  'salt-received': {
    name: { vi: 'Nhận muối', en: 'Salt received' },
    trade: 'fish-sauce',
    items: { output: measured(['kg']) },
    place: { need: 'possible' },
    from: 'needed',
    details: z.strictObject({
      origin: line('Hộ Độ').optional(),
      moisturePercent: number([0, 30], 8).optional(),
    }),
    checks: [],
    stay: 'begins',
    event: begun('receiving'),
  },
  'salt-aged': {
    name: { vi: 'Muối ủ đủ tuổi', en: 'Salt aged' },
    trade: 'fish-sauce',
    items: { subject: whole() },
    place: { need: 'possible' },
    details: z.strictObject({ months: number([0, 240], 24) }),
    checks: [],
    event: observed('storing', 'active'),
  },
  salting: {
    name: { vi: 'Vào chượp (trộn cá với muối)', en: 'Salting into a vat' },
    trade: 'fish-sauce',
    items: { input: measured(['kg', 'L']), output: estimated(['kg'], 1, 1) },
    place: { need: 'needed', kinds: ['vat'] },
    details: z.strictObject({
      method: z.enum(['press', 'stir'], 'press (gài nén) or stir (đánh khuấy)').optional(),
      roastedRiceKilograms: number([0, 10_000], 20).optional(),
    }),
    checks: [massBalance],
    stay: 'begins',
    event: { ...transformed('creating_class_instance', 'in_progress'), lasting: 'output' },
  },
  'salt-added': {
    name: { vi: 'Bổ sung muối', en: 'Salt added' },
    trade: 'fish-sauce',
    items: { input: measured(['kg', 'L']), output: estimated(['kg'], 1, 1) },
    place: { need: 'possible', kinds: ['vat'] },
    details: z.strictObject({ brineDegreesBaume: number([0, 30], 24.5).optional() }),
    checks: [massBalance],
    event: { ...transformed('creating_class_instance', 'in_progress'), lasting: 'output' },
  },
  'brine-returned': {
    name: { vi: 'Hoàn nước bổi', en: 'Blood brine drained and returned' },
    trade: 'fish-sauce',
    items: { subject: whole() },
    place: { need: 'possible', kinds: ['vat'] },
    details: z.strictObject({
      litres: number([0, 1_000_000], 120).optional(),
      brineDegreesBaume: number([0, 30], 23).optional(),
      smell: line('thơm nhẹ').optional(),
    }),
    checks: [],
    event: observed('other'),
  },
  stirring: {
    name: { vi: 'Náo đảo', en: 'Stirring' },
    trade: 'fish-sauce',
    items: { subject: whole() },
    place: { need: 'possible', kinds: ['vat'] },
    details: z.strictObject({
      by: z.enum(['hand', 'pump'], 'hand or pump').optional(),
      minutes: number([0, 1_440], 30).optional(),
    }),
    checks: [],
    event: observed('other'),
  },
  sunning: {
    name: { vi: 'Giang phơi', en: 'Sunning' },
    trade: 'fish-sauce',
    items: { subject: whole() },
    place: { need: 'possible', kinds: ['vat', 'yard'] },
    details: z.strictObject({ lid: z.enum(['open', 'closed'], 'open or closed').optional() }),
    checks: [],
    event: observed('other'),
  },
  drawing: {
    name: { vi: 'Kéo rút', en: 'Drawing' },
    trade: 'fish-sauce',
    items: { input: estimated(['kg', 'L'], 1, 1), output: measured(['L']) },
    place: { need: 'possible', kinds: ['vat'] },
    details: z.strictObject({
      order: number([1, 20], 1).meta({ description: '1: the first sauce (cốt, nhĩ).' }),
      totalNitrogenGramsPerLitre: number([0, 60], 32).optional(),
      clear: yesOrNo.optional(),
    }),
    checks: [drawnVolume],
    event: { ...transformed('commissioning'), lasting: 'input' },
  },
  washing: {
    name: { vi: 'Rút long (nước long)', en: 'Wash of the residue' },
    trade: 'fish-sauce',
    items: { input: estimated(['kg', 'L'], 1), output: measured(['L']) },
    place: { need: 'possible', kinds: ['vat'] },
    details: z.strictObject({
      order: number([1, 20], 1),
      totalNitrogenGramsPerLitre: number([0, 60], 12).optional(),
    }),
    checks: [],
    event: { ...transformed('commissioning'), lasting: 'input' },
  },
  blending: {
    name: { vi: 'Đấu trộn', en: 'Blending' },
    trade: 'fish-sauce',
    items: { input: measured(['L']), output: measured(['L']) },
    place: { need: 'possible' },
    details: z.strictObject({
      totalNitrogenGramsPerLitre: number([0, 60], 25).optional(),
      inputNitrogenGramsPerLitre: z
        .record(z.string(), z.number().min(0).max(60), 'an object of batch ids and g/L')
        .optional(),
    }),
    checks: [volumeBalance, nitrogenBalance],
    event: transformed('commissioning'),
  },
  filtering: {
    name: { vi: 'Lọc', en: 'Filtering' },
    trade: 'fish-sauce',
    items: { input: measured(['L']), output: measured(['L']) },
    place: { need: 'possible' },
    details: z.strictObject({ filter: line('túi lọc 5 µm').optional() }),
    checks: [volumeBalance],
    event: transformed('commissioning'),
  },
  bottling: {
    name: { vi: 'Đóng chai', en: 'Bottling' },
    trade: 'fish-sauce',
    items: { input: measured(['L']), output: measured(['1']) },
    place: { need: 'possible' },
    details: z.strictObject({
      bottleLot: line('CH-2026-10').optional(),
      capLot: line('NAP-77').optional(),
    }),
    checks: [pieceBalance],
    stay: 'begins',
    event: transformed('commissioning'),
  },
} satisfies Readonly<Record<string, OperationKind>>
