import type { Channel } from '#domain/channel.ts'

import type { QualityCount, Span } from '../contract.ts'
import type { ReadSources } from './read-sources.ts'

export type QualityQuery = Span & { readonly channel: Channel }

/** A quality is one byte. */
const QUALITIES = 256

/** Of raw readings: the roll-ups that outlive them do not tell qualities. */
export function readQualities(
  sources: ReadSources,
  { channel: { id: channel }, from, until }: QualityQuery,
): QualityCount[] {
  const span = { from: Math.max(from, sources.readMeta().rawFrom), until }
  if (span.from >= span.until) return []
  const hot = sources.readHot(sources.readMeta(), channel, span)
  const counts = new Float64Array(QUALITIES)
  for (const block of sources.blocks.oldestFirst({ channel, ...span, hot })) {
    for (const quality of block.quality) counts[quality] = (counts[quality] ?? 0) + 1
  }
  return Array.from(counts, (count, quality) => ({ quality, count })).filter(
    ({ count }) => count > 0,
  )
}
