import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { expect, onTestFinished, test } from 'vitest'

import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import { AlarmClock } from '#ingest/watch/alarm-clock.ts'
import { CalendarWatch } from '#ingest/watch/calendar-watch.ts'
import { SiteSilence } from '#ingest/watch/site-silence.ts'
import { Suppressor } from '#ingest/watch/suppressor.ts'
import { Watches } from '#ingest/watch/watches.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'

import { OPERATION } from './code-fixture.ts'
import { approve, openWatched } from './ingest-watched.ts'

const NOW = Date.now()
const BY = { at: NOW, by: 'Lan' }
/** A vat with a probe, in which a batch has been since now. */
async function openVat() {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-samples-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const trace = await openSqliteTrace({ path: path.join(folder, 'trace.db') })
  onTestFinished(() => trace[Symbol.asyncDispose]())
  const platform = await openWatched({ limits: [] })
  await platform.stop()
  const limit = STARTING_ALARMS.find(({ id }) => id === 'vat-sample-overdue')
  if (limit === undefined) throw new Error('the limit is not there')
  await approve(platform, limit)
  const { registry, reader } = platform
  await registry.channels.ensure('vat-1', 'temperature', 'temperature')
  const record = (kind: string, at: number, place: string | null) =>
    trace.change(async (change) => {
      const id = crypto.randomUUID()
      const items = [{ item: 'chuop', role: 'subject' as const, amount: null }]
      await change.addOperation({ ...OPERATION, id, kind, at, place, items, event: id }, BY)
      return id
    })
  const [standing] = [...(await registry.presence.standing(NOW))]
  const begunBy = await record('salting', NOW, standing?.place ?? null)
  const place = standing?.place ?? ''
  await trace.change((tx) => tx.beginStay({ item: 'chuop', place, from: NOW, begunBy }))
  const suppressor = new Suppressor(registry)
  const watches = new Watches({
    registry: { ...registry, alarms: suppressor.alarms },
    readings: reader,
  })
  const silence = new SiteSilence(registry, watches)
  const calendar = new CalendarWatch({ registry, samples: trace }, watches)
  const clock = new AlarmClock({ suppressor, silence, calendar, watches })
  return {
    trace,
    record,
    after: async (days: number) => {
      for (const minutes of [0, 5]) await clock.tick(NOW + days * DAY + minutes * MINUTE)
      const alarms = await registry.alarms.list({ limit: 10 })
      return alarms.map(({ phase, value }) => [phase, value])
    },
  }
}

test('a vat of which no sample was taken for 60 days asks for one, until it is taken', async () => {
  const { after, record } = await openVat()
  expect(await after(59)).toEqual([])
  expect(await after(60.1)).toEqual([['active-unacknowledged', 60]])
  await record('sampling', NOW + 60.5 * DAY, null)
  expect(await after(61)).toEqual([['cleared-unacknowledged', 0]])
  expect(await after(121)).toEqual([['active-unacknowledged', 60]])
})

test('an empty vat asks for nothing', async () => {
  const { after, trace, record } = await openVat()
  const endedBy = await record('unloading', NOW + DAY, null)
  await trace.change((tx) => tx.endStay('chuop', NOW + DAY, endedBy))
  expect(await after(300)).toEqual([])
})
