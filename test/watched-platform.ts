import { onTestFinished } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { PlaceKind } from '#domain/place.ts'
import { MINUTE } from '#domain/time.ts'

import { entryOf } from './ingest-fixture.ts'
import { Platform, type PlatformOptions } from './ingest-platform.ts'

const words = { vi: 'vi', en: 'en' }
const STANDINGS: readonly (readonly [device: string, place: string, kind: PlaceKind])[] = [
  ['vat-1', 'vat', 'vat'],
  ['weather', 'yard', 'yard'],
]

const CHANNELS = [
  ['vat-1', 'temperature/top', 'temperature'],
  ['vat-1', 'lid', 'lid'],
  ['weather', 'rain', 'rain'],
] as const

/** `vat-1` stands at a vat and `weather` in the yard of its site since long ago, watched by these limits. */
export async function openWatched(
  limits: readonly AlarmLimit[],
  options: PlatformOptions = {},
): Promise<Platform> {
  const platform = await Platform.open(options)
  onTestFinished(() => platform[Symbol.asyncDispose]())
  const { registry } = platform
  const site = { id: 'site', name: words, timezone: 'Asia/Ho_Chi_Minh' }
  await registry.sites.create({ ...site, latitude: null, longitude: null })
  await platform.enrol('weather')
  for (const [device, place, kind] of STANDINGS) {
    await registry.places.create({ id: place, site: 'site', kind, name: words })
    await registry.installations.install({ device, place, from: 0 })
  }
  await registry.channels.ensureAll(
    CHANNELS.map(([device, name, quantity]) => ({ device, name, quantity })),
  )
  const approved = { approvedBy: 'lan', reason: 'start', recordedAt: 0, withdrawn: false }
  for (const limit of limits) await registry.limits.add({ limit, ...approved, validFrom: 0 })
  await platform.stop()
  platform.start()
  return platform
}

export interface Saying {
  readonly device?: string
  /** When it was measured, and how long after that it came. */
  readonly minutesAgo: number
  readonly lagMinutes?: number
}

/** What is said in one message. */
export type Message = readonly [values: object, saying: Saying]

/** Taken in, in this order and before any time passes, when this resolves. */
export async function say(platform: Platform, ...messages: Message[]): Promise<void> {
  const now = Date.now()
  const entries = messages.map(([values, { device = 'vat-1', minutesAgo, lagMinutes = 0 }]) => {
    const time = now - minutesAgo * MINUTE
    const payload = JSON.stringify({ time, ...values })
    const topic = `nguon/v1/${device}/readings`
    return entryOf(payload, { device, topic, receivedAt: time + lagMinutes * MINUTE })
  })
  await platform.journal.append(entries)
  await platform.drained()
}

/** What happened to all alarms, and how many minutes ago. */
export async function tellHistory({ registry }: Platform): Promise<string[]> {
  const now = Date.now()
  const history = await registry.alarms.history({ limit: 1_000 })
  return history.map(({ kind, at }) => `${kind} ${((now - at) / MINUTE).toFixed(0)}`)
}

export async function tellPhases({ registry }: Platform): Promise<string[]> {
  return (await registry.alarms.list({ limit: 100 })).map(({ phase }) => phase)
}
