import { Readable } from 'node:stream'

import type { FastifyReply } from 'fastify'
import { z } from 'zod'

import { HOUR } from '#domain/time.ts'

import { FORMATS, type Format } from './format.ts'
import { pageOf, type Page } from './page.ts'

/** A stream that is not read to its end within this time is cut. */
export const EXPORT_MS_MAX = HOUR

/** A client gets text; what we hand to Fastify may be a stream of it. */
const streamed = z.string().or(z.instanceof(Readable))

/** The good answer of a route that tells rows in every format. */
export function rowsOf(row: z.ZodType) {
  return {
    description: 'A page (json), or all rows (csv, ndjson).',
    content: {
      [FORMATS.json]: { schema: pageOf(row) },
      [FORMATS.csv]: { schema: streamed },
      [FORMATS.ndjson]: { schema: streamed },
    },
  }
}

/** `name` is what a browser calls the file. */
export function sendRows(
  reply: FastifyReply,
  { format, name }: { readonly format: Format; readonly name: string },
  body: Page<unknown> | Readable,
): FastifyReply {
  // Thousands of rows of ours, typed: checking each on its way out would hold up everybody else.
  const text = body instanceof Readable ? body : JSON.stringify(body)
  if (format === 'csv') {
    reply.header('content-disposition', `attachment; filename="${name}.csv"`)
  }
  return reply.header('vary', 'accept').type(`${FORMATS[format]}; charset=utf-8`).send(text)
}
