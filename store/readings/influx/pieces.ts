import type { Span } from '../contract.ts'
import { QueryTooWide } from './influxql.ts'

/** Where a span may be cut: at instants t with (t + offset) divisible by `every`. */
export interface Grid {
  readonly every: number
  readonly offset: number
}

export const ANYWHERE: Grid = { every: 1, offset: 0 }

export interface Pieces {
  readonly span: Span
  readonly grid: Grid
  readonly newestFirst?: boolean
}

/**
 * Asks for the whole span at once; when the server finds that too wide (72 h of files in 3 Core, `max-select-buckets`, our own
 * bound on answers), for its halves, and so on. Yields the answers in order, so that whoever has enough stops.
 */
export async function* readPieces<T>(
  { span, grid, newestFirst = false }: Pieces,
  read: (piece: Span) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  const open = span.from < span.until ? [span] : []
  for (let piece = open.pop(); piece !== undefined; piece = open.pop()) {
    const answer = await readOrCut(piece, grid, read)
    if ('value' in answer) yield answer.value
    else open.push(...(newestFirst ? answer.halves : answer.halves.toReversed()))
  }
}

type Answer<T> = { readonly value: T } | { readonly halves: readonly Span[] }

async function readOrCut<T>(
  piece: Span,
  grid: Grid,
  read: (piece: Span) => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { value: await read(piece) }
  } catch (error) {
    if (!(error instanceof QueryTooWide)) throw error
    return { halves: cut(piece, grid, error) }
  }
}

function cut({ from, until }: Span, { every, offset }: Grid, error: QueryTooWide): Span[] {
  const middle = Math.floor((from + until) / 2)
  const below = Math.floor((middle + offset) / every) * every - offset
  const at = below > from ? below : below + every
  // Not one window is small enough.
  if (at >= until) throw error
  return [
    { from, until: at },
    { from: at, until },
  ]
}
