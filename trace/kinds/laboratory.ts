import { z } from 'zod'

import { observed, type OperationKind, whole } from '../kind.ts'
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
    event: observed('sampling'),
  },
  'lab-result': {
    name: { vi: 'Kết quả kiểm nghiệm', en: 'Laboratory result' },
    trade: 'chain',
    items: { subject: whole() },
    details: labResultDetails,
    checks: [],
    event: observed('inspecting', 'conformant'),
  },
} satisfies Readonly<Record<string, OperationKind>>
