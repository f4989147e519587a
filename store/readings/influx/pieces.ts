import type { Span } from '../contract.ts'
import { QueryTooWide } from './influxql.ts'

export interface Pieces {
  readonly span: Span
  /** Pieces begin at multiples of this, as far as they are not the whole span's; milliseconds. */
  readonly cutAt?: number
  readonly newestFirst?: boolean
}

/**
 * Asks for the whole span at once; when the server finds that too wide (72 h of files in 3 Core, `max-select-buckets`, our own
 * bound on answers), for its halves, and so on. Yields the answers in order, so that whoever has enough stops.
 */
export async function* readPieces<T>(
  { span, cutAt = 1, newestFirst = false }: Pieces,
  read: (piece: Span) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  const open = span.from < span.until ? [span] : []
  for (let piece = open.pop(); piece !== undefined; piece = open.pop()) {
    const answer = await readOrCut(piece, cutAt, read)
    if ('value' in answer) yield answer.value
    else open.push(...(newestFirst ? answer.halves : answer.halves.toReversed()))
  }
}

type Answer<T> = { readonly value: T } | { readonly halves: readonly Span[] }

async function readOrCut<T>(
  piece: Span,
  cutAt: number,
  read: (piece: Span) => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { value: await read(piece) }
  } catch (error) {
    if (!(error instanceof QueryTooWide)) throw error
    return { halves: cut(piece, cutAt, error) }
  }
}

function cut({ from, until }: Span, cutAt: number, error: QueryTooWide): Span[] {
  const below = Math.floor((from + until) / 2 / cutAt) * cutAt
  const at = below > from ? below : below + cutAt
  // Not even the smallest piece is answered.
  if (at >= until) throw error
  return [
    { from, until: at },
    { from: at, until },
  ]
}
