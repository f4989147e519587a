import { z } from 'zod'

import { timezone, wholeNumber } from './parameters.ts'
import { FieldsProblem } from './problem.ts'

/** Items of a page when the request does not say. */
const LIMIT_DEFAULT = 100
/** Items of a page at most; a larger `limit` is refused. */
const LIMIT_MAX = 1_000

export interface Page<Item> {
  readonly items: Item[]
  readonly next: string | null
}

export function limitParameter(fallback: number, max: number) {
  const description = `Items of a page, 1 to ${max}; ${fallback} when not given.`
  return wholeNumber([1, max], { description, examples: ['10'] }).optional()
}

export const after = z
  .string('the `next` of the page before')
  .max(1_000, 'the `next` of the page before')
  .optional()
  .meta({ description: 'The `next` of the page before; not given for the first page.' })

/** The parameters of every list. */
export const pageParameters = { limit: limitParameter(LIMIT_DEFAULT, LIMIT_MAX), after, timezone }

/** The answer of every list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  const next = z
    .string()
    .nullable()
    .meta({ description: 'Give it as `after` to get the next page; null on the last one.' })
  return z.object({ items: z.array(item), next }).meta({ description: 'A page.' })
}

/** What a registry list is asked: the page, and one item more to know whether another page follows. */
export function toPageQuery<Key>(
  query: { readonly limit?: number | undefined; readonly after?: string | undefined },
  key: z.ZodType<Key>,
): { limit: number; after?: Key } {
  const limit = (query.limit ?? LIMIT_DEFAULT) + 1
  return query.after === undefined ? { limit } : { limit, after: decodeCursor(query.after, key) }
}

/** Makes a page of what `toPageQuery` brought. */
export function toPage<Item>(
  found: readonly Item[],
  limit: number,
  keyOf: (item: Item) => unknown,
): Page<Item> {
  const items = found.slice(0, limit - 1)
  const last = items.at(-1)
  const next = found.length < limit || last === undefined ? null : encodeCursor(keyOf(last))
  return { items, next }
}

/** Opaque to clients, so that it may change. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

export function decodeCursor<Key>(cursor: string, key: z.ZodType<Key>): Key {
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()))
  if (parsed.success) return parsed.data
  const detail = {
    vi: `Tham số 'after' là ${JSON.stringify(cursor)}; phải là \`next\` của trang trước, giữ nguyên.`,
    en: `Query parameter 'after' is ${JSON.stringify(cursor)}; accepted is the \`next\` of the page before, unchanged.`,
  }
  throw new FieldsProblem('CURSOR_INVALID', [{ in: 'query', name: 'after', detail }])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
