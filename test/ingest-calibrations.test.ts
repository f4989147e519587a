import { expect, test } from 'vitest'

import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import { AlarmClock } from '#ingest/watch/alarm-clock.ts'
import { CalendarWatch } from '#ingest/watch/calendar-watch.ts'
import { SiteSilence } from '#ingest/watch/site-silence.ts'
import { Suppressor } from '#ingest/watch/suppressor.ts'
import { Watches } from '#ingest/watch/watches.ts'

import { approve, openWatched } from './ingest-watched.ts'
import { NO_SAMPLES } from './no-samples.ts'

const NOW = Date.now()
const found = STARTING_ALARMS.find(({ id }) => id === 'calibration-overdue-temperature')
if (found === undefined) throw new Error('the limit is not there')
const LIMIT = found

/** A probe at a vat that is watched by a limit on calibrations; time passes as the test says. */
async function openProbe(whenNever: 'quiet' | 'overdue' = 'quiet') {
  const platform = await openWatched({ limits: [] })
  await platform.stop()
  await approve(platform, { ...LIMIT, measure: { kind: 'calibration-overdue', whenNever } })
  const { registry, reader } = platform
  await registry.channels.ensure('vat-1', 'temperature/top', 'temperature')
  let number = 0
  const calibrate = async (days: number, corrects: number | null = null) => {
    const paper = { certificate: `no. ${++number}`, laboratory: 'lab', reference: 'Pt100' }
    const result = { foundError: null, isAdjusted: false, certificateHash: null, by: 'lan' }
    const times = { calibratedAt: NOW - 400 * DAY + number, validUntil: NOW + days * DAY }
    const which = { device: 'vat-1', channel: 'temperature/top', recordedAt: NOW, corrects }
    return await registry.calibrations.add({ ...paper, ...result, ...times, ...which })
  }
  let clock = start()
  function start() {
    const suppressor = new Suppressor(registry)
    const watches = new Watches({
      registry: { ...registry, alarms: suppressor.alarms },
      readings: reader,
    })
    const silence = new SiteSilence(registry, watches)
    const calendar = new CalendarWatch({ registry, samples: NO_SAMPLES }, watches)
    return new AlarmClock({ suppressor, silence, calendar, watches })
  }
  /** What its alarm says after so many days. */
  const after = async (days: number) => {
    for (const minutes of [0, 5]) await clock.tick(NOW + days * DAY + minutes * MINUTE)
    const alarms = await registry.alarms.list({ limit: 10 })
    return alarms.map(({ phase, priority, value }) => [phase, priority, value])
  }
  const restart = () => void (clock = start())
  return { platform, registry, calibrate, after, restart }
}

test('a calibration that has run out is told, is worse after a month, and over with the next', async () => {
  const { calibrate, after, restart } = await openProbe()
  await calibrate(10)
  expect(await after(9)).toEqual([])
  expect(await after(10.1)).toEqual([['active-unacknowledged', 'low', 0]])
  restart()
  expect(await after(20)).toEqual([['active-unacknowledged', 'low', 0]])
  expect(await after(41.1)).toEqual([['active-unacknowledged', 'medium', 31]])
  await calibrate(400)
  expect(await after(42.1)).toEqual([['cleared-unacknowledged', null, -358]])
})

test('one that was never calibrated is quiet, unless the limit says otherwise', async () => {
  const quiet = await openProbe()
  expect(await quiet.after(900)).toEqual([])
  const strict = await openProbe('overdue')
  expect(await strict.after(31.1)).toMatchObject([['active-unacknowledged', 'medium', 31]])
})

test('a record that was a mistake counts no more, and a limit that is withdrawn tells nothing', async () => {
  const { registry, calibrate, after } = await openProbe()
  const wrong = await calibrate(-5)
  expect(await after(0.1)).toMatchObject([['active-unacknowledged', 'low', 5]])
  await calibrate(300, wrong.id)
  expect(await after(0.2)).toMatchObject([['cleared-unacknowledged', null, -300]])
  await calibrate(-50)
  expect(await after(0.3)).toMatchObject([['active-unacknowledged', 'medium', 50]])
  const [version] = await registry.limits.versions(LIMIT.id)
  if (version === undefined) throw new Error('no limit')
  await registry.limits.add({ ...version, withdrawn: true, validFrom: NOW })
  expect(await after(0.4)).toMatchObject([['cleared-unacknowledged', null, null]])
})

test('a device that was moved is asked about where it stands now', async () => {
  const { registry, calibrate, after } = await openProbe()
  await calibrate(-5)
  expect(await after(0.1)).toHaveLength(1)
  await registry.places.create({
    id: 'there',
    site: 'site',
    kind: 'vat',
    name: { vi: 'b', en: 'b' },
  })
  await registry.installations.install({ device: 'vat-1', place: 'there', from: NOW + 0.15 * DAY })
  expect(await after(0.2)).toMatchObject([['active-unacknowledged', 'low', 5]])
  const [alarm] = await registry.alarms.list({ limit: 1 })
  expect(alarm?.place).toBe('there')
})
