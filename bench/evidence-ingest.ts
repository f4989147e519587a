/*
 * The ingest with or without the recording of evidence, everything else alike. Started by `fork`; takes the data folder and `with` or `without`.
 */
import { join } from 'node:path'

import { pino } from 'pino'
import { Registry as Registers } from 'prom-client'

import { openIngest } from '#ingest/ingest.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { openRecorder } from './evidence-recorder.ts'

const [folder = '', mode = 'with'] = process.argv.slice(2)
const log = pino({ level: 'warn' })
const engine = {
  path: join(folder, 'readings.db'),
  retention: { raw: null, hourly: null },
  log,
}

await using resources = new AsyncDisposableStack()
const journal = resources.use(await openSqliteJournal({ path: join(folder, 'journal.db') }))
const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
const readings = resources.use(await openReadingsWriter(engine))
const past = resources.use(await openReadingsReader(engine))
const metrics = new Registers()
const channelsPerDeviceMax = 200
const samples = { sampledAt: () => Promise.resolve(new Map<string, number>()) }
const stores = { journal, registry, readings, past, samples }
resources.use(openIngest({ ...stores, log, metrics, channelsPerDeviceMax }))
if (mode === 'with') resources.use(await openRecorder(folder, journal))
process.send?.('ready')
await new Promise((resolve) => process.once('SIGTERM', resolve))
