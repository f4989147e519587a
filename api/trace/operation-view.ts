import { z } from 'zod'

import type { Operation } from '#domain/trace/operation.ts'
import { formatInstant } from '#domain/zone.ts'
import { nameKind, OPERATION_KINDS } from '#trace/kinds.ts'
import type { NewItem, NewOperation } from '#trace/record-operation.ts'

import { formatOptional } from '../shapes.ts'
import { parsePart } from '../validation.ts'
import { readTime } from './fields.ts'
import type { newOperation, operationView } from './operation-shape.ts'

type Body = z.output<typeof newOperation>

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
  const schema = z.object({ details: OPERATION_KINDS[kind]?.details ?? z.strictObject({}) })
  return parsePart(schema, 'body', { details }).details
}

export function viewOperation(operation: Operation, zone: string): z.input<typeof operationView> {
  return {
    ...operation,
    name: nameKind(operation.kind),
    at: formatInstant(zone, operation.at),
    until: formatOptional(zone, operation.until),
    recordedAt: formatInstant(zone, operation.recordedAt),
    items: [...operation.items],
    attachments: [...operation.attachments],
  }
}
