import { describe, expect, onTestFinished, test, vi } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import { HOUR, MINUTE, SECOND } from '#domain/time.ts'
import { AlarmClock } from '#ingest/watch/alarm-clock.ts'
import { CalendarWatch } from '#ingest/watch/calendar-watch.ts'
import { SiteSilence } from '#ingest/watch/site-silence.ts'
import { Suppressor } from '#ingest/watch/suppressor.ts'
import { Watches } from '#ingest/watch/watches.ts'

import { Platform, type PlatformOptions } from './ingest-platform.ts'
import { NO_SAMPLES } from './no-samples.ts'
import { VAT_HOT as HOT } from './vat-hot.ts'

const VAT_HOT: AlarmLimit = { ...HOT, offDelay: 0 }
const words = { vi: 'vi', en: 'en' }

/** `vat-1` stands at a vat since long ago, watched by these limits. */
async function open({ limits, ...options }: PlatformOptions & { limits: AlarmLimit[] }) {
  const platform = await Platform.open(options)
  onTestFinished(() => platform[Symbol.asyncDispose]())
  const { registry } = platform
  const name = words
  const timezone = 'Asia/Ho_Chi_Minh'
  await registry.sites.create({ id: 'site', name, timezone, latitude: null, longitude: null })
  for (const [id, kind] of [
    ['vat', 'vat'],
    ['room', 'room'],
  ] as const) {
    await registry.places.create({ id, site: 'site', kind, name })
  }
  await registry.installations.install({ device: 'vat-1', place: 'vat', from: 0 })
  for (const limit of limits) await approve(platform, limit)
  await platform.stop()
  platform.start()
  return platform
}

async function approve({ registry }: Platform, limit: AlarmLimit, change: object = {}) {
  const approved = { approvedBy: 'lan', reason: 'start', recordedAt: 0, withdrawn: false }
  await registry.limits.add({ limit, ...approved, validFrom: 0, ...change })
}

/** Readings as `[minutes ago, value]`, in one message, that come now or as long after as said. */
async function say(platform: Platform, rows: Row[], lag = 0) {
  await publish(platform, rows, lag)
  await platform.drained()
}

type Row = [ago: number, value: number]

async function publish(platform: Platform, rows: Row[], lag = 0) {
  const receivedAt = Date.now()
  const message = rows.map(([ago, value]) => ({
    time: receivedAt - lag - ago * MINUTE,
    'temperature/top': value,
  }))
  await platform.publish(message, { receivedAt })
}

function createClock({ registry, reader }: Platform): AlarmClock {
  const watches = new Watches({ registry, readings: reader })
  const [suppressor, silence] = [new Suppressor(registry), new SiteSilence(registry, watches)]
  return new AlarmClock({
    suppressor,
    silence,
    calendar: new CalendarWatch({ registry, samples: NO_SAMPLES }, watches),
    watches,
  })
}

async function tell({ registry }: Platform): Promise<string[]> {
  const history = await registry.alarms.history({ limit: 1_000 })
  return history.map(({ kind, level }) => `${kind} ${level}`)
}

async function phases({ registry }: Platform): Promise<string[]> {
  return (await registry.alarms.list({ limit: 100 })).map(({ phase }) => phase)
}

describe('readings against limits', () => {
  test('a vat that is too hot raises an alarm, and clears it', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    await say(platform, [[3, 44]])
    expect(await tell(platform)).toEqual([])
    await say(platform, [[2, 50.5]])
    expect(await phases(platform)).toEqual(['active-unacknowledged'])
    await say(platform, [[1, 43]])
    expect(await tell(platform)).toEqual(['pended 0', 'raised 2', 'clearing 2', 'cleared 0'])
    const [raised] = await platform.registry.alarms.list({ limit: 1 })
    expect(raised).toMatchObject({ device: 'vat-1', place: 'vat', value: 43 })
  })

  test('a delay ends by the clock for a device that reports as it measures', async () => {
    const delayed = {
      ...VAT_HOT,
      levels: [{ bound: 45, priority: 'low', onDelay: SECOND }] as const,
    }
    const platform = await open({ limits: [delayed] })
    await say(platform, [[0, 46]])
    expect(await phases(platform)).toEqual(['pending'])
    const raised = async () => expect(await phases(platform)).toEqual(['active-unacknowledged'])
    await vi.waitFor(raised, { timeout: 10_000 })
  })

  test('a delay ends by the time of the readings for a device that catches up', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    const lag = 5 * HOUR
    await say(platform, [[60, 46]], lag)
    await new Promise((resolve) => setTimeout(resolve, 3_500))
    expect(await phases(platform)).toEqual(['pending'])
    await say(platform, [[40, 40]], lag)
    expect(await tell(platform)).toEqual(['pended 0', 'withdrawn 0'])
  })

  test('a reading of the past, found later, raises nothing', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    await say(platform, [[1, 40]])
    await say(platform, [[10, 60]])
    expect(await tell(platform)).toEqual([])
  })

  test('what was measured before the device stood there is of another place', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    const { registry } = platform
    const [installation] = await registry.installations.list({ limit: 1 })
    await registry.installations.end(installation?.id ?? 0, Date.now() - 5 * MINUTE)
    await registry.installations.install({
      device: 'vat-1',
      place: 'vat',
      from: Date.now() - 5 * MINUTE,
    })
    await platform.stop()
    platform.start()
    await say(platform, [[6, 60]])
    expect(await tell(platform)).toEqual([])
    await say(platform, [[4, 60]])
    expect(await tell(platform)).toEqual(['pended 0', 'raised 2'])
  })
})

test('a delay of a device that is quiet since it caught up ends by the clock after a quarter of an hour', async () => {
  const levels = [{ bound: 45, priority: 'low', onDelay: 5 * MINUTE }] as const
  const platform = await open({ limits: [{ ...VAT_HOT, levels }] })
  await say(platform, [[0, 40]])
  await platform.stop()
  const { registry } = platform
  const [limit] = await registry.limits.list({ at: Date.now(), limit: 1 })
  if (limit === undefined) throw new Error('no limit')
  const channel = await platform.channel('temperature/top')
  const at = Date.now() - HOUR
  await registry.alarms.observe([{ limit, channel, place: 'vat', at, level: 1, value: 46 }])
  const clock = createClock(platform)
  await clock.tick(at)
  await clock.tick(at + 14 * MINUTE)
  expect(await phases(platform)).toEqual(['pending'])
  await clock.tick(at + 16 * MINUTE)
  expect(await phases(platform)).toEqual(['active-unacknowledged'])
})

test('a device whose clock is some minutes slow, or whose radio is, is heard as the present', async () => {
  const platform = await open({ limits: [VAT_HOT] })
  await say(platform, [[0, 55]], 12 * MINUTE)
  const [alarm] = await platform.registry.alarms.list({ limit: 1 })
  expect(alarm).toMatchObject({ past: false, silent: false, level: 2 })
})

test('that a clock is hours slow is told, though all that it measures is of the past', async () => {
  const slow = STARTING_ALARMS.find(({ id }) => id === 'clock-slow')
  if (slow === undefined) throw new Error('the limit is not there')
  const levels = [{ bound: 15, priority: 'low', onDelay: 0 }] as const
  const measure = { kind: 'lag', over: 20 * MINUTE, holdMax: 5 * MINUTE } as const
  const limit = { ...slow, id: 'slow', channels: VAT_HOT.channels, levels, measure }
  const platform = await open({ limits: [limit, VAT_HOT] })
  for (let ago = 30; ago > 0; ago -= 1) {
    const receivedAt = Date.now() - ago * MINUTE
    const message = { time: receivedAt - 3 * HOUR, 'temperature/top': 55 }
    await platform.publish([message], { receivedAt })
  }
  await platform.drained()
  const alarms = await platform.registry.alarms.list({ limit: 5 })
  const told = alarms.map(({ limit: id, silent, level }) => [id, { silent, isOn: level > 0 }])
  expect(Object.fromEntries(told)).toEqual({
    slow: { silent: false, isOn: true },
    [VAT_HOT.id]: { silent: true, isOn: true },
  })
})

describe('what a device brings of the past', () => {
  const lag = 5 * HOUR

  test('is kept as history and asks for no answer', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    const rows: Row[] = [
      [60, 55],
      [40, 40],
    ]
    await say(platform, rows, lag)
    await say(platform, [[0, 40]])
    expect(await phases(platform)).toEqual(['normal'])
    expect(await tell(platform)).toEqual(['pended 0', 'raised 2', 'clearing 2', 'cleared 0'])
    const history = await platform.registry.alarms.history({ limit: 10 })
    expect(history.map(({ silent }) => silent)).toEqual([true, true, true, true])
  })

  test('asks when it is still so with the first reading of the present, at the same level too', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    await say(platform, [[60, 55]], lag)
    const [past] = await platform.registry.alarms.list({ limit: 1 })
    expect(past).toMatchObject({ past: true, silent: true })
    await say(platform, [[0, 55.5]])
    expect(await tell(platform)).toEqual(['pended 0', 'raised 2', 'caught-up 2'])
    const [present] = await platform.registry.alarms.list({ limit: 1 })
    expect(present).toMatchObject({ past: false, silent: false, phase: 'active-unacknowledged' })
    await say(platform, [[0, 55.7]])
    expect(await tell(platform)).toHaveLength(3)
  })

  test('asks when nothing more has come for a quarter of an hour, and a restart waits for as long', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    await say(platform, [[60, 55]], lag)
    await platform.stop()
    const clock = createClock(platform)
    const now = Date.now()
    await clock.tick(now)
    await clock.tick(now + 14 * MINUTE)
    expect(await tell(platform)).toEqual(['pended 0', 'raised 2'])
    await clock.tick(now + 16 * MINUTE)
    expect(await tell(platform)).toEqual(['pended 0', 'raised 2', 'caught-up 2'])
  })

  test('and is over goes on where it was when more is brought in later', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    const rows: Row[] = [
      [60, 55],
      [59, 40],
    ]
    await say(platform, rows, lag)
    await platform.stop()
    const clock = createClock(platform)
    await clock.tick(Date.now())
    await clock.tick(Date.now() + HOUR)
    platform.start()
    const receivedAt = Date.now()
    await say(platform, [[30, 55]], lag)
    const last = (await platform.registry.alarms.history({ limit: 10 })).at(-1)
    expect(last).toMatchObject({ kind: 'raised', silent: true })
    expect((last?.at ?? 0) - (receivedAt - lag - 30 * MINUTE)).toBeLessThan(MINUTE)
  })
})

test('time passes no further than the journal was read', async () => {
  const levels = [{ bound: 45, priority: 'low', onDelay: MINUTE }] as const
  const platform = await open({ limits: [{ ...VAT_HOT, levels }] })
  await platform.stop()
  const receivedAt = Date.now() - 10 * MINUTE
  const rows = Array.from({ length: 200 }, (_, index) => ({ value: index < 100 ? 46 : 40, index }))
  for (const { value, index } of rows) {
    const time = receivedAt + index * 100
    await platform.publish({ time, 'temperature/top': value }, { receivedAt: time })
  }
  platform.start()
  await platform.drained()
  expect(await tell(platform)).toEqual(['pended 0', 'withdrawn 0'])
})

describe('over a restart', () => {
  test('an alarm goes on, and what comes again raises nothing again', async () => {
    let isForgetful = true
    const platform = await open({
      limits: [VAT_HOT],
      journal: (journal) =>
        new Proxy(journal, {
          get(target, name) {
            if (name === 'advance' && isForgetful) return async () => {}
            const value: unknown = Reflect.get(target, name)
            return typeof value === 'function' ? value.bind(target) : value
          },
        }),
    })
    await publish(platform, [
      [0.9, 60],
      [0.8, 40],
      [0.7, 60],
    ])
    const wanted = ['pended 0', 'raised 2', 'clearing 2', 'cleared 0', 'pended 0', 'raised 2']
    await vi.waitFor(async () => expect(await tell(platform)).toEqual(wanted))
    await platform.stop()
    isForgetful = false
    platform.start()
    await say(platform, [[0.6, 60.5]])
    expect(await platform.metric('messages_total')).toBe(2)
    expect(await tell(platform)).toEqual(wanted)
    await say(platform, [[0.5, 40]])
    expect(await phases(platform)).toEqual(['cleared-unacknowledged'])
  })

  test('a window remembers what was before', async () => {
    const warm: AlarmLimit = {
      ...VAT_HOT,
      id: 'vat-warm-long',
      measure: { kind: 'minutes-beyond', threshold: 45, over: 24 * HOUR, holdMax: HOUR },
      levels: [{ bound: 60, priority: 'low', onDelay: 0 }],
    }
    const platform = await open({ limits: [warm] })
    await say(platform, [
      [120, 46],
      [80, 40],
    ])
    await platform.stop()
    platform.start()
    await say(platform, [
      [60, 46],
      [41, 46],
    ])
    expect(await phases(platform)).toEqual([])
    await say(platform, [[40, 46]])
    expect(await phases(platform)).toEqual(['active-unacknowledged'])
  })
})

describe('what is not watched any more', () => {
  test('is in order when its limit is withdrawn', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    await say(platform, [[2, 60]])
    await approve(platform, VAT_HOT, { validFrom: Date.now(), withdrawn: true })
    const cleared = async () => {
      await say(platform, [[1, 60]])
      expect(await phases(platform)).toEqual(['cleared-unacknowledged'])
    }
    await vi.waitFor(cleared, { timeout: 15_000, interval: 500 })
  })

  test('is in order when its device stands elsewhere, also over a restart', async () => {
    const platform = await open({ limits: [VAT_HOT] })
    await say(platform, [[2, 60]])
    await platform.stop()
    const from = Date.now() - MINUTE
    await platform.registry.installations.install({ device: 'vat-1', place: 'room', from })
    platform.start()
    await say(platform, [[0, 60]])
    expect(await phases(platform)).toEqual(['cleared-unacknowledged'])
  })
})
