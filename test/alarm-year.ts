import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { pino } from 'pino'

import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import { HOUR, SECOND, type Instant } from '#domain/time.ts'
import { createBatch } from '#ingest/batch.ts'
import { ChannelCache } from '#ingest/channel-cache.ts'
import { date } from '#ingest/date.ts'
import { decode } from '#ingest/decode.ts'
import { deduplicate } from '#ingest/deduplicate.ts'
import { derive } from '#ingest/derive.ts'
import { GatewayInstants } from '#ingest/gateway-instants.ts'
import { RecentReadings } from '#ingest/recent-readings.ts'
import { countRepeats, RepeatCounter } from '#ingest/repeats.ts'
import { resolve, resolveShares } from '#ingest/resolve.ts'
import { validate } from '#ingest/validate.ts'
import { AlarmClock } from '#ingest/watch/alarm-clock.ts'
import { CalendarWatch } from '#ingest/watch/calendar-watch.ts'
import { SiteSilence } from '#ingest/watch/site-silence.ts'
import { observe, prepareWatches, watch } from '#ingest/watch/steps.ts'
import { Suppressor } from '#ingest/watch/suppressor.ts'
import { Watches } from '#ingest/watch/watches.ts'
import type { SimulatedDevice } from '#simulators/fleet.ts'
import { PLACES, SITES } from '#simulators/sites.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { entryOf } from './ingest-fixture.ts'
import { NO_SAMPLES } from './no-samples.ts'

/** What the ingest takes at once, and the clock of alarms ticks behind it. */
const PIECE = 6 * HOUR
/** All but what stores. */
const UNDERSTANDING = [decode, date, validate, derive] as const
const WATCHING = [
  resolve,
  deduplicate,
  countRepeats,
  resolveShares,
  prepareWatches,
  watch,
  observe,
] as const

export interface Raised {
  readonly limit: string
  readonly device: string
  readonly channel: string
  readonly at: Instant
}

export interface Span {
  readonly from: Instant
  readonly until: Instant
}

/** What the starting alarms say of what these devices report in that time: through the steps of the ingest, as fast as it goes. */
export async function replayAlarms(
  devices: readonly SimulatedDevice[],
  span: Span,
): Promise<Raised[]> {
  await using resources = new AsyncDisposableStack()
  const { registry, watches } = await openStores(resources)
  await furnish(registry, devices)
  const suppressor = new Suppressor(registry)
  const silence = new SiteSilence(registry, watches)
  const clock = new AlarmClock({
    suppressor,
    silence,
    calendar: new CalendarWatch({ registry, samples: NO_SAMPLES }, watches),
    watches,
  })
  const context = {
    channels: new ChannelCache({ channels: registry.channels, perDeviceMax: 100 }),
    instants: new GatewayInstants(),
    recent: new RecentReadings(),
    repeats: new RepeatCounter(),
    alarms: registry.alarms,
    excursions: registry.excursions,
    watches,
  }
  for (let from = span.from; from < span.until; from += PIECE) {
    const until = Math.min(from + PIECE, span.until)
    const batch = createBatch(listEntries(devices, { from, until }))
    for (const step of [...UNDERSTANDING, ...WATCHING]) await step(batch, context)
    silence.hear(until)
    await clock.tick(until)
  }
  return await listRaised(registry)
}

async function openStores(resources: AsyncDisposableStack) {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-year-'))
  resources.defer(() => rm(folder, { recursive: true, force: true }))
  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  const engine = {
    path: join(folder, 'readings.db'),
    influx: undefined,
    retention: { raw: null, hourly: null },
    log: pino({ level: 'silent' }),
  }
  resources.use(await openReadingsWriter(engine))
  const readings = resources.use(await openReadingsReader(engine))
  return { registry, watches: new Watches({ registry, readings }) }
}

async function furnish(registry: Registry, devices: readonly SimulatedDevice[]): Promise<void> {
  for (const site of SITES) await registry.sites.create(site)
  for (const place of PLACES) await registry.places.create(place)
  const approved = { approvedBy: 'lan', reason: 'start', recordedAt: 0, withdrawn: false }
  for (const limit of STARTING_ALARMS) {
    await registry.limits.add({ limit, ...approved, validFrom: 0 })
  }
  for (const device of devices) await install(registry, device)
}

/** With all of its channels, which report as often as it says. */
async function install(registry: Registry, device: SimulatedDevice): Promise<void> {
  const { id, name, model, place, every } = device
  await registry.devices.enrol({ id, name: name.en, model, enrolledAt: 0 })
  await registry.installations.install({ device: id, place, from: 0 })
  const batch = createBatch(listEntries([device], { from: 0, until: 2 * every }))
  for (const step of UNDERSTANDING) step(batch, { instants: new GatewayInstants() })
  const wanted = [...batch.values, ...batch.derived].map(({ channel, quantity }) => {
    return { device: id, name: channel, quantity: quantity.id }
  })
  for (const channel of await registry.channels.ensureAll(wanted)) {
    if (channel !== undefined) await registry.channels.setExpectedEvery(channel.id, every)
  }
}

/** What devices send, in the order in which it comes: each speaks a second after it samples. */
function listEntries(devices: readonly SimulatedDevice[], span: Span): SequencedEntry[] {
  const sent = devices.flatMap((device) => listSent(device, span))
  const inTime = sent.toSorted((a, b) => a.receivedAt - b.receivedAt)
  return inTime.map((entry, index) => Object.assign(entry, { sequence: index + 1 }))
}

function listSent({ id, every, phase, source }: SimulatedDevice, { from, until }: Span) {
  const sent: SequencedEntry[] = []
  const topic = `nguon/v1/${id}/readings`
  const first = Math.floor((from - phase) / every + 1) * every + phase
  for (let at = first; at <= until; at += every) {
    for (const { time, values } of source(at - every, at)) {
      const payload = JSON.stringify({ time, channels: values })
      sent.push(entryOf(payload, { device: id, topic, receivedAt: at + SECOND }))
    }
  }
  return sent
}

/** What the history of alarms tells. */
async function listRaised({ alarms }: Registry): Promise<Raised[]> {
  const known = await Array.fromAsync(listAll<number, AlarmRecord>((page) => alarms.list(page)))
  const byId = new Map(known.map((alarm) => [alarm.id, alarm]))
  const raised: Raised[] = []
  for await (const event of listAll<number, AlarmEvent>((page) => alarms.history(page))) {
    const alarm = byId.get(event.alarm)
    if (event.kind !== 'raised' || alarm === undefined) continue
    const { limit, device, channel } = alarm
    raised.push({ limit, device, channel, at: event.at })
  }
  return raised
}
