import { expect, onTestFinished, test, vi } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { SiteModeName } from '#domain/site-mode.ts'
import { HOUR, MINUTE, SECOND } from '#domain/time.ts'

import { Platform } from './ingest-platform.ts'
import { VAT_HOT as HOT } from './vat-hot.ts'

const VAT_HOT: AlarmLimit = {
  ...HOT,
  levels: [
    { bound: 45, priority: 'medium', onDelay: 0 },
    { bound: 50, priority: 'urgent', onDelay: 0 },
  ],
}

/** A vat with two probes at a site. */
async function open() {
  const platform = await Platform.open()
  onTestFinished(() => platform[Symbol.asyncDispose]())
  const { registry } = platform
  const name = { vi: 'vi', en: 'en' }
  const timezone = 'Asia/Ho_Chi_Minh'
  await registry.sites.create({ id: 'site', name, timezone, latitude: null, longitude: null })
  await registry.places.create({ id: 'vat', site: 'site', kind: 'vat', name })
  await platform.enrol('vat-2')
  for (const device of ['vat-1', 'vat-2']) {
    await registry.installations.install({ device, place: 'vat', from: 0 })
  }
  const approved = { approvedBy: 'lan', reason: 'start', recordedAt: 0, withdrawn: false }
  await registry.limits.add({ limit: VAT_HOT, ...approved, validFrom: 0 })
  await platform.stop()
  platform.start()
  return platform
}

async function begin({ registry }: Platform, mode: SiteModeName, duration = HOUR) {
  // In force for ingest as soon as it is set: its time is two seconds behind.
  const from = Date.now() - 5 * SECOND
  const who = { by: 'lan', reason: 'no. 5' }
  await registry.siteModes.begin({ site: 'site', mode, from, until: from + duration, ...who })
}

async function say(platform: Platform, device: string, value: number) {
  const topic = `nguon/v1/${device}/readings`
  await platform.publish({ 'temperature/top': value }, { device, topic })
  await platform.drained()
}

async function history({ registry }: Platform, alarm?: number) {
  const query = { limit: 1_000, ...(alarm !== undefined && { alarm }) }
  return (await registry.alarms.history(query)).map(
    ({ kind, silent }) => `${kind}${silent ? ' silently' : ''}`,
  )
}

const WAIT = { timeout: 10_000, interval: 50 }

test('a mode silences the alarms of its site, and when it ends they ask again', async () => {
  const platform = await open()
  await say(platform, 'vat-1', 46)
  await begin(platform, 'typhoon')
  const suppressed = ['pended', 'raised', 'suppressed silently']
  await vi.waitFor(async () => expect(await history(platform)).toEqual(suppressed), WAIT)
  const [event] = (await platform.registry.alarms.history({ limit: 9 })).slice(-1)
  expect(event).toMatchObject({ by: 'Nguồn', reason: 'typhoon' })

  const end = { at: Date.now() - 4 * SECOND, by: 'lan', reason: 'it went north' }
  await platform.registry.siteModes.end('site', end)
  const over = [...suppressed, 'unsuppressed']
  await vi.waitFor(async () => expect(await history(platform)).toEqual(over), WAIT)
})

test('an alarm that comes while a mode lasts is born silent; one that is urgent is told at once', async () => {
  const platform = await open()
  await say(platform, 'vat-1', 46)
  await begin(platform, 'typhoon')
  await vi.waitFor(async () => expect(await history(platform)).toHaveLength(3), WAIT)
  await say(platform, 'vat-2', 46)
  const born = ['suppressed silently', 'pended silently', 'raised silently']
  expect(await history(platform, 2)).toEqual(born)
  await say(platform, 'vat-2', 51)
  const told = [...born, 'worsened silently', 'unsuppressed']
  await vi.waitFor(async () => expect(await history(platform, 2)).toEqual(told), WAIT)
  await say(platform, 'vat-2', 46)
  expect(await history(platform, 1)).toHaveLength(3)
})

test('a mode ends by itself, also while ingest does not run', async () => {
  const platform = await open()
  await say(platform, 'vat-1', 46)
  await begin(platform, 'maintenance', 8 * SECOND)
  await vi.waitFor(async () => expect(await history(platform)).toHaveLength(3), WAIT)
  await platform.stop()
  await new Promise((resolve) => setTimeout(resolve, 6 * SECOND))
  expect(await history(platform)).toHaveLength(3)
  platform.start()
  const over = ['pended', 'raised', 'suppressed silently', 'unsuppressed']
  await vi.waitFor(async () => expect(await history(platform)).toEqual(over), WAIT)
}, 30_000)

test('another site is not concerned', async () => {
  const platform = await open()
  const { registry } = platform
  const name = { vi: 'vi', en: 'en' }
  const rest = { name, timezone: 'Asia/Ho_Chi_Minh', latitude: null, longitude: null }
  await registry.sites.create({ id: 'other', ...rest })
  await registry.places.create({ id: 'far', site: 'other', kind: 'vat', name })
  const from = Date.now() - 2 * MINUTE
  await registry.installations.install({ device: 'vat-2', place: 'far', from })
  await platform.stop()
  platform.start()
  await say(platform, 'vat-1', 46)
  await begin(platform, 'typhoon')
  await vi.waitFor(async () => expect(await history(platform)).toHaveLength(3), WAIT)
  await say(platform, 'vat-2', 46)
  expect(await history(platform, 2)).toEqual(['pended', 'raised'])
})
