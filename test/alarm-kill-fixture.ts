import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'
import type { Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import type { AlarmEvent } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { VAT_HOT } from './vat-hot.ts'

/** One device that catches up, and one that reports as it measures. */
export const DEVICES = ['past', 'live'] as const

function levelsOf(unit: number): AlarmLimit['levels'] {
  return [
    { bound: 45, priority: 'medium', onDelay: 5 * unit },
    { bound: 50, priority: 'high', onDelay: unit },
  ]
}

/** Delays of minutes for the past, of fractions of a second for the present, and a window. */
const LIMITS: AlarmLimit[] = [
  { ...VAT_HOT, levels: levelsOf(MINUTE), offDelay: 3 * MINUTE },
  {
    ...VAT_HOT,
    id: 'vat-warm',
    measure: { kind: 'average', over: HOUR, holdMax: 10 * MINUTE },
    levels: [{ bound: 46, priority: 'low', onDelay: 10 * MINUTE }],
    deadband: 0.5,
  },
  {
    ...VAT_HOT,
    id: 'vat-hot-now',
    channels: ['temperature/bottom'],
    levels: levelsOf(SECOND / 5),
    offDelay: SECOND / 2,
  },
]

export interface Vats extends AsyncDisposable {
  readonly data: string
  readonly journal: Journal
  readonly registry: Registry
}

/** A data folder in which two devices stand at a vat that limits watch. */
export async function openVats(): Promise<Vats> {
  await using opening = new AsyncDisposableStack()
  const data = await mkdtemp(join(tmpdir(), 'nguon-alarm-kill-'))
  opening.defer(() => rm(data, { recursive: true, force: true }))
  const registry = opening.use(await openSqliteRegistry({ path: join(data, 'registry.db') }))
  const journal = opening.use(await openSqliteJournal({ path: join(data, 'journal.db') }))
  await settle(registry)
  const resources = opening.move()
  return { data, journal, registry, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

async function settle(registry: Registry): Promise<void> {
  const name = { vi: 'vi', en: 'en' }
  const rest = { name, timezone: 'Asia/Ho_Chi_Minh', latitude: null, longitude: null }
  await registry.sites.create({ id: 'site', ...rest })
  await registry.places.create({ id: 'vat', site: 'site', kind: 'vat', name })
  const from = Date.now() - 90 * DAY
  for (const id of DEVICES) {
    await registry.devices.enrol({ id, name: id, model: null, enrolledAt: from })
    await registry.installations.install({ device: id, place: 'vat', from })
  }
  const approved = { approvedBy: 'lan', reason: 'test', recordedAt: from, withdrawn: false }
  for (const limit of LIMITS) await registry.limits.add({ limit, ...approved, validFrom: from })
}

export async function startIngest({ data }: Vats): Promise<ChildProcess> {
  const program = join(import.meta.dirname, '../nguon.ts')
  const env = { PATH: process.env['PATH'], NGUON_DATA: data, NGUON_LOG_LEVEL: 'warn' }
  const ingest = fork(program, ['ingest'], { env, execArgv: [] })
  await once(ingest, 'message')
  return ingest
}

export async function endIngest(ingest: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(ingest, 'exit')
  ingest.kill(signal)
  await ended
}

/** What happened to each alarm, but for when it was written and under which number. */
/** Limits of which readings alone decide; others of a new platform go by the clock, which each run has another time. */
export const WATCHED = ['vat-hot', 'vat-hot-now', 'vat-warm', 'vat-temperature-high']

export async function tellLives({ registry }: Vats): Promise<Record<string, string[]>> {
  const lives: Record<string, string[]> = {}
  for (const alarm of await registry.alarms.list({ limit: 100, limitId: WATCHED })) {
    const history = await registry.alarms.history({ alarm: alarm.id, limit: 100_000 })
    lives[`${alarm.limit} of ${alarm.device}`] = history.map(tellEvent)
  }
  return lives
}

function tellEvent({ kind, at, from, to, level, silent, value, limitVersion }: AlarmEvent): string {
  return JSON.stringify({ at: new Date(at), kind, from, to, level, silent, value, limitVersion })
}
