import { measureWay, type Position } from './distance.ts'
import { joinHeld, summarizeHeld, type Held, type HeldSummary } from './held.ts'
import type { Leg } from './leg.ts'
import type { Limit } from './limit.ts'
import { countBefore, within, type Measured, type Stretch } from './measured.ts'

/** What was measured on the way, each list oldest first; undefined where the vehicle has no such channel. */
export interface Way {
  readonly motions: readonly Pick<Measured, 'at'>[]
  readonly positions: readonly Position[] | undefined
  readonly temperatures: readonly Held[]
  readonly doors: readonly Measured[] | undefined
  readonly shocks: readonly Measured[]
}

/** A leg and what the load went through. Sums, so that the parts of a leg can be put together. */
export interface LegConditions extends Leg {
  /** Readings of the channel that tells the motion. */
  readonly motionCount: number
  /** Where it was first seen. */
  readonly position: Position | undefined
  /** Under way; what a receiver of positions wanders while the vehicle stands is no way, and of the unknown nobody knows. */
  readonly metres: number | undefined
  readonly temperature: HeldSummary | undefined
  readonly doorOpenings: number | undefined
  /** The largest of either sign. */
  readonly shock: number | undefined
}

export function describeLeg(leg: Leg, way: Way, limit: Limit | undefined): LegConditions {
  const { positions, doors } = way
  return {
    ...leg,
    motionCount: within(way.motions, leg).length,
    position: positions && within(positions, leg)[0],
    metres: positions && measureMetres(leg, positions),
    temperature: summarizeHeld(way.temperatures, leg, limit),
    doorOpenings: doors && countOpenings(doors, leg),
    shock: findStrongest(within(way.shocks, leg)),
  }
}

/** Whether two parts are one leg that was cut by the end of what was asked for. */
export function isSameLeg(earlier: Leg, later: Leg): boolean {
  return earlier.goesOn && later.beganBefore && earlier.kind === later.kind
}

/** Two parts of one leg. */
export function joinLegs(earlier: LegConditions, later: LegConditions): LegConditions {
  return {
    kind: earlier.kind,
    from: earlier.from,
    until: later.until,
    beganBefore: earlier.beganBefore,
    goesOn: later.goesOn,
    motionCount: earlier.motionCount + later.motionCount,
    position: earlier.position ?? later.position,
    metres: joinBy(earlier.metres, later.metres, (a, b) => a + b),
    temperature: joinHeld(earlier.temperature, later.temperature),
    doorOpenings: joinBy(earlier.doorOpenings, later.doorOpenings, (a, b) => a + b),
    shock: joinBy(earlier.shock, later.shock, Math.max),
  }
}

function joinBy(
  a: number | undefined,
  b: number | undefined,
  join: (a: number, b: number) => number,
): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : join(a, b)
}

function measureMetres(leg: Leg, positions: readonly Position[]): number | undefined {
  if (leg.kind === 'unknown') return undefined
  return leg.kind === 'moving' ? measureWay(positions, leg) : 0
}

/** A door that was open when it was first heard of was not opened here. */
function countOpenings(doors: readonly Measured[], { from, until }: Stretch): number {
  const first = Math.max(1, countBefore(doors, from))
  const here = doors.slice(first, countBefore(doors, until))
  return here.filter(({ value }, index) => value > 0 && doors[first + index - 1]?.value === 0)
    .length
}

function findStrongest(shocks: readonly Measured[]): number | undefined {
  if (shocks.length === 0) return undefined
  return shocks.reduce((max, { value }) => Math.max(max, Math.abs(value)), 0)
}
