import type { Installation } from '#domain/installation.ts'
import type { Span } from '#store/readings/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import type { ReportContext } from './context.ts'
import type { LookedStay, StayScene } from './stays.ts'

/** A device stood there for a part of the stay. */
export interface Standing extends Span {
  readonly device: string
  readonly name: string
  readonly model: string | null
}

/** Installations say what stood where, by time. */
export async function findStanding(
  { registry }: Pick<ReportContext, 'registry'>,
  { place, from, until }: Pick<LookedStay, 'place' | 'from' | 'until'>,
): Promise<Standing[]> {
  const { installations, devices } = registry
  const standing: Standing[] = []
  const here = listAll<number, Installation>((page) => installations.list({ ...page, place }))
  for await (const installation of here) {
    const part = overlap({ from, until }, installation)
    if (part === undefined) continue
    const device = await devices.get(installation.device)
    const { name = installation.device, model = null } = device ?? {}
    standing.push({ device: installation.device, name, model, ...part })
  }
  return standing.toSorted((one, other) => one.from - other.from)
}

/** The parts of a stay in which nothing stood there that could have measured. */
export function findUnwatched({ from, until, standing }: StayScene): Span[] {
  const holes: Span[] = []
  let seenUntil = from
  for (const part of standing) {
    if (part.from > seenUntil) holes.push({ from: seenUntil, until: part.from })
    seenUntil = Math.max(seenUntil, part.until)
  }
  if (seenUntil < until) holes.push({ from: seenUntil, until })
  return holes
}

/** Undefined: they have nothing in common. */
export function overlap(
  span: Span,
  other: { readonly from: number; readonly until: number | null },
): Span | undefined {
  const from = Math.max(span.from, other.from)
  const until = Math.min(span.until, other.until ?? Infinity)
  return from < until ? { from, until } : undefined
}
