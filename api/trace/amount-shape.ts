import { z } from 'zod'

import { AMOUNT_UNIT_NAMES, type AmountUnit } from '#domain/trace/amount.ts'

const UNITS = AMOUNT_UNIT_NAMES as [AmountUnit, ...AmountUnit[]]
const VALUE_RULE = 'a number above 0, at most 1000000000'

export const amount = z
  .strictObject(
    {
      value: z.number(VALUE_RULE).positive(VALUE_RULE).max(1e9, VALUE_RULE),
      unit: z.enum(UNITS, `one of ${UNITS.join(', ')}; 1 is a piece`),
    },
    'an object with value and unit',
  )
  .meta({ examples: [{ value: 3_000, unit: 'kg' }] })

export const amountView = z.object({ value: z.number(), unit: z.string() })
