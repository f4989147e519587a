import { z } from 'zod'

/** Fields that kinds share; each message says what is accepted. */

const LINE_RULE = 'a text of 1 to 200 characters'

export function line(example: string) {
  return z
    .string(LINE_RULE)
    .trim()
    .min(1, LINE_RULE)
    .max(200, LINE_RULE)
    .meta({ examples: [example] })
}

export function number([min, max]: readonly [number, number], example: number) {
  const rule = `a number from ${min} to ${max}`
  return z
    .number(rule)
    .min(min, rule)
    .max(max, rule)
    .meta({ examples: [example] })
}

export const yesOrNo = z.boolean('true or false')
