import { z } from 'zod'

import { NguonError } from '#domain/error.ts'
import type { Text } from '#domain/text.ts'

import { PROBLEM_KINDS, type ProblemName } from './problem-kinds.ts'

export const PROBLEM_TYPE = 'application/problem+json'

/** RFC 9457 §3, with our extension members `code`, `titles`, `errors` and `findings`. */
export const problemShape = z
  .object({
    type: z.string().meta({
      description: 'Identifies the kind of problem; never changes.',
      examples: ['urn:nguon:problem:bad-request'],
    }),
    title: z.string().meta({
      description: 'The kind of problem; Vietnamese or English, as Accept-Language says.',
    }),
    titles: z.object({ vi: z.string(), en: z.string() }),
    status: z.number().int(),
    code: z.string().meta({
      description: 'What exactly went wrong, for programs.',
      examples: ['REQUEST_INVALID'],
    }),
    detail: z.string().meta({
      description: 'What was received and what is accepted; in the language of the title.',
    }),
    errors: z
      .array(
        z.object({
          in: z.enum(['query', 'body', 'path', 'headers']),
          name: z.string(),
          detail: z.string(),
        }),
      )
      .optional(),
    findings: z
      .array(
        z.object({
          check: z.string().meta({ description: 'For programs, and for `overrides`.' }),
          text: z.object({ vi: z.string(), en: z.string() }),
          canOverride: z.boolean(),
        }),
      )
      .optional()
      .meta({ description: 'What is wrong with an operation.' }),
  })
  .meta({ description: 'A problem document (RFC 9457).' })
z.globalRegistry.add(problemShape, { id: 'Problem' })

export type Problem = z.output<typeof problemShape>
/** One part of a request that is wrong, in both languages. */
export type FieldProblem = Omit<NonNullable<Problem['errors']>[number], 'detail'> & {
  readonly detail: Text
}

/** A problem on its way to the client: throw it in a handler. */
export class RequestProblem extends NguonError {
  readonly kind: ProblemName
  readonly #detail: Text

  constructor(kind: ProblemName, code: string, detail: Text) {
    super(code, detail.en)
    this.kind = kind
    this.#detail = detail
  }

  toDocument(language: keyof Text): Problem {
    return createProblem(this.kind, { code: this.code, detail: this.#detail }, language)
  }
}

/** A request of which some parts are wrong, each named. */
export class FieldsProblem extends RequestProblem {
  readonly errors: readonly FieldProblem[]

  constructor(code: string, errors: readonly FieldProblem[]) {
    super('bad-request', code, {
      vi: errors.map(({ detail }) => detail.vi).join(' '),
      en: errors.map(({ detail }) => detail.en).join(' '),
    })
    this.errors = errors
  }

  override toDocument(language: keyof Text): Problem {
    const errors = this.errors.map(({ in: part, name, detail }) => {
      return { in: part, name, detail: detail[language] }
    })
    return { ...super.toDocument(language), errors }
  }
}

/** Its title and its detail are in the language that is asked for; programs go by `type` and `code`. */
export function createProblem(
  kind: ProblemName,
  { code, detail }: { readonly code: string; readonly detail: Text },
  language: keyof Text = 'en',
): Problem {
  const { status, title } = PROBLEM_KINDS[kind]
  const type = `urn:nguon:problem:${kind}`
  return { type, title: title[language], titles: title, status, code, detail: detail[language] }
}

/** The `response` entries of a route that can end in these problems; every route can end in 401, 500 and 503. */
export function problemResponses(...kinds: ProblemName[]) {
  const all: ProblemName[] = [...kinds, 'unauthorized', 'internal', 'unavailable']
  const entries = all.map((kind) => {
    const { status, title } = PROBLEM_KINDS[kind]
    return [
      status,
      { description: title.en, content: { [PROBLEM_TYPE]: { schema: problemShape } } },
    ]
  })
  return Object.fromEntries(entries) as Record<number, unknown>
}
