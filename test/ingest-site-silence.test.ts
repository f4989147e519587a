import { expect, onTestFinished, test } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { SITE_SILENT } from '#domain/alarm/site-silence.ts'
import { HOUR, MINUTE, SECOND } from '#domain/time.ts'
import { AlarmClock } from '#ingest/watch/alarm-clock.ts'
import { CalendarWatch } from '#ingest/watch/calendar-watch.ts'
import { SiteSilence } from '#ingest/watch/site-silence.ts'
import { Suppressor } from '#ingest/watch/suppressor.ts'
import { Watches } from '#ingest/watch/watches.ts'

import { Platform } from './ingest-platform.ts'
import { NO_SAMPLES } from './no-samples.ts'
import { VAT_HOT } from './vat-hot.ts'

const DEVICES = ['vat-1', 'vat-2', 'vat-3', 'vat-4']
const ABSENT: AlarmLimit = {
  ...VAT_HOT,
  id: 'vat-absent',
  measure: { kind: 'absent' },
  levels: [{ bound: 1e6, priority: 'medium', onDelay: 0 }],
}

/** A site with a device at each of four vats, one clock for its alarms, and the present in the hand of the test. */
async function open() {
  const platform = await Platform.open()
  onTestFinished(() => platform[Symbol.asyncDispose]())
  await platform.stop()
  const { registry, reader } = platform
  const name = { vi: 'vi', en: 'en' }
  const timezone = 'Asia/Ho_Chi_Minh'
  await registry.sites.create({ id: 'site', name, timezone, latitude: null, longitude: null })
  for (const device of DEVICES) {
    if (device !== 'vat-1') await platform.enrol(device)
    await registry.channels.ensure(device, 'temperature/top', 'temperature')
    await registry.places.create({ id: device, site: 'site', kind: 'vat', name })
    await registry.installations.install({ device, place: device, from: 0 })
  }
  const approved = { approvedBy: 'lan', reason: 'start', recordedAt: 0, withdrawn: false }
  for (const limit of [ABSENT, SITE_SILENT]) {
    await registry.limits.add({ limit, ...approved, validFrom: 0 })
  }
  const start = async () => {
    const suppressor = new Suppressor(registry)
    const watches = new Watches({
      registry: { ...registry, alarms: suppressor.alarms },
      readings: reader,
    })
    // What watches absence has begun: what these tests observe of it in its stead stays.
    await watches.prepare([], Date.now())
    const silence = new SiteSilence(registry, watches)
    return {
      suppressor,
      silence,
      clock: new AlarmClock({
        suppressor,
        silence,
        calendar: new CalendarWatch({ registry, samples: NO_SAMPLES }, watches),
        watches,
      }),
    }
  }
  return { registry, start, ...(await start()) }
}
type Site = Awaited<ReturnType<typeof open>>

async function tell({ registry }: Site, limitId: string) {
  const alarms = await registry.alarms.list({ limitId, limit: 9 })
  const lives = alarms.map(async ({ id }) => {
    const history = await registry.alarms.history({ alarm: id, limit: 99 })
    return history.map(({ kind, silent }) => `${kind}${silent ? ' silently' : ''}`)
  })
  return await Promise.all(lives)
}

async function turn(
  { registry }: Site,
  presence: 'online' | 'offline',
  at: number,
  devices: string[],
) {
  await registry.presence.record(devices.map((device) => ({ device, presence, at })))
}

/** Nothing comes of the device. */
async function miss({ registry, suppressor }: Site, device: string, at: number) {
  const [limit] = await registry.limits.versions('vat-absent')
  const [channel] = (await registry.channels.ofDevice(device)) ?? []
  if (limit === undefined || channel === undefined) throw new Error('nothing to miss')
  await suppressor.alarms.observe([{ limit, channel, place: device, at, level: 1, value: 1e6 }])
}

const START = Date.now()

test('when most devices of a site leave together one alarm says so, and their absence is told to nobody', async () => {
  const site = await open()
  const { clock } = site
  await turn(site, 'online', START - HOUR, DEVICES)
  await miss(site, 'vat-1', START)
  await clock.tick(START + 10 * SECOND)
  expect(await tell(site, 'site-silent')).toEqual([])

  await turn(site, 'offline', START + MINUTE, DEVICES.slice(0, 3))
  await clock.tick(START + 2 * MINUTE)
  expect(await tell(site, 'site-silent')).toEqual([['pended']])
  await miss(site, 'vat-2', START + 3 * MINUTE)
  await clock.tick(START + 5 * MINUTE)
  expect(await tell(site, 'site-silent')).toEqual([['pended', 'raised']])
  expect(await tell(site, 'vat-absent')).toEqual([
    ['pended', 'raised', 'suppressed silently'],
    ['suppressed silently', 'pended silently', 'raised silently'],
  ])
  const [alarm] = await site.registry.alarms.list({ limitId: 'site-silent', limit: 1 })
  expect(alarm).toMatchObject({ priority: 'high', value: 75, place: 'vat-1' })
})

test('when they are back the alarm is over, and what is absent still is asked about half an hour later', async () => {
  const site = await open()
  const { clock, silence } = site
  await turn(site, 'offline', START, DEVICES)
  await clock.tick(START + MINUTE)
  await miss(site, 'vat-1', START + MINUTE)
  await turn(site, 'online', START + 10 * MINUTE, DEVICES)
  await clock.tick(START + 11 * MINUTE)
  const silently = ['suppressed silently', 'pended silently', 'raised silently']
  silence.hear(START + 40 * MINUTE)
  await clock.tick(START + 40 * MINUTE)
  expect(await tell(site, 'vat-absent')).toEqual([silently])
  expect(await tell(site, 'site-silent')).toEqual([['pended', 'raised', 'clearing', 'cleared']])
  await clock.tick(START + 42 * MINUTE)
  expect(await tell(site, 'vat-absent')).toEqual([[...silently, 'unsuppressed']])
})

test('a restart goes on with the same alarm', async () => {
  const site = await open()
  await turn(site, 'offline', START, DEVICES)
  await site.clock.tick(START + MINUTE)
  const { clock } = await site.start()
  await clock.tick(START + 2 * MINUTE)
  await clock.tick(START + 4 * MINUTE)
  expect(await tell(site, 'site-silent')).toEqual([['pended', 'raised']])
})

test('devices that leave one by one are told one by one', async () => {
  const site = await open()
  await turn(site, 'online', START - HOUR, DEVICES)
  for (const [index, device] of DEVICES.entries()) {
    await turn(site, 'offline', START + index * 20 * MINUTE, [device])
  }
  await miss(site, 'vat-1', START)
  await site.clock.tick(START + 2 * HOUR)
  expect(await tell(site, 'site-silent')).toEqual([])
  expect(await tell(site, 'vat-absent')).toEqual([['pended', 'raised']])
})

test('when nothing comes of anybody for a quarter of an hour, the site is silent too', async () => {
  const site = await open()
  const { clock, silence } = site
  await turn(site, 'online', START - HOUR, DEVICES)
  silence.hear(START)
  await clock.tick(START + 14 * MINUTE)
  expect(await tell(site, 'site-silent')).toEqual([])
  await clock.tick(START + 16 * MINUTE)
  expect(await tell(site, 'site-silent')).toEqual([['pended']])
  silence.hear(START + 17 * MINUTE)
  await clock.tick(START + 17 * MINUTE)
  expect(await tell(site, 'site-silent')).toEqual([['pended', 'withdrawn']])
})
