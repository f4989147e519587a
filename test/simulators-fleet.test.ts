import { expect, test } from 'vitest'

import { quantityOfChannel } from '#domain/channel.ts'
import { isId } from '#domain/id.ts'
import { DAY, HOUR } from '#domain/time.ts'
import { createFleet, DEVICE_SHEETS } from '#simulators/fleet.ts'
import type { Sample } from '#simulators/sample.ts'
import { PLACES, SITES } from '#simulators/sites.ts'

import { pick } from './simulators-fixture.ts'

const FROM = Date.UTC(2025, 0, 1)

test('every device says only known quantities within their plausible range, all year long', () => {
  const fleet = createFleet(11)
  // An hour of each week; the models run through the days between.
  for (let at = FROM; at < FROM + 365 * DAY; at += 7 * DAY + HOUR) {
    for (const { id, source } of fleet) {
      const found = Array.from(source(at, at + HOUR), ({ values }) => findImplausible(id, values))
      expect(found.flat()).toEqual([])
    }
  }
})

function findImplausible(id: string, values: Sample['values']): string[] {
  return Object.entries(values)
    .filter(([channel, value]) => {
      const [min, max] = quantityOfChannel(channel)?.range ?? [0, -1]
      return !(Number(value) >= min && Number(value) <= max)
    })
    .map(([channel, value]) => `${id} ${channel} ${value}`)
}

test('one seed gives the same readings, whether in one go or after a restart; another seed gives others', () => {
  const until = FROM + 3 * DAY
  const [once, restarted, other] = [createFleet(1), createFleet(1), createFleet(2)]
  for (const [i, { id, source }] of once.entries()) {
    const whole = [...source(FROM, until)]
    const rest = [...(restarted[i]?.source(FROM + DAY, until) ?? [])]
    expect({ id, rest: whole.slice(-rest.length) }).toEqual({ id, rest })
    expect([...(other[i]?.source(FROM, until) ?? [])]).not.toEqual(whole)
  }
})

test('a source leaves nothing out and says nothing twice, however time is cut', () => {
  const [vat] = createFleet(1)
  const until = FROM + DAY
  const whole = [...(vat?.source(FROM, until) ?? [])]
  const pieces: typeof whole = []
  for (let at = FROM; at < until; at += 7 * 60_000 + 1) {
    pieces.push(...(vat?.source(at, Math.min(at + 7 * 60_000 + 1, until)) ?? []))
  }
  expect(pieces).toEqual(whole)
  expect(whole).toHaveLength(144)
})

test('30 vats are 30 vats: no two show the same', () => {
  const vats = createFleet(1).filter(({ id }) => id.startsWith('pk-vat-'))
  const curves = vats.map(({ source }) => pick(source(FROM, FROM + HOUR), 'temperature/top').join())
  expect(new Set(curves).size).toBe(30)
})

test('every device stands at a place of a site, and all ids and names are in order', () => {
  const places = new Map(PLACES.map((place) => [place.id, place]))
  const sites = new Set(SITES.map(({ id }) => id))
  for (const { id, place, name } of DEVICE_SHEETS) {
    expect(isId(id)).toBe(true)
    expect(name.vi).not.toBe('')
    expect(sites).toContain(places.get(place)?.site)
  }
  expect(PLACES.every(({ id }) => isId(id))).toBe(true)
  expect(places.size).toBe(PLACES.length)
  expect(new Set(DEVICE_SHEETS.map(({ id }) => id)).size).toBe(DEVICE_SHEETS.length)
})
