import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'

import { listKnownFields } from './known-fields.ts'
import { FieldsProblem, type FieldProblem } from './problem.ts'

type Issue = z.core.$ZodIssue

const PARTS = { querystring: 'query', params: 'path', body: 'body', headers: 'headers' } as const
const NOUNS = { query: 'Query parameter', path: 'Path parameter', body: 'Field', headers: 'Header' }
/** Of what was received, this much is repeated in the answer. */
const RECEIVED_CHARACTERS_MAX = 100

/**
 * Checks a part of a request against its zod schema. Every schema's own message says what is accepted, so that a
 * problem reads "`limit` is "abc"; accepted is a whole number from 1 to 1000."
 */
export const compileValidator: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart = 'body' }) =>
  (data: unknown) => {
    const result = schema.safeParse(data)
    if (result.success) return { value: result.data }
    const part = PARTS[httpPart as keyof typeof PARTS]
    const errors = result.error.issues.flatMap((issue) =>
      toFieldProblems(issue, { part, schema, data }),
    )
    return { error: new FieldsProblem('REQUEST_INVALID', errors) }
  }

interface Checked {
  readonly part: FieldProblem['in']
  readonly schema: z.ZodType
  readonly data: unknown
}

function toFieldProblems(issue: Issue, checked: Checked): FieldProblem[] {
  const { part, data } = checked
  if (issue.code === 'unrecognized_keys') {
    const known = listKnownFields(checked.schema, data, issue.path)
    return issue.keys.map((key) => toUnknownField([...issue.path, key].join('.'), part, known))
  }
  const name = issue.path.join('.')
  const subject = name === '' ? 'The body' : `${NOUNS[part]} '${name}'`
  // Fastify has null for a body that did not come.
  const received = name === '' ? (data ?? undefined) : findReceived(data, issue.path)
  const detail = `${subject} is ${describe(received, part)}; accepted is ${issue.message}.`
  return [{ in: part, name, detail }]
}

function toUnknownField(
  name: string,
  part: FieldProblem['in'],
  known: readonly string[],
): FieldProblem {
  const accepted = known.length === 0 ? 'there are none here' : `known are: ${known.join(', ')}`
  return { in: part, name, detail: `${NOUNS[part]} '${name}' is not known; ${accepted}.` }
}

function findReceived(data: unknown, path: readonly PropertyKey[]): unknown {
  let found = data
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Reflect.get(found, key)
  }
  return found
}

function describe(received: unknown, part: FieldProblem['in']): string {
  if (received === undefined) return 'missing'
  if (Array.isArray(received)) {
    return part === 'body' ? `a list of ${received.length}` : `given ${received.length} times`
  }
  const text = JSON.stringify(received)
  return text.length <= RECEIVED_CHARACTERS_MAX
    ? text
    : `${text.slice(0, RECEIVED_CHARACTERS_MAX)}…`
}
