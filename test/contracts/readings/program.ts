import * as fc from 'fast-check'

import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'

import { channelOf, MIDNIGHT } from './fixture.ts'

export const CHANNELS = [1, 2, 3].map(channelOf)
export const SPAN_DAYS = 4

/** One random program: steps, then questions whose answers must be the model's. */
export interface ReadingsProgram {
  readonly steps: readonly Step[]
  readonly questions: readonly Question[]
}
export type Step =
  | { readonly act: 'write'; readonly readings: readonly Reading[] }
  /** `steps` calls of maintain, `hours` after the maintenance before. */
  | { readonly act: 'maintain'; readonly steps: number; readonly hours: number }
  /** Engines that can be reopened are; for others nothing happens. */
  | { readonly act: 'reopen' }
export interface Question {
  readonly from: number
  readonly until: number
  readonly every: number
  readonly offset: number
  readonly limit: number
}

/** Few distinct instants, so that overwrites and late readings are frequent. */
const instant = fc.oneof(
  fc.integer({ min: 0, max: SPAN_DAYS * 48 }).map((i) => MIDNIGHT + i * 30 * MINUTE),
  fc.integer({ min: 0, max: SPAN_DAYS * DAY }).map((i) => MIDNIGHT + i),
)
const value = fc.oneof(
  fc.integer({ min: -500, max: 5_000 }).map((n) => n / 100),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((n) => n + 0),
)
const reading = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  measuredAt: instant,
  value,
  quality: fc.constantFrom(192, 193, 65, 0),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('write'),
      readings: fc.array(reading, { maxLength: 60 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('maintain'),
      steps: fc.integer({ min: 1, max: 6 }),
      hours: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reopen') }) },
)
const anyQuestion: fc.Arbitrary<Question> = fc
  .tuple(instant, instant, fc.constantFrom(7 * MINUTE, 90 * MINUTE, HOUR, 3 * HOUR, DAY, 2 * DAY))
  .chain(([a, b, every]) =>
    fc.record({
      from: fc.constant(Math.min(a, b)),
      until: fc.constant(Math.max(a, b) + 1),
      every: fc.constant(every),
      offset: fc
        .constantFrom(0, 7 * HOUR, 30 * MINUTE, 31 * HOUR, 5 * SECOND)
        .map((o) => o % every),
      limit: fc.integer({ min: 1, max: 200 }),
    }),
  )
export const readingsProgram: fc.Arbitrary<ReadingsProgram> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
  questions: fc.array(anyQuestion, { minLength: 1, maxLength: 6 }),
})
