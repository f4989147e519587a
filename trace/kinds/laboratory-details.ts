import { z } from 'zod'

import { line, number } from './fields.ts'

/** What laboratories measure, and its unit. pH is that of a 1:10 dilution, which is not what a probe in the vat reads. */
export const LAB_PARAMETERS = {
  'total-nitrogen': { name: { vi: 'Đạm tổng số', en: 'Total nitrogen' }, unit: 'g/L' },
  'amino-nitrogen': { name: { vi: 'Đạm amin', en: 'Amino nitrogen' }, unit: 'g/L' },
  'ammonia-nitrogen': { name: { vi: 'Đạm amoniac', en: 'Ammonia nitrogen' }, unit: 'g/L' },
  'sodium-chloride': { name: { vi: 'Muối (NaCl)', en: 'Salt (NaCl)' }, unit: 'g/L' },
  histamine: { name: { vi: 'Histamin', en: 'Histamine' }, unit: 'mg/kg' },
  'ph-1to10': { name: { vi: 'pH (pha loãng 1:10)', en: 'pH (1:10 dilution)' }, unit: '[pH]' },
  moisture: { name: { vi: 'Độ ẩm', en: 'Moisture' }, unit: '%' },
  'water-activity': { name: { vi: 'Hoạt độ nước', en: 'Water activity' }, unit: '1' },
  'soluble-solids': { name: { vi: 'Độ Brix', en: 'Soluble solids' }, unit: '[Brix]' },
  'pesticide-residue': { name: { vi: 'Dư lượng thuốc', en: 'Pesticide residue' }, unit: 'mg/kg' },
} as const

export type LabParameter = keyof typeof LAB_PARAMETERS
const PARAMETER_NAMES = Object.keys(LAB_PARAMETERS) as [LabParameter, ...LabParameter[]]

const result = z.strictObject({
  parameter: z.enum(PARAMETER_NAMES, `one of ${PARAMETER_NAMES.join(', ')}`),
  value: number([0, 1_000_000], 31.5).meta({
    description: `In the unit of the parameter: ${PARAMETER_NAMES.map((name) => `${name} ${LAB_PARAMETERS[name].unit}`).join(', ')}.`,
  }),
  /** Below what the method can see: the value is that limit. */
  isBelowDetection: z.boolean('true or false').optional(),
  method: line('TCVN 3705').optional(),
})

const RESULTS_RULE = 'a list of 1 to 50 results'
export const labResultDetails = z.strictObject({
  sample: line('M-2026-07'),
  laboratory: line('QUATEST 2').meta({ description: 'Party or name of the laboratory.' }),
  accreditation: line('VILAS 004').optional(),
  reportNumber: line('KQ-1234').optional(),
  isConformant: z.boolean('true or false').optional(),
  results: z.array(result, RESULTS_RULE).min(1, RESULTS_RULE).max(50, RESULTS_RULE),
})
