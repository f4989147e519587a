import type { Quantity } from '../quantity.ts'

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
  /** Change per hour, from the oldest reading of the window to the newest. */
  | (Window & { readonly kind: 'rate' })
  /** For how many minutes the readings have kept within `noise` of each other. */
  | { readonly kind: 'unchanged'; readonly noise: number }
  /** How many in a hundred of the devices of a site fell silent together (`site-silence.ts`); no reading tells it. */
  | { readonly kind: 'silent-share' }

export interface Window {
  /** Its length; it moves on in steps of a 24th. */
  readonly over: number
  readonly holdMax: number
}

/** UCUM unit of the measured value. */
export function unitOfMeasure({ kind }: Measure, { unit }: Pick<Quantity, 'unit'>): string {
  if (kind === 'minutes-beyond' || kind === 'unchanged') return 'min'
  if (kind === 'silent-share') return '%'
  if (kind === 'degree-hours') return `${unit}.h`
  return kind === 'rate' ? `${unit}/h` : unit
}
