import { DAY, HOUR, type Instant } from '#domain/time.ts'

import type { Fault, FaultWindow } from './faults.ts'
import { round } from './number.ts'
import type { Values } from './sample.ts'

/** What goes wrong at a place, so that honest sensors show it. `faults.ts` has the sensors that lie. */
export interface Trouble {
  /** Channels whose names begin so. */
  readonly channels: string
  /** How far the trouble takes what they measure in the end, in their unit. */
  readonly by: number
  /** What is there cannot be less. */
  readonly least?: number
  /** Time constants of going there, and of coming back when the trouble is over. */
  readonly onset: number
  readonly recovery: number
}

/** Magnitudes are ours, chosen so that somebody would have to act. */
export const TROUBLES = {
  // A full cold room warms towards the yard over a day.
  'compressor-failed': [
    { channels: 'temperature/air', by: 22, onset: 4 * HOUR, recovery: HOUR },
    { channels: 'temperature/product', by: 22, onset: 16 * HOUR, recovery: 5 * HOUR },
  ],
  'thermostat-too-low': [
    { channels: 'temperature/air', by: -8, onset: HOUR, recovery: HOUR },
    { channels: 'temperature/product', by: -8, onset: 8 * HOUR, recovery: 5 * HOUR },
  ],
  // The collector heats by day and by night what is five tonnes of mash.
  'pump-never-stops': [{ channels: 'temperature/', by: 20, onset: 2 * DAY, recovery: 3 * DAY }],
  'rain-in-vat': [{ channels: 'brine-density', by: -0.05, onset: 6 * HOUR, recovery: 12 * HOUR }],
  'irrigation-failed': [
    { channels: 'soil-moisture/', by: -14, least: 5, onset: 12 * DAY, recovery: DAY },
  ],
  'drain-blocked': [{ channels: 'soil-moisture/', by: 12, onset: DAY, recovery: 2 * DAY }],
  'van-cooling-off': [{ channels: 'temperature', by: 26, onset: HOUR, recovery: HOUR / 2 }],
  'roof-vents-shut': [{ channels: 'temperature', by: 9, onset: 6 * HOUR, recovery: 6 * HOUR }],
  'panel-dirty': [{ channels: 'battery', by: -70, least: 0, onset: 10 * DAY, recovery: HOUR }],
} as const satisfies Record<string, readonly Trouble[]>
export type TroubleKind = keyof typeof TROUBLES

/** What the sensors of a place show while it is in trouble and until it has recovered. Unlike a fault's, its trace outlives its window. */
export function createTrouble(kind: TroubleKind, window: FaultWindow): Fault {
  const troubles: readonly Trouble[] = TROUBLES[kind]
  return (source) =>
    function* troubled(from, until) {
      for (const { time, values } of source(from, until)) {
        yield {
          time,
          values: time < window.from ? values : change(values, troubles, { time, window }),
        }
      }
    }
}

interface Moment {
  readonly time: Instant
  readonly window: FaultWindow
}

function change(values: Values, troubles: readonly Trouble[], moment: Moment): Values {
  const entries = Object.entries(values).map(([name, value]) => {
    const trouble = troubles.find(({ channels }) => name.startsWith(channels))
    const isSpared = trouble === undefined || typeof value !== 'number' || isOutside(name)
    return [name, isSpared ? value : disturb(value, trouble, moment)] as const
  })
  return Object.fromEntries(entries)
}

/** What is beside the place and not in it. */
function isOutside(name: string): boolean {
  return name === 'temperature/ambient'
}

function disturb(
  value: number,
  { by, least = -Infinity, onset, recovery }: Trouble,
  { time, window }: Moment,
): number {
  const reached = by * (1 - Math.exp(-(Math.min(time, window.until) - window.from) / onset))
  const left = time <= window.until ? 1 : Math.exp(-(time - window.until) / recovery)
  return round(Math.max(least, value + reached * left), 4)
}
