import { z } from 'zod'

import type { Operation } from '#domain/trace/operation.ts'
import { formatInstant } from '#domain/zone.ts'
import { OPERATION_KINDS } from '#trace/kinds.ts'
import type { NewItem, NewOperation } from '#trace/record-operation.ts'

import { FieldsProblem, type FieldProblem } from '../problem.ts'
import { formatOptional } from '../shapes.ts'
import { readTime } from './fields.ts'
import type { newOperation, operationView } from './operation-shape.ts'

type Body = z.output<typeof newOperation>

const WITHDRAWN = { vi: 'Rút lại (không xảy ra)', en: 'Withdrawn (did not happen)' }

/** What was asked for, with the details as the schema of their kind reads them. */
export function toNewOperation(body: Body, zone: string): NewOperation {
  return {
    ...body,
    at: readTime(body.at, zone),
    until: body.until === null ? null : readTime(body.until, zone),
    items: body.items.map((item) => toNewItem(item, zone)),
    details: parseDetails(body),
  }
}

function toNewItem({ create, ...item }: Body['items'][number], zone: string): NewItem {
  if (create === undefined) return item
  const expiresAt = create.expiresAt === null ? null : readTime(create.expiresAt, zone)
  return { ...item, create: { ...create, expiresAt } }
}

function parseDetails({ kind, details }: Body): Record<string, unknown> {
  const schema = OPERATION_KINDS[kind]?.details ?? z.strictObject({})
  const parsed = schema.safeParse(details)
  if (parsed.success) return parsed.data
  throw new FieldsProblem(
    'REQUEST_INVALID',
    parsed.error.issues.map((issue) => toProblem(issue, schema, details)),
  )
}

function toProblem(
  issue: z.core.$ZodIssue,
  schema: z.ZodObject,
  details: Body['details'],
): FieldProblem {
  const name = ['details', ...issue.path].join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape).join(', ') || 'none'
    const detail = `Field '${name}' has ${issue.keys.join(', ')}; known are: ${known}.`
    return { in: 'body', name, detail }
  }
  const received = JSON.stringify(issue.path.length === 0 ? details : at(details, issue.path))
  const detail = `Field '${name}' is ${received?.slice(0, 100) ?? 'not given'}; accepted is ${issue.message}.`
  return { in: 'body', name, detail }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Reflect.get(found, key)
  }
  return found
}

export function viewOperation(operation: Operation, zone: string): z.input<typeof operationView> {
  return {
    ...operation,
    name: OPERATION_KINDS[operation.kind]?.name ?? WITHDRAWN,
    at: formatInstant(zone, operation.at),
    until: formatOptional(zone, operation.until),
    recordedAt: formatInstant(zone, operation.recordedAt),
    items: [...operation.items],
    attachments: [...operation.attachments],
  }
}
