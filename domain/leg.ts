import { patienceOf } from './condition.ts'
import { countBefore, type Stretch } from './measured.ts'
import type { Text } from './text.ts'
import { DAY, HOUR, MINUTE, type Instant } from './time.ts'

/** What a vehicle did: it was under way, it stood, or it was not heard of. Goods that stand in the sun are on a leg too. */
export const LEG_KINDS = ['moving', 'standing', 'unknown'] as const
export type LegKind = (typeof LEG_KINDS)[number]

export const LEG_NAMES: Readonly<Record<LegKind, Text>> = {
  moving: { vi: 'Chạy', en: 'Moving' },
  standing: { vi: 'Đứng', en: 'Standing' },
  unknown: { vi: 'Không rõ', en: 'Unknown' },
}

/** A shorter stop does not end what is under way: a traffic light, a gate, a ferry's ramp. */
export const STOP_MIN = 5 * MINUTE
/** In a hole of the network what was goes on for so long; behind a pass, an hour without signal is usual. */
const SILENCE_MIN = HOUR
/** What is heard of less often than this is not followed. */
const SILENCE_MAX = 7 * DAY
/** Where nobody says when the next reading is due. */
const DUE_DEFAULT = MINUTE

/** The part of a leg that lies in what was asked for. */
export interface Leg extends Stretch {
  readonly kind: LegKind
  /** It is longer than what was asked for, at this end. */
  readonly beganBefore: boolean
  /** It has no end yet, or none before the end of what was asked for. */
  readonly goesOn: boolean
}

/** All lists are oldest first. */
export interface Track {
  readonly motions: readonly Motion[]
  /** When anything was heard of the vehicle: the instants of `motions` and those of all else. */
  readonly heardAt: readonly Instant[]
  /** How often its motion should be told, milliseconds; null = not known. */
  readonly every: number | null
}

interface Motion {
  readonly at: Instant
  readonly isMoving: boolean
}

/** A longer silence makes it unknown what the vehicle does. */
export function silenceOf(every: number | null): number {
  return Math.min(SILENCE_MAX, Math.max(SILENCE_MIN, patienceOf(every)))
}

/**
 * The legs of a stretch of time, oldest first, one beginning where the other ends, until `now` at the latest. A motion
 * goes on until the next reading of it says otherwise. What the answer says of an instant does not depend on where the stretch
 * begins and ends, when the track reaches `silenceOf(every)` beyond both, and further back to the last motion before.
 */
export function findLegs(track: Track, asked: Stretch, now: Instant): Leg[] {
  const reach = silenceOf(track.every)
  const seen = { from: asked.from - reach, until: Math.min(asked.until + reach, now) }
  const legs = bridgeStops(toPieces(track, seen))
  return legs
    .filter(({ from, until }) => from < asked.until && until > asked.from)
    .map(({ kind, from, until }) => ({
      kind,
      from: Math.max(from, asked.from),
      until: Math.min(until, asked.until),
      beganBefore: from < asked.from,
      goesOn: until > asked.until || until === seen.until,
    }))
}

type Piece = Stretch & Pick<Leg, 'kind'>
interface Mark {
  readonly at: Instant
  readonly kind: LegKind
}

function toPieces(track: Track, seen: Stretch): Piece[] {
  const told = track.motions
    .filter(({ at }) => at < seen.until)
    .map(({ at, isMoving }): Mark => ({
      at: Math.max(at, seen.from),
      kind: isMoving ? 'moving' : 'standing',
    }))
  const silent = findSilences(track, seen).flatMap(({ from, until }): Mark[] => [
    { at: from, kind: 'unknown' },
    // Whoever is heard again without a word about motion does what was told last.
    { at: until, kind: told[countBefore(told, until + 1) - 1]?.kind ?? 'unknown' },
  ])
  const first: Mark = { at: seen.from, kind: 'unknown' }
  // Of marks of one instant the last holds: silence is stronger than what was told before it.
  const marks = [first, ...told, ...silent].toSorted((a, b) => a.at - b.at)
  const pieces = marks.map(({ at, kind }, index) => ({
    kind,
    from: at,
    until: marks[index + 1]?.at ?? seen.until,
  }))
  return mergeEqual(pieces.filter(({ from, until }) => from < until))
}

/** From when the next reading was due until one came. */
function findSilences({ heardAt, every }: Track, seen: Stretch): Stretch[] {
  const silence = silenceOf(every)
  const due = Math.min(every ?? DUE_DEFAULT, silence)
  const heard = heardAt.filter((at) => at >= seen.from && at < seen.until)
  const ends = [...heard, seen.until]
  return ends.flatMap((until, index) => {
    const last = heard[index - 1]
    if (until - (last ?? seen.from) <= silence) return []
    return { from: last === undefined ? seen.from : last + due, until }
  })
}

function bridgeStops(pieces: readonly Piece[]): Piece[] {
  const bridged = pieces.map((piece, index): Piece => {
    const isShort = piece.kind === 'standing' && piece.until - piece.from < STOP_MIN
    const isBetween = [pieces[index - 1], pieces[index + 1]].every((one) => one?.kind === 'moving')
    return isShort && isBetween ? { ...piece, kind: 'moving' } : piece
  })
  return mergeEqual(bridged)
}

function mergeEqual(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (last?.kind === piece.kind) merged[merged.length - 1] = { ...last, until: piece.until }
    else merged.push(piece)
  }
  return merged
}
