import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Measure } from '#domain/alarm/measure.ts'
import { replayAll } from '#domain/alarm/replay.ts'
import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import { replayStored } from '#store/replay/replay-stored.ts'

import { BAD, channelOf, GOOD, MIDNIGHT, settle } from './contracts/readings/fixture.ts'
import { openStore } from './readings-sqlite-store.ts'
import { VAT_HOT } from './vat-hot.ts'

const window = { over: 5 * HOUR, holdMax: 90 * MINUTE }
const MEASURES: readonly Measure[] = [
  { kind: 'value' },
  { kind: 'average', ...window },
  { kind: 'mean-kinetic-temperature', ...window },
  { kind: 'minutes-beyond', threshold: 45, ...window },
  { kind: 'degree-hours', threshold: 45, ...window },
  { kind: 'swing', ...window },
]
const BOUNDS: Readonly<Record<Measure['kind'], readonly [number, number]>> = {
  // Of no channel: nothing of it is stored.
  'silent-share': [50, 100],
  value: [45, 50],
  average: [44, 47],
  'mean-kinetic-temperature': [44, 47],
  'minutes-beyond': [30, 120],
  'degree-hours': [1, 8],
  swing: [9, 14],
  rate: [1, 2],
  unchanged: [1, 2],
}

/** Hours of readings every ten minutes or so around a level, with holes and with some that cannot be used. */
const hours = fc.array(
  fc.record({
    level: fc.constantFrom(38, 40, 43.5, 46, 51),
    isHole: fc.boolean(),
    spread: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 80 },
)

test('hours that are not read change nothing of the answer', { timeout: 120_000 }, async () => {
  await using store = await openStore()
  let id = 0
  await fc.assert(
    fc.asyncProperty(
      hours,
      fc.constantFrom(...MEASURES),
      fc.boolean(),
      async (plan, measure, isLow) => {
        const channel = channelOf(++id)
        const readings = plan.flatMap(({ level, isHole, spread }, hour) =>
          isHole
            ? []
            : hourOf({ hour, level, spread }).map((one): Reading =>
                Object.assign({ channel }, one),
              ),
        )
        await store.writer.write(readings)
        const limit = toLimit(measure, isLow)
        const [from, until] = [MIDNIGHT + 37 * MINUTE, MIDNIGHT + plan.length * HOUR + 25 * MINUTE]
        const query = { limit, channel, from, until, standingFrom: from, signal: NEVER }
        const usable = readings.filter(
          ({ quality, measuredAt }) => quality >= 64 && measuredAt >= from,
        )
        const whole = usable.map(({ measuredAt: at, value }) => ({ at, value }))
        expect(await replayStored(store.reader, query)).toEqual(replayAll(limit, whole, until))
      },
    ),
    { numRuns: 250 },
  )
})

test('a quiet year is told by its roll-up, and its windows look back over the border', async () => {
  await using store = await openStore()
  const channel = channelOf(1)
  const readings = Array.from({ length: 60 * 24 }, (_, hour): Reading => {
    const value = hour === 700 ? 60 : 30
    return { channel, measuredAt: MIDNIGHT + hour * HOUR, value, quality: GOOD }
  })
  await store.writer.write(readings)
  await settle(store.writer, MIDNIGHT + 400 * DAY)
  let count = 0
  const counting: Pick<ReadingsReader, 'range' | 'window'> = {
    window: (query) => store.reader.window(query),
    range: async (query) => {
      const page = await store.reader.range(query)
      count += page.length
      return page
    },
  }
  const span = { from: MIDNIGHT, until: MIDNIGHT + 60 * DAY, standingFrom: MIDNIGHT }
  const limit = toLimit({ kind: 'value' }, false)
  const found = await replayStored(counting, { limit, channel, ...span, signal: NEVER })
  expect(found).toMatchObject([{ from: MIDNIGHT + 700 * HOUR, level: 2, worst: 60 }])
  expect(count).toBeLessThan(5)
})

test('it ends when it is told to', async () => {
  await using store = await openStore()
  const signal = AbortSignal.abort(new Error('enough'))
  const query = {
    limit: VAT_HOT,
    channel: channelOf(1),
    from: 0,
    until: DAY,
    standingFrom: 0,
    signal,
  }
  await expect(replayStored(store.reader, query)).rejects.toThrow('enough')
})

const NEVER = new AbortController().signal

function hourOf({ hour, level, spread }: { hour: number; level: number; spread: number }) {
  return Array.from({ length: 6 }, (_, i) => ({
    measuredAt: MIDNIGHT + hour * HOUR + i * 10 * MINUTE + ((hour * 7) % 5) * MINUTE,
    value: level + spread * Math.sin(hour * 6 + i),
    quality: (hour + i) % 11 === 0 ? BAD : GOOD,
  }))
}

function toLimit(measure: Measure, isLow: boolean): AlarmLimit {
  const [mild, worse] = BOUNDS[measure.kind]
  const [first, second] = isLow && measure.kind === 'value' ? [40, 38] : [mild, worse]
  return {
    ...VAT_HOT,
    measure,
    side: isLow && measure.kind === 'value' ? 'low' : 'high',
    deadband: 0.5,
    levels: [
      { bound: first, priority: 'low', onDelay: 25 * MINUTE },
      { bound: second, priority: 'high', onDelay: 0 },
    ],
    offDelay: 15 * MINUTE,
  }
}
