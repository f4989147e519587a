import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { pino } from 'pino'
import { expect, test, vi } from 'vitest'

import { HOUR } from '#domain/time.ts'
import { toHealth } from '#ingest/health.ts'
import { Upkeep } from '#ingest/upkeep.ts'

import { minutes, top } from './contracts/readings/fixture.ts'
import { describeWithInfluxd } from './influxd-describe.ts'
import { startInfluxd } from './influxd.ts'
import { Platform } from './ingest-platform.ts'
import { openStore } from './readings-sqlite-store.ts'

const AT = Date.now() - 3 * HOUR
const PATIENCE = { timeout: 20_000, interval: 50 }

test('a running ingest seals what it has written, and the readings stay', async () => {
  await using platform = await Platform.open()
  for (let i = 0; i < 20; i += 1) await platform.publish({ time: AT + i, co2: 400 + i })
  await platform.drained()
  using file = new DatabaseSync(join(platform.folder, 'readings.db'), { readOnly: true })
  const sealed = file.prepare(
    'SELECT (SELECT sum(count) FROM day) AS readings, (SELECT count(*) FROM hours) AS hours',
  )
  const hot = file.prepare(
    'SELECT (SELECT count(*) FROM hot_0) + (SELECT count(*) FROM hot_1) AS hot',
  )
  await vi.waitFor(() => expect(hot.get()?.['hot']).toBeLessThan(20), PATIENCE)
  await vi.waitFor(() => expect(sealed.get()?.['readings']).toBeGreaterThan(0), PATIENCE)
  expect(sealed.get()?.['hours']).toBeGreaterThan(0)
  expect(await platform.valuesOf('co2')).toEqual(Array.from({ length: 20 }, (_, i) => 400 + i))
})

test('a store that cannot be kept in order is told of, and after three failures it is a problem', async () => {
  await using store = await openStore()
  await using upkeep = new Upkeep(store.writer, pino({ level: 'silent' }))
  await store.writer.write(minutes(top, 10))
  using file = new DatabaseSync(store.path)
  file.exec('DROP TABLE chunk')
  const seen = { message: expect.stringContaining('chunk'), failureCount: 1 }
  await vi.waitFor(() => expect(upkeep.trouble).toMatchObject(seen), PATIENCE)
  const times = { journalDepth: 0, oldestAt: null, batchSince: null }
  const state = { ...times, trouble: undefined, damagedCount: 0, upkeep: upkeep.trouble }
  expect(toHealth(state, Date.now())).toMatchObject({ ok: true })
  const failing = { message: 'no such table', since: AT, failureCount: 3 }
  expect(toHealth({ ...state, upkeep: failing }, Date.now())).toMatchObject({
    ok: false,
    detail: { storeReachable: true, problem: expect.stringMatching(/3 times.*restart the ingest/) },
  })
})

describeWithInfluxd('over InfluxDB', () => {
  test('a running ingest rolls up the hours that are over', async () => {
    await using influxd = await startInfluxd()
    const nobody = { token: '', user: '', password: '' }
    const names = { database: 'nguon', organization: 'nguon' }
    await using platform = await Platform.open({
      influx: { url: influxd.url, version: 'auto', ...names, ...nobody },
    })
    await platform.publish({ time: AT, co2: 400 })
    await platform.publish({ time: AT + 1, co2: 401 })
    await platform.drained()
    const ask = 'SELECT "count" FROM "nguon"."hourly"."reading_1h"'
    await vi.waitFor(async () => expect(await influxd.run(ask)).toMatch(/,2\]/), PATIENCE)
    expect(await platform.valuesOf('co2')).toEqual([400, 401])
  })
})
