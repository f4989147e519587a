import { z } from 'zod'

import { ask, type Answer, type Cell, type Endpoint } from './backends.ts'

export const infinityTarget = z.object({
  url: z.string(),
  /** Where the answer becomes columns: in the plugin's backend, or (simple) in the reader's browser. */
  parser: z.enum(['backend', 'simple']),
  /** Where the rows are in the answer. */
  root_selector: z.string(),
  columns: z.array(z.object({ selector: z.string(), text: z.string(), type: z.string() })),
})
export type InfinityTarget = z.output<typeof infinityTarget>

const cell = z.union([z.string(), z.number(), z.null()])
const answerShape = z.record(z.string(), z.unknown())
const rowsShape = z.array(z.record(z.string(), z.unknown()))

/**
 * What the Infinity plugin makes of a target whose url is interpolated: the items at the root, and of each the columns by their
 * path. Compared with the plugin 3.11.1 itself; docs/dashboards.md says how far.
 */
export async function runInfinity(api: Endpoint, target: InfinityTarget): Promise<Answer> {
  const { url, columns, parser, root_selector: root } = target
  const found = await ask(api, url, answerShape)
  const rows = rowsShape
    .parse(found[root])
    .map((item) => columns.map(({ selector }) => pick(item, selector)))
  const answer = { columns: columns.map(({ text }) => text), rows }
  return parser === 'backend' ? toBackendAnswer(answer) : answer
}

function pick(item: unknown, path: string): Cell {
  const value = path
    .split('.')
    .reduce<unknown>((at, name) => (at instanceof Object ? Reflect.get(at, name) : null), item)
  return cell.parse(value ?? null)
}

/** The backend sorts columns by the bytes of their titles, and where there are no rows it has no columns either. */
function toBackendAnswer({ columns, rows }: Answer): Answer {
  if (rows.length === 0) return { columns: [], rows }
  const sorted = columns
    .map((title, at) => ({ bytes: Buffer.from(title), at }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
  const arrange = <Item>(list: readonly Item[]) =>
    sorted.flatMap(({ at }) => list.slice(at, at + 1))
  return { columns: arrange(columns), rows: rows.map(arrange) }
}
