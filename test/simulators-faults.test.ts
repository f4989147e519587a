import { describe, expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { applyFaults, parseFault } from '#simulators/fault-option.ts'
import { FAULTS, type FaultWindow } from '#simulators/faults.ts'
import { createFleet } from '#simulators/fleet.ts'
import type { Sample, Source } from '#simulators/sample.ts'

import { pick } from './simulators-fixture.ts'

// Midnight in Vietnam.
const FROM = Date.UTC(2025, 6, 1) - 7 * HOUR
const UNTIL = FROM + 2 * DAY
const window: FaultWindow = { from: FROM + 6 * HOUR, until: FROM + 36 * HOUR }

const healthy = sourceOf('pk-vat-30')
const before = [...healthy(FROM, UNTIL)]
const isWithin = ({ time }: Sample) => time >= window.from && time < window.until

function sourceOf(id: string): Source {
  const device = createFleet(1).find((each) => each.id === id)
  if (device === undefined) throw new Error(`no device ${id}`)
  return device.source
}

function broken(kind: string, within = window): Source {
  const source = FAULTS[kind]?.(within, 99)(sourceOf('pk-vat-30'))
  if (source === undefined) throw new Error(`no fault ${kind}`)
  return source
}

function withinWindow(kind: string): Sample[] {
  return [...broken(kind)(FROM, UNTIL)].filter(isWithin)
}

describe('every fault', () => {
  test.each(Object.keys(FAULTS))('%s leaves alone what is outside of its window', (kind) => {
    const outside = before.filter((sample) => !isWithin(sample))
    const others = [...broken(kind)(FROM, UNTIL)].filter((each) => each.time > DAY * 365)
    expect(others.filter((sample) => !isWithin(sample))).toEqual(outside)
  })

  test.each(Object.keys(FAULTS))('%s says the same however time is cut', (kind) => {
    const source = broken(kind)
    const pieces: Sample[] = []
    for (let at = FROM; at < UNTIL; at += HOUR) pieces.push(...source(at, at + HOUR))
    const byTime = (a: Sample, b: Sample) => a.time - b.time
    const whole = [...broken(kind)(FROM, UNTIL)]
    expect(pieces.toSorted(byTime)).toEqual(whole.toSorted(byTime))
  })
})

test('a drop-out is silent, then everything comes in one burst', () => {
  const source = broken('drop-out')
  expect([...source(window.from, window.until - MINUTE)]).toEqual([])
  const burst = [...source(window.until - MINUTE, window.until + 10 * MINUTE)]
  expect(burst.filter(isWithin)).toEqual(before.filter(isWithin))
})

test('a duplicate is the same sample twice', () => {
  const twice = before.filter(isWithin).flatMap((sample) => [sample, sample])
  expect(withinWindow('duplicate')).toEqual(twice)
})

test('a clock that was reset counts from 1970, and the values stay true', () => {
  const reset = [...broken('clock-reset')(FROM, UNTIL)].filter(({ time }) => time < 365 * DAY)
  const truth = before.filter(isWithin)
  expect(reset.map(({ values }) => values)).toEqual(truth.map(({ values }) => values))
  expect(new Date(reset[0]?.time ?? Number.NaN).getUTCFullYear()).toBe(1970)
})

test('a stuck device repeats what it showed when it stuck', () => {
  const first = before.find(isWithin)
  for (const { values } of withinWindow('stuck')) expect(values).toEqual(first?.values)
})

test('spikes are rare, high, and gone at the next sample', () => {
  const truth = pick(before.filter(isWithin), 'temperature/top')
  const spiked = pick(withinWindow('spike'), 'temperature/top')
  const heights = spiked.map((value, i) => value - (truth[i] ?? 0)).filter((height) => height !== 0)
  expect(heights.length).toBeGreaterThan(0)
  expect(heights.length).toBeLessThan(truth.length / 5)
  for (const height of heights) expect(height).toBeCloseTo(30)
})

test('drift grows by a tenth of a degree a day', () => {
  const truth = pick(before.filter(isWithin), 'temperature/bottom')
  const drifted = pick(withinWindow('drift'), 'temperature/bottom')
  const last = truth.length - 1
  expect((drifted[0] ?? 0) - (truth[0] ?? 0)).toBeCloseTo(0, 1)
  expect((drifted[last] ?? 0) - (truth[last] ?? 0)).toBeCloseTo(0.125, 1)
})

test('a probe in air swings by several degrees a day where the mash is still', () => {
  const always = { from: 0, until: Number.MAX_SAFE_INTEGER }
  const source = broken('probe-in-air', always)
  const swings = Array.from({ length: 10 }, (_, day) => {
    const values = pick(source(FROM + day * DAY, FROM + (day + 1) * DAY), 'temperature/middle')
    return Math.max(...values) - Math.min(...values)
  })
  const mean = swings.reduce((sum, value) => sum + value, 0) / swings.length
  expect(mean).toBeGreaterThan(4.5)
  expect(mean).toBeLessThan(9)
})

test('sentinels are the codes that sensors send when they have nothing to say', () => {
  const values = new Set(
    withinWindow('sentinel').flatMap((sample) => pick([sample], 'temperature/top')),
  )
  expect(values).toEqual(new Set([-127, 327.67, 85]))
})

test('a device set to Fahrenheit sends Fahrenheit', () => {
  const truth = pick(before.filter(isWithin), 'temperature/top')
  const fahrenheit = pick(withinWindow('fahrenheit'), 'temperature/top')
  for (const [i, value] of fahrenheit.entries()) {
    expect((value - 32) / 1.8).toBeCloseTo(truth[i] ?? 0, 1)
  }
})

test('NaN comes as a text, beside values that are right', () => {
  for (const { values } of withinWindow('nan-text')) {
    expect(values['temperature/top']).toBe('NaN')
    expect(values['level']).toBeTypeOf('number')
  }
})

test('faults compose', () => {
  const doubledAndStuck = FAULTS['duplicate']?.(window, 1)(broken('stuck'))
  const samples = [...(doubledAndStuck?.(FROM, UNTIL) ?? [])].filter(isWithin)
  expect(samples).toHaveLength(2 * before.filter(isWithin).length)
  expect(new Set(pick(samples, 'temperature/top')).size).toBe(1)
})

describe('--fault', () => {
  const now = Date.UTC(2026, 0, 10)

  test('names a kind and a device, and may say when and how long', () => {
    expect(parseFault('stuck:pk-vat-03', now)).toEqual({
      kind: 'stuck',
      device: 'pk-vat-03',
      from: undefined,
      lasts: undefined,
    })
    expect(parseFault('drift:kx-cold-room:-3d:2d', now)).toMatchObject({
      from: now - 3 * DAY,
      lasts: 2 * DAY,
    })
    const midnight = Date.UTC(2025, 2, 1) - 7 * HOUR
    expect(parseFault('spike:pk-weather:2025-03-01:6h', now)).toMatchObject({ from: midnight })
  })

  test.each([
    'melted:pk-vat-03',
    'stuck',
    'stuck:a:tomorrow',
    'stuck:a:-3d:long',
    'stuck:a:-3d:1h:x',
  ])('%s is refused with what was received and what is accepted', (text) => {
    expect(() => parseFault(text, now)).toThrow(new RegExp(`'${text}'; accepted is kind:device`))
  })

  test('breaks the named device only, and refuses one that is not there', () => {
    const fleet = createFleet(1)
    const [request, lost] = [
      parseFault('nan-text:pk-vat-02', now),
      parseFault('stuck:pk-vat-31', now),
    ]
    const changed = applyFaults(fleet, [request], 1).filter(
      (device, i) => device.source !== fleet[i]?.source,
    )
    expect(changed.map(({ id }) => id)).toEqual(['pk-vat-02'])
    expect(() => applyFaults(fleet, [lost], 1)).toThrow("device 'pk-vat-31'; there are pk-vat-01")
  })
})
