import { describe, expect, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'
import { createFleet } from '#simulators/fleet.ts'
import type { Sample } from '#simulators/sample.ts'
import { createTrouble, TROUBLES, type TroubleKind } from '#simulators/troubles.ts'

// Midnight in Vietnam.
const FROM = Date.UTC(2026, 5, 1) - 7 * HOUR
const UNTIL = FROM + 6 * DAY
const window = { from: FROM + DAY, until: FROM + 2 * DAY }

function sourceOf(device: string) {
  const found = createFleet(1).find(({ id }) => id === device)
  if (found === undefined) throw new Error(`no device ${device}`)
  return found.source
}

function live(device: string, kind: TroubleKind): [before: Sample[], after: Sample[]] {
  const source = sourceOf(device)
  return [[...source(FROM, UNTIL)], [...createTrouble(kind, window)(source)(FROM, UNTIL)]]
}

function highest(samples: readonly Sample[], channel: string): number {
  return Math.max(...samples.map(({ values }) => Number(values[channel])))
}

const isBefore = ({ time }: Sample) => time < window.from

describe('every trouble', () => {
  const kinds = Object.keys(TROUBLES) as TroubleKind[]
  test.each(kinds)('%s changes nothing before it begins', (kind) => {
    for (const device of ['kx-cold-room', 'pk-vat-03', 'kx-soil-1', 'pk-van-1', 'kx-weather']) {
      const [before, after] = live(device, kind)
      expect(after.filter(isBefore)).toEqual(before.filter(isBefore))
    }
  })

  test.each(kinds)('%s says the same however time is cut', (kind) => {
    const source = createTrouble(kind, window)(sourceOf('kx-cold-room'))
    const pieces: Sample[] = []
    for (let at = FROM; at < UNTIL; at += HOUR) pieces.push(...source(at, at + HOUR))
    expect(pieces).toEqual([...source(FROM, UNTIL)])
  })
})

test('a cold room warms while its compressor stands, and is cold again days later', () => {
  const [before, after] = live('kx-cold-room', 'compressor-failed')
  const channel = 'temperature/product'
  expect(highest(before, channel)).toBeLessThan(7)
  expect(highest(after, channel)).toBeGreaterThan(18)
  expect(after.at(-1)?.values[channel]).toBeCloseTo(Number(before.at(-1)?.values[channel]), 1)
  expect(after.map(({ values }) => values['mains'])).toEqual(
    before.map(({ values }) => values['mains']),
  )
})

test('the air beside a vat does not care for its pump', () => {
  const [before, after] = live('pk-vat-03', 'pump-never-stops')
  expect(highest(after, 'temperature/ambient')).toBe(highest(before, 'temperature/ambient'))
  expect(highest(after, 'temperature/top')).toBeGreaterThan(highest(before, 'temperature/top') + 4)
})

test('a battery is never less than empty', () => {
  const source = sourceOf('kx-weather')
  const long = { from: FROM - 60 * DAY, until: UNTIL }
  const charges = [...createTrouble('panel-dirty', long)(source)(FROM, UNTIL)].map(({ values }) =>
    Number(values['battery']),
  )
  expect(Math.min(...charges)).toBeGreaterThanOrEqual(0)
})
