import { z } from 'zod'

import type { Measure } from '#domain/alarm/measure.ts'

import { parseDuration } from './written-time.ts'

/** How a limit measures, as requests carry it: durations are ISO 8601, all else is as in `domain/alarm/measure.ts`. */

const DELAY_RULE = 'a duration such as PT30M or 30m, PT0S for none, at most 3660d'
/**
 * A duration that may be none; what is too short or too long for its place, the limit's own checks say. Turned into
 * milliseconds by `toLimit`: a schema that transforms has no examples in the document.
 */
export const delay = z
  .string(DELAY_RULE)
  .refine((written) => parseDelay(written) !== undefined, DELAY_RULE)

function parseDelay(written: string): number | undefined {
  return /^(PT0S|0s)$/i.test(written) ? 0 : parseDuration(written)
}

/** Of what was checked. */
export function toDelay(written: string): number {
  return parseDelay(written) ?? Number.NaN
}

export const number = z.number('a number')
const window = {
  /** How far it looks back, and for how long a reading holds when no other follows. */
  over: delay,
  holdMax: delay,
}
const MEASURES = [
  z.strictObject({ kind: z.literal('value') }),
  z.strictObject({ kind: z.literal('average'), ...window }),
  z.strictObject({ kind: z.literal('minutes-beyond'), threshold: number, ...window }),
  z.strictObject({ kind: z.literal('degree-hours'), threshold: number, ...window }),
  z.strictObject({ kind: z.literal('mean-kinetic-temperature'), ...window }),
  z.strictObject({ kind: z.literal('swing'), ...window }),
  z.strictObject({ kind: z.literal('rate'), ...window }),
  z.strictObject({ kind: z.literal('minutes-run'), threshold: number, ...window }),
  z.strictObject({ kind: z.literal('jumps'), step: number, ...window }),
  z.strictObject({ kind: z.literal('lag'), ...window }),
  z.strictObject({ kind: z.literal('misdated'), ...window }),
  z.strictObject({ kind: z.literal('unchanged'), noise: number }),
  z.strictObject({ kind: z.literal('silent-share') }),
  z.strictObject({
    kind: z.literal('calibration-overdue'),
    whenNever: z.enum(['quiet', 'overdue'], 'one of quiet, overdue'),
  }),
  z.strictObject({ kind: z.literal('sample-overdue') }),
  z.strictObject({ kind: z.literal('absent') }),
  z.strictObject({ kind: z.literal('intervals-missed'), intervalMin: delay }),
] as const
const KINDS = MEASURES.map(({ shape }) => shape.kind.value).join(', ')

export const measureShape = z
  .discriminatedUnion('kind', MEASURES, `an object whose "kind" is one of ${KINDS}`)
  .meta({ examples: [{ kind: 'value' }] })

export function toMeasure(measure: z.output<typeof measureShape>): Measure {
  if (measure.kind === 'intervals-missed') {
    return { ...measure, intervalMin: toDelay(measure.intervalMin) }
  }
  if (!('over' in measure)) return measure
  return { ...measure, over: toDelay(measure.over), holdMax: toDelay(measure.holdMax) }
}
