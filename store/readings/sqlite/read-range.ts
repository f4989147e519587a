import { joinColumns, pickColumns, type ReadingColumns } from '../chunk-columns.ts'
import type { RangeQuery } from '../contract.ts'
import type { ReadSources } from './read-sources.ts'

/** The oldest or the newest `limit` readings of the span, ascending in time either way. */
export function readRange(sources: ReadSources, query: RangeQuery): ReadingColumns {
  const { from, until, limit, order = 'oldest' } = query
  const channel = query.channel.id
  const hot = sources.readHot(sources.readMeta(), channel, { from, until })
  const span = { channel, hot, from, until }
  if (order === 'oldest') return takeOldest(sources.blocks.oldestFirst(span), limit)
  return takeNewest(sources.blocks.newestFirst(span), limit)
}

function takeOldest(blocks: Iterable<ReadingColumns>, limit: number): ReadingColumns {
  return pickColumns(joinColumns(takeBlocks(blocks, limit)), 0, limit)
}

function takeNewest(blocks: Iterable<ReadingColumns>, limit: number): ReadingColumns {
  const joined = joinColumns(takeBlocks(blocks, limit).toReversed())
  return pickColumns(joined, Math.max(0, joined.measuredAt.length - limit))
}

function takeBlocks(blocks: Iterable<ReadingColumns>, limit: number): ReadingColumns[] {
  const taken: ReadingColumns[] = []
  let count = 0
  for (const block of blocks) {
    taken.push(block)
    count += block.measuredAt.length
    if (count >= limit) break
  }
  return taken
}
