import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

import { pino } from 'pino'

import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { Batch } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { Product } from '#domain/trace/product.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'
import type { TraceStore } from '#store/trace/contract.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'
import { buildReport } from '#trace/report/build-report.ts'
import { writeReportPdf } from '#trace/report/pdf/write-pdf.ts'

import { openFolder } from './services.ts'

const CHANNELS = 20
const EVERY = 5 * MINUTE
const UNTIL = Date.UTC(2026, 9, 31, 17)
const FROM = UNTIL - 548 * DAY
const BATCH_DURATION = 8 * HOUR
const BATCHES_PER_MAINTENANCE = 100
const ROUNDS = 3

const MASH: Product = {
  id: 'chuop',
  class: 'intermediate',
  name: { vi: 'Chượp', en: 'Mash' },
  producer: null,
  gtin: null,
  netContent: null,
  shelfLifeDays: null,
  ratings: [],
  certificates: [],
  published: { description: null, ingredients: null, warnings: null, conditions: false },
}

const VAT: Batch = {
  id: 'chuop-07',
  uri: 'urn:uuid:7f0f9b8e-2a1d-4a66-9d0c-0f3f4a5b6c7d',
  product: 'chuop',
  lot: null,
  name: null,
  madeAt: FROM,
  expiresAt: null,
  recipe: [],
  published: false,
}

const SALTING: Operation = {
  id: 'o1',
  kind: 'salting',
  at: FROM,
  until: null,
  recordedAt: FROM,
  recordedBy: 'Lan',
  person: null,
  place: 'be-07',
  from: null,
  to: null,
  items: [{ item: VAT.id, role: 'output', amount: { value: 8_000, unit: 'kg' } }],
  details: {},
  note: null,
  attachments: [],
  overrides: {},
  corrects: null,
  correctedBy: null,
  event: 'urn:uuid:1c9f0b1e-2a1d-4a66-9d0c-0f3f4a5b6c7d',
}

/** The auditor's report of a batch that stood for 18 months in a vat with 20 channels of five minutes. */
export async function benchBatchReport(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const retention = { raw: null, hourly: null }
  const engine = { path: join(folder, 'readings.db'), retention, log: pino({ level: 'warn' }) }
  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  const trace = resources.use(await openSqliteTrace({ path: join(folder, 'trace.db') }))
  const channels = await addVat(registry, trace)
  await fill(engine, channels)
  const readings = resources.use(await openReadingsReader(engine))
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [beganAt, cpu] = [performance.now(), process.cpuUsage()]
    const { signal } = new AbortController()
    const frame = { now: UNTIL, timezone: 'Asia/Ho_Chi_Minh', signal }
    const report = await buildReport({ trace, registry, readings }, VAT, frame)
    const builtAt = performance.now()
    const { user, system } = process.cpuUsage(cpu)
    const pdf = await writeReportPdf(report, 'vi')
    const seconds = (from: number, until: number) => ((until - from) / 1_000).toFixed(2)
    console.log(
      `  round ${round}: report ${seconds(beganAt, builtAt)} s (${((user + system) / 1e6).toFixed(2)} s of CPU), PDF ${seconds(builtAt, performance.now())} s (${pdf.length} bytes)`,
    )
  }
}

async function addVat(registry: Registry, trace: TraceStore): Promise<Channel[]> {
  const name = { vi: 'Bể 7', en: 'Vat 7' }
  const where = { timezone: 'Asia/Ho_Chi_Minh', latitude: null, longitude: null }
  await registry.sites.create({ id: 'phu-khuong', name, ...where })
  await registry.places.create({ id: 'be-07', site: 'phu-khuong', kind: 'vat', name })
  const device = 'probe-07'
  await registry.devices.enrol({ id: device, name: device, model: null, enrolledAt: FROM })
  await registry.installations.install({ device, place: 'be-07', from: FROM })
  const by = { at: FROM, by: 'Lan' }
  await trace.change(async (tx) => {
    await tx.putProduct(MASH, by)
    await tx.addBatch(VAT, by)
    await tx.addOperation(SALTING, by)
    await tx.beginStay({ item: VAT.id, place: 'be-07', from: FROM, begunBy: SALTING.id })
  })
  const channels: Channel[] = []
  for (let number = 1; number <= CHANNELS; number += 1) {
    const channel = await registry.channels.ensure(device, `temperature/${number}`, 'temperature')
    await registry.channels.setExpectedEvery(channel.id, EVERY)
    channels.push(channel)
  }
  return channels
}

async function fill(
  engine: Parameters<typeof openReadingsWriter>[0],
  channels: readonly Channel[],
): Promise<void> {
  await using writer = await openReadingsWriter(engine)
  const settle = async () => {
    while (await writer.maintain(UNTIL)) await setImmediate()
  }
  let batchCount = 0
  for (let at = FROM; at < UNTIL; at += BATCH_DURATION) {
    await writer.write(readingsOf(channels, at))
    batchCount += 1
    if (batchCount % BATCHES_PER_MAINTENANCE === 0) await settle()
  }
  await settle()
  console.log(`  ${((UNTIL - FROM) / EVERY) * CHANNELS} readings of ${CHANNELS} channels`)
}

function readingsOf(channels: readonly Channel[], from: number): Reading[] {
  const readings: Reading[] = []
  for (let measuredAt = from; measuredAt < from + BATCH_DURATION; measuredAt += EVERY) {
    for (const channel of channels) {
      const swing = 30 + 8 * Math.sin((measuredAt * 2 * Math.PI) / DAY + channel.id)
      const value = Math.round(swing * 100) / 100
      readings.push({ channel, measuredAt, value, quality: 192 })
    }
  }
  return readings
}
