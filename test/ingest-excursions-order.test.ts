import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { replayAll } from '#domain/alarm/replay.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import type { ExcursionRecord } from '#store/registry/contract-excursions.ts'

import { say, told, type Row } from './ingest-excursions.ts'
import type { Platform } from './ingest-platform.ts'
import { openWatched } from './ingest-watched.ts'
import { VAT_HOT } from './vat-hot.ts'

const LIMITS: readonly AlarmLimit[] = [
  VAT_HOT,
  {
    ...VAT_HOT,
    id: 'vat-warm-on-average',
    measure: { kind: 'average', over: 2 * HOUR, holdMax: 30 * MINUTE },
    levels: [{ bound: 44, priority: 'low', onDelay: 0 }],
    deadband: 0.5,
  },
]
const DEVICES = 6
/** So long ago was the first reading; one follows every ten minutes. */
const AGO = 900

/** Readings in the order in which they arrive, so many in a message; told in between, or only in the end. */
const scenario = fc
  .array(fc.constantFrom(38, 43.9, 44.4, 46, 47, 51), { minLength: 4, maxLength: 40 })
  .chain((values) => {
    const indices = values.map((_value, index) => index)
    return fc.record({
      values: fc.constant(values),
      order: fc.oneof(
        fc.shuffledSubarray(indices, { minLength: indices.length }),
        fc.nat(indices.length - 1).map((cut) => indices.slice(cut).concat(indices.slice(0, cut))),
      ),
      size: fc.integer({ min: 1, max: 6 }),
    })
  })
type Scenario = typeof scenario extends fc.Arbitrary<infer One> ? One : never

test('any order of arrival gives the same excursions', { timeout: 180_000 }, async () => {
  const platform = await openWatched({ limits: LIMITS })
  let deviceCount = 0
  const arrive = async (all: Scenario[], isToldBetween: boolean) => {
    const now = Math.floor(Date.now() / MINUTE) * MINUTE
    const begun = all.map((one) => Object.assign({ device: `box-${++deviceCount}` }, one))
    for (const { device } of begun) await settle(platform, device)
    for (const half of [0, 1]) {
      for (const one of begun) await send(platform, one, { half, now })
      await platform.drained()
      if (isToldBetween || half === 1) await told(platform)
    }
    for (const { values, device } of begun) {
      expect(await list(platform, device)).toEqual(expectedOf(values, now))
    }
  }
  const scenarios = fc.array(scenario, { minLength: DEVICES, maxLength: DEVICES })
  await fc.assert(fc.asyncProperty(scenarios, fc.boolean(), arrive), {
    numRuns: 8,
    endOnFailure: true,
  })
})

async function settle(platform: Platform, device: string): Promise<void> {
  await platform.enrol(device)
  await platform.registry.installations.install({ device, place: 'here', from: 0 })
}

/** The first or the second half of the messages. */
async function send(
  platform: Platform,
  { values, order, size, device }: Scenario & { readonly device: string },
  { half, now }: { readonly half: number; readonly now: number },
): Promise<void> {
  const middle = size * Math.ceil(order.length / size / 2)
  const [from, until] = half === 0 ? [0, middle] : [middle, order.length]
  for (let start = from; start < until; start += size) {
    const some = order.slice(start, start + size)
    const rows = some.map((index): Row => [AGO - 10 * index, values[index] ?? 0])
    await say(platform, rows, device, now)
  }
}

function expectedOf(values: readonly number[], now: number) {
  const readings = values.map((value, i) => ({ at: now - (AGO - 10 * i) * MINUTE, value }))
  const all = LIMITS.flatMap((limit) =>
    replayAll(limit, readings, now - 15 * MINUTE).map((one) =>
      Object.assign({ limit: limit.id }, one),
    ),
  )
  return all.toSorted((a, b) => a.from - b.from || a.limit.localeCompare(b.limit))
}

async function list({ registry }: Platform, device: string) {
  const found = await registry.excursions.list({ device: [device], limit: 1_000 })
  return found.map(toTold)
}

function toTold({
  limit,
  from,
  until,
  raisedAt,
  settledAt,
  level,
  priority,
  worst,
}: ExcursionRecord) {
  return { limit, from, until, raisedAt, settledAt, level, priority, worst }
}
