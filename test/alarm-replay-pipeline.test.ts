import { expect, test } from 'vitest'

import { ExcursionFold, type Excursion } from '#domain/alarm/excursion.ts'
import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { replayAll } from '#domain/alarm/replay.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { encodeSamples } from '#simulators/encode-samples.ts'
import { createFleet } from '#simulators/fleet.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'

import type { Platform } from './ingest-platform.ts'
import { openWatched } from './ingest-watched.ts'
import { VAT_HOT } from './vat-hot.ts'

const COLD: AlarmLimit = {
  ...VAT_HOT,
  placeKinds: ['cold-room'],
  channels: ['temperature/air', 'temperature/product'],
  deadband: 0.5,
  offDelay: 15 * MINUTE,
}
const window = { over: 3 * HOUR, holdMax: 20 * MINUTE }
const LIMITS: readonly AlarmLimit[] = [
  {
    ...COLD,
    id: 'air-warm',
    levels: [
      { bound: 6.5, priority: 'low', onDelay: 20 * MINUTE },
      { bound: 8, priority: 'high', onDelay: 0 },
    ],
  },
  {
    ...COLD,
    id: 'air-cold',
    side: 'low',
    levels: [{ bound: 4.2, priority: 'low', onDelay: 5 * MINUTE }],
    deadband: 0.2,
  },
  {
    ...COLD,
    id: 'warm-on-average',
    measure: { kind: 'average', ...window },
    levels: [{ bound: 5.3, priority: 'low', onDelay: 10 * MINUTE }],
    deadband: 0.05,
  },
  {
    ...COLD,
    id: 'warm-for-long',
    measure: { kind: 'minutes-beyond', threshold: 6, ...window },
    levels: [{ bound: 25, priority: 'medium', onDelay: 0 }],
    deadband: 5,
  },
]

test('replaying what is stored gives what was recorded as it came', async () => {
  const platform = await openWatched({ limits: LIMITS, kind: 'cold-room' })
  await sendCold(platform, 10)
  const { registry } = platform
  const alarms = await registry.alarms.list({ limit: 100 })
  expect(new Set(alarms.map(({ limit }) => limit)).size).toBe(LIMITS.length)
  for (const alarm of alarms) {
    const lived = await readLived(platform, alarm)
    const replayed = await replayStored(platform, alarm, lived.until)
    expect(replayed.map(withoutWorst)).toEqual(lived.excursions.map(withoutWorst))
    expect(replayed.length).toBeGreaterThan(1)
    expect(replayed.some(({ raisedAt }) => raisedAt !== null)).toBe(true)
  }
})

/** Days of the orange cold room as it would have been sent live, in one message an hour. */
async function sendCold(platform: Platform, days: number): Promise<void> {
  const device = createFleet(1).find(({ id }) => id === 'kx-cold-room')
  const until = Date.now() - HOUR
  for (let at = until - days * DAY; at < until; at += HOUR) {
    for (const { json } of encodeSamples(device?.source(at, at + HOUR) ?? [])) {
      await platform.publish(json, { receivedAt: at + HOUR })
    }
  }
  await platform.drained()
}

/** What the alarm's history tells. The worst value is not in it. */
async function readLived({ registry }: Platform, alarm: AlarmRecord) {
  const history = await registry.alarms.history({ alarm: alarm.id, limit: 100_000 })
  const fold = new ExcursionFold(findLimit(alarm.limit))
  const excursions: Excursion[] = []
  for (const { kind, at, level } of history) {
    if (kind === 'assigned' || kind === 'commented' || kind === 'corrective-action') continue
    const over = fold.take({ kind, at, level })
    if (over !== undefined) excursions.push(over)
  }
  if (fold.open !== undefined) excursions.push(fold.open)
  return { excursions, until: history.at(-1)?.at ?? 0 }
}

async function replayStored(platform: Platform, alarm: AlarmRecord, until: number) {
  const channel = await platform.channel(alarm.channel)
  const whole = { from: 0, until: until + 1, limit: 1_000_000 }
  const stored = await platform.reader.range({ channel, ...whole })
  const usable = stored.filter(({ quality }) => quality >= USABLE_MIN)
  const readings = usable.map(({ measuredAt: at, value }) => ({ at, value }))
  return replayAll(findLimit(alarm.limit), readings, until)
}

function findLimit(id: string): AlarmLimit {
  const limit = LIMITS.find((one) => one.id === id)
  if (limit === undefined) throw new Error(`no limit ${id}`)
  return limit
}

/** The history tells the level of what was raised only. */
function withoutWorst({ from, until, raisedAt, settledAt, level }: Excursion) {
  return { from, until, raisedAt, settledAt, level: raisedAt === null ? 0 : level }
}
