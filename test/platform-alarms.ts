import { connectAsync } from 'mqtt'
import { expect, vi } from 'vitest'
import { z } from 'zod'

import type { Platform } from './platform-fixture.ts'

const placesShape = z.object({ items: z.array(z.object({ id: z.string(), kind: z.string() })) })
const alarmsShape = z.object({ items: z.array(z.object({ id: z.number(), limit: z.string() })) })
const devicesShape = z.object({ items: z.array(z.object({ id: z.string() })) })
const text = { vi: 'Thử', en: 'Trial' }

/** Watched at once, so that a test need not wait; no simulated device has the channel. */
const LIMIT = {
  name: { vi: 'Thử: quá nóng', en: 'Trial: too hot' },
  placeKinds: ['vat', 'orchard-block', 'room', 'yard', 'vehicle'],
  channels: ['temperature/trial'],
  measure: { kind: 'value' },
  side: 'high',
  levels: [{ bound: 30, priority: 'high', onDelay: 'PT0S' }],
  deadband: 1,
  offDelay: 'PT0S',
  maxTimeShelved: 'PT8H',
  cause: text,
  consequence: text,
  response: text,
  timeToRespond: 'PT1H',
  source: text,
  approvedBy: 'Lan',
  reason: 'thử',
}
/** More than ten at once are a flood, and a reader chooses one site. */
const AT_VAT = 12
const COUNT = AT_VAT + LIMIT.placeKinds.length - 1

/** On a platform with the simulated sites: alarms at places of each kind, of which people answer some, and some are over. */
export async function raiseAlarms(platform: Platform): Promise<void> {
  await send(platform, 'PUT', '/api/v1/limits/trial-hot', LIMIT)
  const says = await connectDevices(platform)
  await vi.waitFor(
    async () => {
      for (const say of says) await say(40)
      expect(await listOpen(platform)).toHaveLength(COUNT)
    },
    { timeout: 60_000, interval: 1_000 },
  )
  const open = await listOpen(platform)
  for (const { id } of open.slice(0, 6)) {
    await send(platform, 'POST', `/api/v1/alarms/${id}/acknowledge`, { by: 'Lan' })
  }
  for (const say of says) await say(20)
  await platform.untilDrained()
  await vi.waitFor(async () => expect(await listOpen(platform, 'normal')).toHaveLength(6))
}

async function connectDevices(platform: Platform) {
  const [vat, ...others] = await listPlaces(platform)
  const places = [...Array.from({ length: AT_VAT }, () => vat), ...others]
  const { addresses } = await platform.runFile('gateway')
  return await Promise.all(
    places.map(async (place, index) => {
      const { username, password } = await enrol(platform, `trial-${index}`, place)
      return async (value: number) => {
        const login = { clientId: username, username, password }
        const client = await connectAsync(addresses['mqtt'] ?? '', login)
        const payload = JSON.stringify({ 'temperature/trial': value })
        await client.publishAsync(`nguon/v1/${username}/readings`, payload, { qos: 1 })
        await client.endAsync()
      }
    }),
  )
}

/** A new device; in a vehicle the one that is there, since what stands in a vehicle is asked for its way. */
async function enrol(platform: Platform, id: string, place: string | undefined) {
  const { items } = await platform.get(`/api/v1/devices?place=${place}`, devicesShape)
  const van = items.find((one) => one.id.includes('van'))?.id
  const made =
    van === undefined
      ? await send(platform, 'POST', '/api/v1/devices', { id, place })
      : await send(platform, 'POST', `/api/v1/devices/${van}/rotate`, {})
  const { secret: password } = z.object({ secret: z.string() }).parse(made)
  return { username: van ?? id, password }
}

/** One of each kind that is watched. */
async function listPlaces(platform: Platform): Promise<string[]> {
  const { items } = await platform.get('/api/v1/places?limit=1000', placesShape)
  return LIMIT.placeKinds.map((kind) => {
    const found = items.find((place) => place.kind === kind)
    if (found === undefined) throw new Error(`no simulated site has a ${kind}`)
    return found.id
  })
}

async function listOpen(platform: Platform, phase?: string) {
  const query = phase === undefined ? '' : `&phase=${phase}`
  const { items } = await platform.get(`/api/v1/alarms?limit=1000${query}`, alarmsShape)
  return items.filter(({ limit }) => limit === 'trial-hot')
}

async function send(platform: Platform, method: string, target: string, body: object) {
  const response = await platform.ask(target, { method, body: JSON.stringify(body) })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${target}: ${JSON.stringify(answer)}`)
  return answer
}
