import { z } from 'zod'

import { isFlawed, type Parsed } from '#domain/gs1/parsed.ts'
import type { Text } from '#domain/text.ts'
import type { Instant } from '#domain/time.ts'

import { TIME_RULE } from '../parameters.ts'
import { parseWrittenTime, resolveTime } from '../written-time.ts'

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

/** What is accepted instead of a key with a flaw; the sentence that it stands in ends it. */
export function toRightRule(flaw: Text): string {
  return `one that is right: ${flaw.en.replace(/\.$/, '')}`
}

/** A GS1 key as it was written; what is wrong with it (a check digit, say) is said. Read it with the same `parse`. */
export function gs1Key(
  parse: (received: string) => Parsed<string>,
  { description, example }: { readonly description: string; readonly example: string },
) {
  return z
    .string('digits, or null')
    .superRefine((received, context) => {
      const parsed = parse(received)
      if (!isFlawed(parsed)) return
      context.addIssue({ code: 'custom', message: toRightRule(parsed.flaw) })
    })
    .nullable()
    .default(null)
    .meta({ description, examples: [example] })
}

/** The key as it is kept. */
export function readKey(
  written: string | null,
  parse: (received: string) => Parsed<string>,
): string | null {
  const parsed = written === null ? undefined : parse(written)
  return parsed === undefined || isFlawed(parsed) ? null : parsed.value
}

/**
 * A time as it was written. It is no transformation: a body that had one would lose its example in the OpenAPI document.
 */
export function writtenTime(description: string, example: string) {
  return z
    .string(TIME_RULE)
    .refine((text) => parseWrittenTime(text) !== undefined, TIME_RULE)
    .meta({ description, examples: [example] })
}

export function readTime(written: string, zone: string): Instant {
  const time = parseWrittenTime(written)
  if (time === undefined) throw new Error(`${written} passed the schema`)
  return resolveTime(time, zone)
}

const BY_RULE = 'who records it, 1 to 100 characters'
export const recordedBy = z
  .string(BY_RULE)
  .trim()
  .min(1, BY_RULE)
  .max(100, BY_RULE)
  .meta({ description: 'Who records it.', examples: ['Lan'] })
