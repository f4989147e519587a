import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { pino } from 'pino'
import { Registry as Registers } from 'prom-client'
import { expect, test, vi } from 'vitest'

import { openIngest } from '#ingest/ingest.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { entryOf } from './ingest-fixture.ts'
import { NO_SAMPLES } from './no-samples.ts'

const AT = Date.now() - 60_000

/** A data folder that lives through several runs of the ingest. */
async function createFolder() {
  const path = await mkdtemp(join(tmpdir(), 'nguon-restored-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

interface Said {
  readonly device: string
  readonly ph: number
}

/** Runs the ingest over the folder's files until it is done with what the devices say. */
async function run(
  folder: string,
  said: readonly Said[],
  prepare?: (registry: Registry) => Promise<void>,
) {
  await using resources = new AsyncDisposableStack()
  const journal = resources.use(await openSqliteJournal({ path: join(folder, 'journal.db') }))
  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  const log = pino({ level: 'silent' })
  const engine = { path: join(folder, 'readings.db'), retention: { raw: null, hourly: null }, log }
  const readings = resources.use(await openReadingsWriter(engine))
  await prepare?.(registry)
  const metrics = new Registers()
  const past = resources.use(await openReadingsReader(engine))
  const stores = { journal, registry, readings, past, samples: NO_SAMPLES }
  resources.use(openIngest({ ...stores, log, metrics, channelsPerDeviceMax: 10 }))
  for (const { device, ph } of said) {
    const topic = `nguon/v1/${device}/readings`
    const payload = JSON.stringify({ time: AT + ph, ph })
    await journal.append([entryOf(payload, { device, topic, receivedAt: Date.now() })])
  }
  const isDone = async () => {
    const { cursors, lastSequence } = await journal.status()
    expect(cursors.get('ingest') ?? 0).toBe(lastSequence)
  }
  await vi.waitFor(isDone, { timeout: 25_000, interval: 5 })
}

/** What each device is shown to have measured. */
async function readValues(folder: string): Promise<Record<string, number[]>> {
  await using registry = await openSqliteRegistry({ path: join(folder, 'registry.db') })
  const retention = { raw: null, hourly: null }
  const log = pino({ level: 'silent' })
  const path = join(folder, 'readings.db')
  await using reader = await openReadingsReader({ path, retention, log })
  const values: Record<string, number[]> = {}
  for (const channel of await registry.channels.list({ limit: 100 })) {
    const stored = await reader.range({ channel, from: 0, until: Date.now(), limit: 100 })
    values[channel.device] = stored.map(({ value }) => value)
  }
  return values
}

async function enrol(registry: Registry, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await registry.devices.enrol({ id, name: id, model: null, enrolledAt: AT })
  }
}

async function backUp(folder: string): Promise<void> {
  await copyFile(join(folder, 'registry.db'), join(folder, 'backup.db'))
}

async function restore(folder: string): Promise<void> {
  for (const end of ['-wal', '-shm']) await rm(join(folder, `registry.db${end}`), { force: true })
  await copyFile(join(folder, 'backup.db'), join(folder, 'registry.db'))
}

test('after the registry was restored each device has its own readings again, whoever speaks first', async () => {
  await using folder = await createFolder()
  const { path } = folder
  await run(path, [], (registry) => enrol(registry, 'vat-1', 'vat-2', 'vat-3'))
  await backUp(path)
  await run(path, [
    { device: 'vat-1', ph: 1 },
    { device: 'vat-2', ph: 2 },
  ])
  await restore(path)
  await run(path, [
    { device: 'vat-3', ph: 3 },
    { device: 'vat-2', ph: 4 },
    { device: 'vat-1', ph: 5 },
  ])
  expect(await readValues(path)).toEqual({ 'vat-1': [1, 5], 'vat-2': [2, 4], 'vat-3': [3] })
})

test('a device that the restored registry did not know has its history again once it is enrolled', async () => {
  await using folder = await createFolder()
  const { path } = folder
  await run(path, [], (registry) => enrol(registry, 'vat-1'))
  await backUp(path)
  await run(path, [{ device: 'vat-2', ph: 2 }], (registry) => enrol(registry, 'vat-2'))
  await restore(path)
  await run(path, [{ device: 'vat-1', ph: 1 }])
  expect(await readValues(path)).toEqual({ 'vat-1': [1] })
  await run(path, [{ device: 'vat-2', ph: 4 }], (registry) => enrol(registry, 'vat-2'))
  expect(await readValues(path)).toEqual({ 'vat-1': [1], 'vat-2': [2, 4] })
})

test('a registry that gave known ids to others is set right', async () => {
  await using folder = await createFolder()
  const { path } = folder
  await run(path, [], (registry) => enrol(registry, 'vat-1', 'vat-2', 'vat-3'))
  await backUp(path)
  await run(path, [
    { device: 'vat-1', ph: 1 },
    { device: 'vat-2', ph: 2 },
  ])
  await restore(path)
  await run(
    path,
    [
      { device: 'vat-3', ph: 3 },
      { device: 'vat-2', ph: 4 },
      { device: 'vat-1', ph: 5 },
    ],
    async (registry) => {
      await registry.channels.ensure('vat-3', 'ph', 'ph')
      await registry.channels.ensure('vat-1', 'ph', 'ph')
    },
  )
  expect(await readValues(path)).toEqual({ 'vat-1': [1, 5], 'vat-2': [2, 4], 'vat-3': [3] })
})
