import { describeLeg, isSameLeg, joinLegs, type LegConditions } from '#domain/leg-conditions.ts'
import { findLegs } from '#domain/leg.ts'
import { findLimit } from '#domain/starting-limits.ts'
import { DAY, SECOND, type Instant } from '#domain/time.ts'
import type { ReadingsReader, Span } from '#store/readings/contract.ts'

import { readWay } from './read-way.ts'
import type { VehicleSeries } from './vehicle-series.ts'

/** Legs are made of raw readings, of so many of one channel at once: a long span is read in pieces. */
const PIECE_READINGS_MAX = 20_000
const [PIECE_MIN, PIECE_MAX] = [DAY, 7 * DAY]
/** Where nobody says how often a vehicle reports, few report more often. */
const EVERY_DEFAULT = 5 * SECOND

/** Legs of a vehicle, the newest first; the next piece of the span is read only when these are taken. */
export async function* readLegs(
  readings: ReadingsReader,
  vehicle: VehicleSeries,
  { span, now }: { readonly span: Span; readonly now: Instant },
): AsyncGenerator<LegConditions[]> {
  // The oldest leg of a piece may go on in the next older one.
  let oldest: LegConditions | undefined
  for (const piece of cutNewestFirst(span, vehicle)) {
    const legs = joinLater(await readPiece(readings, vehicle, { span: piece, now }), oldest)
    oldest = legs.shift()
    if (legs.length > 0) yield legs.toReversed()
  }
  if (oldest !== undefined) yield [oldest]
}

function* cutNewestFirst({ from, until }: Span, { every }: VehicleSeries): Generator<Span> {
  const wanted = PIECE_READINGS_MAX * (every ?? EVERY_DEFAULT)
  const length = Math.min(PIECE_MAX, Math.max(PIECE_MIN, wanted))
  for (let end = until; end > from; end -= length) {
    yield { from: Math.max(from, end - length), until: end }
  }
}

async function readPiece(
  readings: ReadingsReader,
  vehicle: VehicleSeries,
  { span, now }: { readonly span: Span; readonly now: Instant },
): Promise<LegConditions[]> {
  if (vehicle.motions.length === 0) return []
  const wide = { from: span.from - vehicle.reach, until: span.until + vehicle.reach }
  const way = await readWay(readings, vehicle, wide)
  const limit = findLimit('vehicle', 'temperature')
  return findLegs(way, span, now).map((leg) => describeLeg(leg, way, limit))
}

function joinLater(legs: readonly LegConditions[], later: LegConditions | undefined) {
  const last = legs.at(-1)
  if (later === undefined) return [...legs]
  if (last === undefined || !isSameLeg(last, later)) return [...legs, later]
  return [...legs.slice(0, -1), joinLegs(last, later)]
}
