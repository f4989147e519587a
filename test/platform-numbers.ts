import { expect } from 'vitest'
import { z } from 'zod'

import { NumberedDevice, valueOf } from './platform-device.ts'
import type { Platform } from './platform-fixture.ts'

const page = z.object({
  items: z.array(z.object({ measuredAt: z.string(), value: z.number() })),
  next: z.string().nullable(),
})

/** Half of the devices repeat what was not acknowledged, half never do. */
export async function startDevices(
  platform: Platform,
  { port, count, firstAt }: { port: number; count: number; firstAt: number },
): Promise<NumberedDevice[]> {
  const ids = Array.from({ length: count }, (_, index) => `vat-${index}`)
  const secrets = await Promise.all(ids.map((id) => platform.enrol(id)))
  return ids.map((id, index) => {
    const secret = secrets[index] ?? ''
    return new NumberedDevice({ port, id, secret, firstAt, repeats: index % 2 === 0 })
  })
}

/** Every acknowledged number is stored once, no other more often, none that was never said. Gives the count of the stored. */
export async function expectAllStored(
  platform: Platform,
  device: NumberedDevice,
  firstAt: number,
): Promise<number> {
  const stored = await readNumbers(platform, device, firstAt)
  const distinct = new Set(stored)
  expect(stored.length, `${device.id}: stored once each`).toBe(distinct.size)
  expect(device.acknowledged.difference(distinct), `${device.id}: acknowledged, lost`).toEqual(
    new Set(),
  )
  const unsaid = stored.filter((number) => number < 0 || number >= device.saidCount)
  expect(unsaid, `${device.id}: stored, never said`).toEqual([])
  return stored.length
}

async function readNumbers(
  platform: Platform,
  { id, saidCount }: NumberedDevice,
  firstAt: number,
): Promise<number[]> {
  const until = firstAt + saidCount + 1_000
  const span = `from=${new Date(firstAt - 1_000).toISOString()}&until=${new Date(until).toISOString()}`
  const target = `/api/v1/readings?device=${id}&channel=co2&${span}&limit=10000`
  const numbers: number[] = []
  let after = ''
  do {
    const { items, next } = await platform.get(`${target}${after}`, page)
    const mine = items.map(({ measuredAt }) => Date.parse(measuredAt) - firstAt)
    expect(
      items.map(({ value }) => value),
      `${id}: value of its message`,
    ).toEqual(mine.map(valueOf))
    numbers.push(...mine)
    after = next === null ? '' : `&after=${encodeURIComponent(next)}`
  } while (after !== '')
  return numbers
}
