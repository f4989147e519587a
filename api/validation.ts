import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'

import type { Text } from '#domain/text.ts'

import { listKnownFields } from './known-fields.ts'
import { FieldsProblem, type FieldProblem } from './problem.ts'
import { translateRule } from './translate-rule.ts'

type Issue = z.core.$ZodIssue

const PARTS = { querystring: 'query', params: 'path', body: 'body', headers: 'headers' } as const
const NOUNS = {
  query: { vi: 'Tham số', en: 'Query parameter' },
  path: { vi: 'Phần đường dẫn', en: 'Path parameter' },
  body: { vi: 'Trường', en: 'Field' },
  headers: { vi: 'Header', en: 'Header' },
} as const
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
    return { error: toProblem(result.error, { part, schema, data }) }
  }

/** Reads what only another part of the request says how to read. Throws the same problem. */
export function parsePart<Read>(
  schema: z.ZodType<Read>,
  part: FieldProblem['in'],
  data: unknown,
): Read {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  throw toProblem(result.error, { part, schema, data })
}

function toProblem(error: z.ZodError, checked: Checked): FieldsProblem {
  const errors = error.issues.flatMap((issue) => toFieldProblems(issue, checked))
  return new FieldsProblem('REQUEST_INVALID', errors)
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
  // Fastify has null for a body that did not come.
  const received = name === '' ? (data ?? undefined) : findReceived(data, issue.path)
  const rule = translateRule(issue.message) ?? { vi: issue.message, en: issue.message }
  const said = describe(received, part)
  const subject = (language: keyof Text) => `${NOUNS[part][language]} '${name}'`
  const detail = {
    vi: `${name === '' ? 'Nội dung' : subject('vi')} ${said.vi}; phải là ${rule.vi}.`,
    en: `${name === '' ? 'The body' : subject('en')} is ${said.en}; accepted is ${rule.en}.`,
  }
  return [{ in: part, name, detail }]
}

function toUnknownField(
  name: string,
  part: FieldProblem['in'],
  known: readonly string[],
): FieldProblem {
  const names = known.join(', ')
  const none = { vi: 'ở đây không có gì', en: 'there are none here' }
  const accepted = known.length === 0 ? none : { vi: `có: ${names}`, en: `known are: ${names}` }
  const detail = {
    vi: `${NOUNS[part].vi} '${name}' không có; ${accepted.vi}.`,
    en: `${NOUNS[part].en} '${name}' is not known; ${accepted.en}.`,
  }
  return { in: part, name, detail }
}

function findReceived(data: unknown, path: readonly PropertyKey[]): unknown {
  let found = data
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Reflect.get(found, key)
  }
  return found
}

/** What stands after the name of what was received. */
function describe(received: unknown, part: FieldProblem['in']): Text {
  if (received === undefined) return { vi: 'bị thiếu', en: 'missing' }
  if (Array.isArray(received)) return describeList(received.length, part)
  const text = JSON.stringify(received)
  const shown =
    text.length <= RECEIVED_CHARACTERS_MAX ? text : `${text.slice(0, RECEIVED_CHARACTERS_MAX)}…`
  return { vi: `là ${shown}`, en: shown }
}

function describeList(count: number, part: FieldProblem['in']): Text {
  return part === 'body'
    ? { vi: `là danh sách ${count} mục`, en: `a list of ${count}` }
    : { vi: `được nêu ${count} lần`, en: `given ${count} times` }
}
