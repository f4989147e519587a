import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { MINUTE } from '#domain/time.ts'
import { formatReadingsTopic } from '#domain/topic.ts'
import { createValueDecoder } from '#ingest/decode-values.ts'
import type { Entry, Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'
import { writeBundle } from '#trace/evidence/bundle/write-bundle.ts'
import { collectDevice } from '#trace/evidence/collect-device.ts'
import { openEvidenceReader, type EvidenceReader } from '#trace/evidence/evidence-reader.ts'
import { openSigningKey } from '#trace/evidence/signing-key.ts'
import { verifyBundle } from '#trace/evidence/verify/verify-bundle.ts'

import { openRecorder } from './evidence-recorder.ts'
import { openFolder, sizeOf } from './services.ts'

/** 18 months of a message each five minutes, with 20 values; a second vat stands beside it. */
const MESSAGE_COUNT = 157_680
const STEP = 5 * MINUTE
const START = Date.parse('2025-05-24T00:00:00Z')
const CHANNELS = Array.from({ length: 20 }, (_, index) => `temperature/level-${index + 1}`)
const COMMIT_COUNT = 1_000

/** A bundle of a vat's whole life: recording, packing and examining it. */
export async function measureBundle(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const journal = resources.use(await openSqliteJournal({ path: join(folder, 'journal.db') }))
  await fill(journal)
  const reader = resources.use(openEvidenceReader(join(folder, 'evidence.db')))
  const recordSeconds = await timeIt(() => record(folder, journal, reader))

  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  await registry.devices.enrol({ id: 'vat-1', name: 'vat-1', model: null, enrolledAt: 0 })
  for (const name of CHANNELS) await registry.channels.ensure('vat-1', name, 'temperature')
  const raw = { journal, reader, archiveFolder: join(folder, 'archive') }
  const question = { device: 'vat-1', from: START, to: START + MESSAGE_COUNT * STEP }
  const sources = { raw, registry, createDecoder: createValueDecoder }
  const key = await openSigningKey(join(folder, 'credentials'))
  const file = join(folder, 'vat-1.zip')
  const packSeconds = await timeIt(async () =>
    writeBundle(file, await collectDevice(sources, question), { reader, key, at: Date.now() }),
  )
  const { result, seconds } = await examine(file)
  console.table([
    { what: `record and archive ${2 * MESSAGE_COUNT} messages`, value: `${recordSeconds} s` },
    { what: 'evidence.db', value: `${await perMessage(folder, 'evidence.db')} bytes a message` },
    { what: 'archive', value: `${await perMessage(folder, '2')} bytes a message` },
    { what: 'pack', value: `${packSeconds} s` },
    { what: 'bundle', value: `${((await stat(file)).size / 1e6).toFixed(1)} MB` },
    { what: `examine ${result.counts.readingCount} readings`, value: `${seconds} s` },
    { what: 'flaws', value: String(result.flaws.count) },
    { what: 'resident afterwards', value: `${Math.round(process.memoryUsage().rss / 1e6)} MB` },
  ])
}

async function examine(file: string) {
  const startedAt = performance.now()
  const result = await verifyBundle({ file, decode: createValueDecoder() })
  return { result, seconds: ((performance.now() - startedAt) / 1_000).toFixed(1) }
}

async function fill(journal: Journal): Promise<void> {
  for (let from = 0; from < MESSAGE_COUNT; from += COMMIT_COUNT) {
    const count = Math.min(COMMIT_COUNT, MESSAGE_COUNT - from)
    const both = Array.from({ length: count }, (_, index) =>
      ['vat-1', 'vat-2'].map((device) => createEntry(device, from + index)),
    )
    await journal.append(both.flat())
  }
}

function createEntry(device: string, index: number): Entry {
  const at = START + index * STEP
  const values = CHANNELS.map((name, level) => {
    return [name, Number((30 + 5 * Math.sin(index / 50 + level)).toFixed(2))]
  })
  const payload = Buffer.from(JSON.stringify({ time: at, ...Object.fromEntries(values) }))
  const topic = formatReadingsTopic(device)
  return { kind: 'message', receivedAt: at + 700, device, topic, payload, retained: false }
}

async function record(folder: string, journal: Journal, reader: EvidenceReader): Promise<void> {
  await using _recorder = await openRecorder(folder, journal)
  while (reader.progress('journal').number < 2 * MESSAGE_COUNT) await sleep(20)
  reader.wish('journal', Date.now())
  while (reader.wishes().size > 0) await sleep(20)
}

async function timeIt(work: () => Promise<void>): Promise<string> {
  const startedAt = performance.now()
  await work()
  return ((performance.now() - startedAt) / 1_000).toFixed(1)
}

async function perMessage(folder: string, prefix: string): Promise<number> {
  return Math.round((await sizeOf(folder, prefix)) / (2 * MESSAGE_COUNT))
}
