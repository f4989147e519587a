import type { Instant } from '../time.ts'
import { CounterRateMeter, RateMeter, SwingMeter } from './extremes-meters.ts'
import {
  DegreeHoursMeter,
  KineticMeter,
  MeanMeter,
  MinutesMeter,
  RunMeter,
} from './integral-meters.ts'
import type { Measure } from './measure.ts'
import { JumpsMeter, LagMeter, StillnessMeter } from './sensor-meters.ts'

/** Takes the readings of one channel in the order of their time; answers with what is measured, undefined while it cannot be told. */
export interface Meter {
  feed(at: Instant, value: number): number | undefined
}

/**
 * Some measures look at how a reading came rather than at its value: `lag` is fed with minutes at the instants of arrival, `misdated` with 1 for a
 * reading that the gateway dated and 0 for others.
 */
export function createMeter(measure: Measure, side: 'low' | 'high', isCounter = false): Meter {
  switch (measure.kind) {
    case 'value':
      return VALUE
    case 'average':
      return new MeanMeter(measure)
    case 'mean-kinetic-temperature':
      return new KineticMeter(measure)
    case 'minutes-beyond':
      return new MinutesMeter(measure, { side, threshold: measure.threshold })
    case 'degree-hours':
      return new DegreeHoursMeter(measure, { side, threshold: measure.threshold })
    case 'minutes-run':
      return new RunMeter(measure, measure.threshold)
    case 'misdated':
      return new MinutesMeter(measure, { side: 'high', threshold: 1 })
    case 'swing':
      return new SwingMeter(measure)
    case 'rate':
      return isCounter ? new CounterRateMeter(measure) : new RateMeter(measure)
    case 'lag':
      return new LagMeter(measure)
    case 'jumps':
      return new JumpsMeter(measure, measure.step)
    case 'unchanged':
      return new StillnessMeter(measure.noise)
    case 'silent-share':
    case 'calibration-overdue':
    case 'sample-overdue':
    case 'absent':
    case 'intervals-missed':
    default:
      return NOTHING
  }
}

const VALUE: Meter = { feed: (_at, value) => value }
const NOTHING: Meter = { feed: () => undefined }
