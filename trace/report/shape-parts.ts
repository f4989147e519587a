import { z } from 'zod'

import { AMOUNT_UNIT_NAMES } from '#domain/trace/amount.ts'

/** RFC 3339 with the offset of the report's zone: what a clock on the wall showed can be read from it. */
export const instant = z.string().meta({ format: 'date-time' })
export const text = z.object({ vi: z.string(), en: z.string() })
export const amount = z.object({ value: z.number(), unit: z.enum(AMOUNT_UNIT_NAMES) })
