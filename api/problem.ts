import { z } from 'zod'

import { NguonError } from '#domain/error.ts'

import { PROBLEM_KINDS, type ProblemName } from './problem-kinds.ts'

export const PROBLEM_TYPE = 'application/problem+json'

/** RFC 9457 §3, with our extension members `code`, `titles`, `errors` and `findings`. */
export const problemShape = z
  .object({
    type: z.string().meta({
      description: 'Identifies the kind of problem; never changes.',
      examples: ['urn:nguon:problem:bad-request'],
    }),
    title: z.string().meta({ description: 'The kind of problem, in English.' }),
    titles: z.object({ vi: z.string(), en: z.string() }),
    status: z.number().int(),
    code: z.string().meta({
      description: 'What exactly went wrong, for programs.',
      examples: ['REQUEST_INVALID'],
    }),
    detail: z.string().meta({ description: 'What was received and what is accepted.' }),
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
export type FieldProblem = NonNullable<Problem['errors']>[number]

/** A problem on its way to the client: throw it in a handler. */
export class RequestProblem extends NguonError {
  readonly kind: ProblemName

  constructor(kind: ProblemName, code: string, detail: string) {
    super(code, detail)
    this.kind = kind
  }

  toDocument(): Problem {
    return createProblem(this.kind, this.code, this.message)
  }
}

/** A request of which some parts are wrong, each named. */
export class FieldsProblem extends RequestProblem {
  readonly errors: readonly FieldProblem[]

  constructor(code: string, errors: readonly FieldProblem[]) {
    super('bad-request', code, errors.map(({ detail }) => detail).join(' '))
    this.errors = errors
  }

  override toDocument(): Problem {
    return { ...super.toDocument(), errors: [...this.errors] }
  }
}

export function createProblem(kind: ProblemName, code: string, detail: string): Problem {
  const { status, title } = PROBLEM_KINDS[kind]
  const type = `urn:nguon:problem:${kind}`
  return { type, title: title.en, titles: title, status, code, detail }
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
