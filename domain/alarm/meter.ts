import { HOUR, MINUTE, type Instant } from '../time.ts'
import type { Measure, Window } from './measure.ts'
import { SlidingExtremes, SlidingIntegral } from './sliding.ts'

/** Takes the readings of one channel in the order of their time; answers with what is measured, undefined while it cannot be told. */
export interface Meter {
  feed(at: Instant, value: number): number | undefined
}

/** Activation energy over the gas constant, K: 83.144 kJ/mol and 8.3145 J/(mol·K). */
const ACTIVATION = 83_144 / 8.3145
const ZERO_CELSIUS = 273.15
/** The share of a window that must be held for a mean. */
const COVERAGE_MIN = 0.5

export function createMeter(measure: Measure, side: 'low' | 'high'): Meter {
  switch (measure.kind) {
    case 'value':
      return { feed: (_at, value) => value }
    case 'average':
      return createMean(measure, IDENTITY)
    case 'mean-kinetic-temperature':
      return createMean(measure, KINETIC)
    case 'minutes-beyond': {
      const { threshold } = measure
      return createSum(measure, (value) => Number(excess(side, value, threshold) >= 0) / MINUTE)
    }
    case 'degree-hours': {
      const { threshold } = measure
      return createSum(measure, (value) => Math.max(0, excess(side, value, threshold)) / HOUR)
    }
    case 'swing':
      return createSwing(measure)
    case 'rate':
      return createRate(measure)
    case 'unchanged':
    default:
      return createStillness(measure.noise)
  }
}

function excess(side: 'low' | 'high', value: number, threshold: number): number {
  return side === 'high' ? value - threshold : threshold - value
}

interface Scale {
  readonly from: (value: number) => number
  readonly back: (mean: number) => number
}
const IDENTITY: Scale = { from: (value) => value, back: (mean) => mean }
/** A mean over e^(−ΔH/RT). */
const KINETIC: Scale = {
  from: (celsius) => Math.exp(-ACTIVATION / (celsius + ZERO_CELSIUS)),
  back: (mean) => -ACTIVATION / Math.log(mean) - ZERO_CELSIUS,
}

function createMean(window: Window, { from, back }: Scale): Meter {
  const integral = new SlidingIntegral(window)
  return {
    feed(at, value) {
      integral.add(at, from(value))
      const { sum, weight } = integral
      return weight < COVERAGE_MIN * window.over ? undefined : back(sum / weight)
    },
  }
}

function createSum(window: Window, from: (value: number) => number): Meter {
  const integral = new SlidingIntegral(window)
  return {
    feed(at, value) {
      integral.add(at, from(value))
      return integral.sum
    },
  }
}

function createSwing({ over }: Window): Meter {
  const extremes = new SlidingExtremes(over)
  return {
    feed(at, value) {
      extremes.add(at, value)
      return extremes.span < COVERAGE_MIN * over ? undefined : extremes.max - extremes.min
    },
  }
}

function createRate({ over }: Window): Meter {
  const extremes = new SlidingExtremes(over)
  return {
    feed(at, value) {
      extremes.add(at, value)
      const { oldest, span } = extremes
      return span < COVERAGE_MIN * over ? undefined : (value - oldest) / (span / HOUR)
    },
  }
}

function createStillness(noise: number): Meter {
  let since: Instant | undefined
  let [min, max] = [Infinity, -Infinity]
  return {
    feed(at, value) {
      ;[min, max] = [Math.min(min, value), Math.max(max, value)]
      if (since === undefined || max - min > noise) [since, min, max] = [at, value, value]
      return (at - since) / MINUTE
    },
  }
}
