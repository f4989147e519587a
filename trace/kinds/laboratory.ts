import { z } from 'zod'

import { whole, type OperationKind } from '../kind.ts'
import { line, number } from './fields.ts'
import { labResultDetails } from './laboratory-details.ts'

export const LABORATORY = {
  sampling: {
    name: { vi: 'Lấy mẫu', en: 'Sampling' },
    trade: 'chain',
    items: { subject: whole() },
    place: { need: 'possible' },
    details: z.strictObject({
      sample: line('M-2026-07'),
      position: line('giữa bể').optional(),
      millilitres: number([0, 100_000], 500).optional(),
    }),
    checks: [],
    event: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'sampling',
      disposition: 'in_progress',
    },
  },
  'lab-result': {
    name: { vi: 'Kết quả kiểm nghiệm', en: 'Laboratory result' },
    trade: 'chain',
    items: { subject: whole() },
    details: labResultDetails,
    checks: [],
    event: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'inspecting',
      disposition: 'conformant',
    },
  },
} satisfies Readonly<Record<string, OperationKind>>
