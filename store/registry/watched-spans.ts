import type { Range } from '#domain/alarm/range.ts'
import type { Channel } from '#domain/channel.ts'
import type { PlaceKind } from '#domain/place.ts'
import type { Instant } from '#domain/time.ts'

import type { LimitVersion } from './contract-alarms.ts'
import type { WatchedSpan } from './contract-excursions.ts'
import { toLimitVersion } from './limits.ts'
import type { Database } from './schema.ts'

/** See `Excursions.watched`. */
export async function listWatched(
  db: Database,
  id: number,
  { from, until }: Range,
): Promise<WatchedSpan[] | undefined> {
  const row = await db.selectFrom('channel').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  const { device, name, quantity } = row
  const channel = { id, device, name, quantity }
  const terms = await listTerms(db, channel)
  const standings = await listStandings(db, device)
  const spans = standings.flatMap((standing) => toSpans(channel, standing, terms))
  return spans.filter((span) => span.from <= until && span.until >= from)
}

/** A version, and from when until when it is in force. */
interface Term {
  readonly limit: LimitVersion
  readonly from: Instant
  readonly until: Instant
}

/** The terms of all limits that name the channel. What was before the first version is judged by it. */
async function listTerms(db: Database, { name }: Channel): Promise<Term[]> {
  const query = db.selectFrom('limit_version').selectAll()
  const rows = await query.orderBy('id').orderBy('version').execute()
  const versions = Map.groupBy(rows.map(toLimitVersion), ({ limit }) => limit.id)
  const terms = [...versions.values()].flatMap((all) =>
    all.map((limit, index): Term => {
      const from = index === 0 ? -Infinity : limit.validFrom
      return { limit, from, until: all[index + 1]?.validFrom ?? Infinity }
    }),
  )
  return terms.filter(({ limit }) => !limit.withdrawn && limit.limit.channels.includes(name))
}

interface Standing {
  readonly place: string
  readonly kind: PlaceKind
  readonly from_at: Instant
  readonly until_at: Instant | null
}

async function listStandings(db: Database, device: string): Promise<Standing[]> {
  return await db
    .selectFrom('installation')
    .innerJoin('place', 'place.id', 'installation.place')
    .select(['installation.place', 'place.kind', 'from_at', 'until_at'])
    .where('device', '=', device)
    .orderBy('from_at')
    .execute()
}

function toSpans(channel: Channel, standing: Standing, terms: readonly Term[]): WatchedSpan[] {
  const { place, kind, from_at: standingFrom, until_at: end } = standing
  return terms.flatMap(({ limit, ...term }) => {
    const from = Math.max(term.from, standingFrom)
    const until = Math.min(term.until, end ?? Infinity)
    if (from >= until || !limit.limit.placeKinds.includes(kind)) return []
    return [{ limit, channel, place, from, until, standingFrom }]
  })
}
