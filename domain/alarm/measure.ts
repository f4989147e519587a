import type { Quantity } from '../quantity.ts'
import { DAY, MINUTE } from '../time.ts'

/**
 * How readings become the value that a limit judges. Durations are milliseconds. What looks back over a window takes a reading to
 * hold until the next one, but not for longer than `holdMax`; what is not held is missing, and with less than half of the window
 * held there is no value.
 */
export type Measure =
  /** The reading itself. */
  | { readonly kind: 'value' }
  /** The mean over the window, each reading weighted by how long it held. */
  | (Window & { readonly kind: 'average' })
  /** Minutes within the window at `threshold` or beyond it, to the side of the limit; also when little is held. */
  | (Window & { readonly kind: 'minutes-beyond'; readonly threshold: number })
  /** How far beyond `threshold`, times how long: unit·hours within the window; also when little is held. */
  | (Window & { readonly kind: 'degree-hours'; readonly threshold: number })
  /** The constant temperature that would age goods as much (Haynes 1971; USP <1079.2>), Celsius. */
  | (Window & { readonly kind: 'mean-kinetic-temperature' })
  /** The largest less the smallest reading of the window. */
  | (Window & { readonly kind: 'swing' })
  /** Change per hour, from the oldest reading of the window to the newest; a counter that was reset went on from there. */
  | (Window & { readonly kind: 'rate' })
  /**
   * Minutes within the window at `threshold` or above, for a limit on too few: what is not held may have been, and counts, so that a
   * device's silence is not taken for rest.
   */
  | (Window & { readonly kind: 'minutes-run'; readonly threshold: number })
  /** How often two successive readings of the window, at most `holdMax` apart, differed by `step` or more. */
  | (Window & { readonly kind: 'jumps'; readonly step: number })
  /** Minutes from when it was measured until it came, of the quickest reading that came within the window; below 0 the device's clock is fast. */
  | (Window & { readonly kind: 'lag' })
  /** Minutes within the window that were dated by the gateway, for the device's own clock could not be right. */
  | (Window & { readonly kind: 'misdated' })
  /** For how many minutes the readings have kept within `noise` of each other. */
  | { readonly kind: 'unchanged'; readonly noise: number }
  /** How many in a hundred of the devices of a site fell silent together (`site-silence.ts`); no reading tells it. */
  | { readonly kind: 'silent-share' }
  /**
   * Days since the calibration of the channel ceased to be valid; negative while it is. One that was never calibrated is quiet, or overdue
   * since it was first seen. No reading tells it.
   */
  | { readonly kind: 'calibration-overdue'; readonly whenNever: 'quiet' | 'overdue' }
  /**
   * Days since a sample was taken of what is at the place, or a result of one was recorded; of what was never sampled, since it
   * came there. Where no batch is, nothing is told. No reading tells it.
   */
  | { readonly kind: 'sample-overdue' }
  /** Minutes since the newest reading. */
  | { readonly kind: 'absent' }
  /**
   * The same in intervals at which the channel is expected to report, of which one counts for `intervalMin` at least; where nobody
   * said what to expect it is nine hours.
   */
  | { readonly kind: 'intervals-missed'; readonly intervalMin: number }

export interface Window {
  /** Its length; it moves on in steps of a 24th. */
  readonly over: number
  readonly holdMax: number
}

/** What is measured by waiting: no reading tells it. */
type AbsenceMeasure = Extract<Measure, { readonly kind: 'absent' | 'intervals-missed' }>

export function isAbsence(measure: Measure): measure is AbsenceMeasure {
  return measure.kind === 'absent' || measure.kind === 'intervals-missed'
}

/** What neither readings of the channel nor their absence tell. */
export function isApart({ kind }: Measure): boolean {
  return kind === 'silent-share' || isOfCalendar({ kind })
}

/** What passes by days, whatever is measured. */
export function isOfCalendar({ kind }: Pick<Measure, 'kind'>): boolean {
  return kind === 'calibration-overdue' || kind === 'sample-overdue'
}

/** How a reading came, rather than what it says. */
export function isOfArrival({ kind }: Measure): boolean {
  return kind === 'lag' || kind === 'misdated'
}

const UNITS: Readonly<Partial<Record<Measure['kind'], string>>> = {
  'minutes-beyond': 'min',
  'minutes-run': 'min',
  jumps: '{count}',
  lag: 'min',
  misdated: 'min',
  unchanged: 'min',
  absent: 'min',
  'intervals-missed': '{interval}',
  'silent-share': '%',
  'calibration-overdue': 'd',
  'sample-overdue': 'd',
}

/** UCUM unit of the measured value. */
export function unitOfMeasure({ kind }: Measure, { unit }: Pick<Quantity, 'unit'>): string {
  if (kind === 'degree-hours') return `${unit}.h`
  return kind === 'rate' ? `${unit}/h` : (UNITS[kind] ?? unit)
}

/** For so long at most something is waited for. */
const WAIT_MAX = 366 * DAY

/** The least and the most that can be measured, in its unit. */
export function reachOf(
  measure: Measure,
  { range }: Pick<Quantity, 'range'>,
): readonly [lowest: number, highest: number] {
  switch (measure.kind) {
    case 'value':
    case 'average':
    case 'mean-kinetic-temperature':
      return range
    case 'swing':
      return [0, range[1] - range[0]]
    case 'minutes-beyond':
    case 'minutes-run':
    case 'misdated':
      return [0, measure.over / MINUTE]
    case 'rate':
    case 'lag':
      return [-Number.MAX_VALUE, Number.MAX_VALUE]
    case 'silent-share':
      return [0, 100]
    case 'calibration-overdue':
      return [-WAIT_MAX / DAY, WAIT_MAX / DAY]
    case 'sample-overdue':
      return [0, WAIT_MAX / DAY]
    case 'degree-hours':
    case 'jumps':
      return [0, Number.MAX_VALUE]
    case 'unchanged':
    case 'absent':
    case 'intervals-missed':
    default:
      return [1, WAIT_MAX / MINUTE]
  }
}
