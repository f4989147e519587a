import { DAY } from '../time.ts'
import { findLevel, type AlarmLimit } from './limit.ts'
import type { Measure } from './measure.ts'

/** The smallest and the largest reading of some time; null: there is none. */
export interface Extremes {
  readonly min: number | null
  readonly max: number | null
}

/** How far back a meter looks that has no window. */
const STILL_BEFORE = DAY

/**
 * How far back from an instant readings bear on what is measured then, milliseconds: the window, the part of it that is forgotten
 * last, and the reading that held into it.
 */
export function lookBackOf(measure: Measure): number {
  if (measure.kind === 'value') return 0
  if (!('over' in measure)) return STILL_BEFORE
  return measure.over + Math.ceil(measure.over / 12) + measure.holdMax
}

/**
 * Whether readings between these extremes, wherever they lie, leave the limit in order whatever level it was at. So time that
 * is calm for as long as the meter looks back need not be read. False where extremes do not tell.
 */
export function isCalm(limit: AlarmLimit, { min, max }: Extremes): boolean {
  const { measure, side } = limit
  const extreme = side === 'high' ? max : min
  if (extreme === null) return isTold(measure)
  switch (measure.kind) {
    case 'value':
      return isInOrder(limit, extreme)
    case 'average':
    case 'mean-kinetic-temperature':
      // A mean is within what it is of, but for its rounding.
      return isInOrder(limit, extreme + (side === 'high' ? 1 : -1) * roundingOf(extreme))
    case 'minutes-beyond':
    case 'degree-hours': {
      const { threshold } = measure
      const isBeyond = side === 'high' ? extreme >= threshold : extreme <= threshold
      return !isBeyond && isInOrder(limit, 0)
    }
    case 'minutes-run':
    case 'swing':
    case 'rate':
    case 'jumps':
    case 'lag':
    case 'misdated':
    case 'unchanged':
    case 'silent-share':
    case 'calibration-overdue':
    case 'sample-overdue':
    case 'absent':
    case 'intervals-missed':
    default:
      return false
  }
}

const TOLD: ReadonlySet<Measure['kind']> = new Set<Measure['kind']>([
  'value',
  'average',
  'mean-kinetic-temperature',
  'minutes-beyond',
  'degree-hours',
])

/** Whether extremes tell of this measure at all. */
function isTold({ kind }: Measure): boolean {
  return TOLD.has(kind)
}

function isInOrder(limit: AlarmLimit, value: number): boolean {
  return findLevel(limit, value, limit.levels.length) === 0
}

function roundingOf(value: number): number {
  return 1e-9 * (1 + Math.abs(value))
}
