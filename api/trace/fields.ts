import { z } from 'zod'

import { isFlawed, type Parsed } from '#domain/gs1/parsed.ts'

/** Fields of requests about batches. Each message says what is accepted. */

export function optionalText(max: number, example: string) {
  const rule = `a text of 1 to ${max} characters, or null`
  return z
    .string(rule)
    .trim()
    .min(1, rule)
    .max(max, rule)
    .nullable()
    .default(null)
    .meta({ examples: [example] })
}

/** A GS1 key; what is wrong with it (a check digit, say) is said. */
export function gs1Key(
  parse: (received: string) => Parsed<string>,
  { description, example }: { readonly description: string; readonly example: string },
) {
  return z
    .string('digits, or null')
    .meta({ description, examples: [example] })
    .transform((received, context) => {
      const parsed = parse(received)
      if (!isFlawed(parsed)) return parsed.value
      context.addIssue({
        code: 'custom',
        message: `one that is right: ${parsed.flaw.en.replace(/\.$/, '')}`,
      })
      return z.NEVER
    })
    .nullable()
    .default(null)
}

const BY_RULE = 'who records it, 1 to 100 characters'
export const recordedBy = z
  .string(BY_RULE)
  .trim()
  .min(1, BY_RULE)
  .max(100, BY_RULE)
  .meta({ description: 'Who records it.', examples: ['Lan'] })
