import { countBefore, type Stretch } from './measured.ts'
import { HOUR, type Instant } from './time.ts'

/** Degrees; north and east are positive. */
export interface Position {
  readonly at: Instant
  readonly latitude: number
  readonly longitude: number
}

/** Mean radius of the Earth, R1 of the IUGG. */
const EARTH_RADIUS_METRES = 6_371_008.8
/** What is faster is a wrong position: neither the way there nor the way back counts. */
const METRES_PER_HOUR_MAX = 200_000

/** Along the great circle (haversine formula). */
export function metresBetween(a: Position, b: Position): number {
  const [latitudeA, latitudeB] = [toRadians(a.latitude), toRadians(b.latitude)]
  const halfChord =
    Math.sin((latitudeB - latitudeA) / 2) ** 2 +
    Math.cos(latitudeA) *
      Math.cos(latitudeB) *
      Math.sin(toRadians(b.longitude - a.longitude) / 2) ** 2
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(halfChord)))
}

/**
 * Metres from position to position, the straight way; a road is longer. A hop belongs to the stretch in which its middle
 * lies, so that stretches which follow one another share no hop and lose none.
 */
export function measureWay(positions: readonly Position[], stretch: Stretch): number {
  const first = Math.max(0, countBefore(positions, stretch.from) - 1)
  let metres = 0
  for (let index = first; index < positions.length - 1; index += 1) {
    const [from, to] = [positions[index], positions[index + 1]]
    if (from === undefined || to === undefined || from.at >= stretch.until) break
    const middle = (from.at + to.at) / 2
    if (middle >= stretch.from && middle < stretch.until) metres += plausibleMetres(from, to)
  }
  return metres
}

function plausibleMetres(from: Position, to: Position): number {
  const metres = metresBetween(from, to)
  return metres <= ((to.at - from.at) / HOUR) * METRES_PER_HOUR_MAX ? metres : 0
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
