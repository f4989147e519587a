/*
 * From a reading outside its limit to the letter about it: how long until a real mail server on loopback has taken the letter,
 * while other devices publish 5,000 messages/s. Each alarm is of a site of its own with a person of its own, for nobody gets more than
 * a few messages within a quarter of an hour.
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { connectAsync } from 'mqtt'
import { SMTPServer } from 'smtp-server'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { HOUR } from '#domain/time.ts'
import { formatReadingsTopic } from '#domain/topic.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { runPacedLoad } from './paced-load.ts'
import type { BenchDevice } from './packets.ts'
import { enrolDevices, mqttPortOf, openFolder, startService } from './services.ts'

const MESSAGES_PER_SECOND = 5_000
const CONNECTION_COUNT = 100
const ALARM_COUNT = 500
const ALARM_EVERY_MS = 50
/** Time for what was said last to arrive. */
const PATIENCE_MS = 5_000

const words = { vi: 'Thử', en: 'Test' }
const LIMIT: AlarmLimit = {
  id: 'bench-hot',
  name: words,
  placeKinds: ['dryer'],
  channels: ['temperature'],
  measure: { kind: 'value' },
  side: 'high',
  levels: [{ bound: 90, priority: 'high', onDelay: 0 }],
  deadband: 1,
  offDelay: 0,
  maxTimeShelved: HOUR,
  cause: words,
  consequence: words,
  response: words,
  timeToRespond: HOUR,
  source: words,
}

/** Prints how long letters took. */
export async function benchMail(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const devices = await enrolDevices(folder, CONNECTION_COUNT)
  const sources = await addSites(folder)
  const takenAt = new Map<string, number>()
  const port = await listen(takenAt, resources)
  const gateway = await startService({ name: 'gateway', folder, resources })
  await startService({ name: 'ingest', folder, resources })
  const env = {
    NGUON_SMTP_URL: `smtp://127.0.0.1:${port}`,
    NGUON_SMTP_FROM: 'nguon@example.vn',
    NGUON_PUBLIC_URL: 'http://127.0.0.1',
  }
  await startService({ name: 'alarms', folder, env, resources })
  const mqttPort = mqttPortOf(gateway)
  const seconds = Math.ceil((ALARM_COUNT * ALARM_EVERY_MS + PATIENCE_MS) / 1_000)
  const load = { port: mqttPort, devices, messagesPerSecond: MESSAGES_PER_SECOND, seconds }
  const [, saidAt] = await Promise.all([runPacedLoad(load), raise(mqttPort, sources)])
  print(saidAt, takenAt)
}

/** A device at a dryer of a site of its own, and who is told of it. */
async function addSites(folder: string): Promise<BenchDevice[]> {
  await using registry = await openSqliteRegistry({ path: join(folder, 'registry.db') })
  const approval = { approvedBy: 'bench', reason: 'bench', validFrom: 0, recordedAt: 0 }
  await registry.limits.add({ limit: LIMIT, ...approval, withdrawn: false })
  const sources: BenchDevice[] = []
  for (let number = 0; number < ALARM_COUNT; number++) {
    sources.push(await addSite(registry, `alarm-${number}`))
  }
  return sources
}

async function addSite(registry: Registry, id: string): Promise<BenchDevice> {
  const timezone = 'Asia/Ho_Chi_Minh'
  await registry.sites.create({ id, name: words, timezone, latitude: null, longitude: null })
  await registry.places.create({ id, site: id, kind: 'dryer', name: words })
  const { secret } = await registry.devices.enrol({ id, name: id, model: null, enrolledAt: 0 })
  await registry.installations.install({ device: id, place: id, from: 0 })
  const addresses = [{ channel: 'email', address: `${id}@example.vn`, use: 'always' }] as const
  await registry.people.put({ id, name: id, language: 'vi', timezone, addresses, quietHours: null })
  const all = { placeKinds: [], priorities: [], hours: null, weekdays: [], channels: [] }
  const steps = [{ after: 0, to: [{ person: id }] }]
  await registry.routes.put({ id, sites: [id], ...all, steps, digestAt: null, tellsEnd: true })
  return { id, secret }
}

/** A mail server that notes when it has taken whose letter. */
async function listen(takenAt: Map<string, number>, resources: AsyncDisposableStack) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, { envelope }, done) {
      stream.resume()
      stream.once('end', () => {
        takenAt.set(envelope.rcptTo[0]?.address.split('@')[0] ?? '', Date.now())
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  resources.defer(() => new Promise<void>((closed) => server.close(() => closed())))
  const address = server.server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** One device after the other gets too hot; when each said so, by its id. */
async function raise(port: number, sources: readonly BenchDevice[]): Promise<Map<string, number>> {
  const saidAt = new Map<string, number>()
  for (const { id, secret } of sources) {
    const url = `mqtt://127.0.0.1:${port}`
    const client = await connectAsync(url, { clientId: id, username: id, password: secret })
    saidAt.set(id, Date.now())
    await client.publishAsync(formatReadingsTopic(id), '{"temperature":95}', { qos: 1 })
    await client.endAsync()
    await delay(ALARM_EVERY_MS)
  }
  await delay(PATIENCE_MS)
  return saidAt
}

function print(saidAt: ReadonlyMap<string, number>, takenAt: ReadonlyMap<string, number>): void {
  const waits = Array.from(saidAt, ([id, at]) => {
    const taken = takenAt.get(id)
    if (taken === undefined) throw new Error(`the letter about ${id} never came`)
    return taken - at
  }).toSorted((a, b) => a - b)
  const quantile = (share: number) => waits[Math.floor((waits.length - 1) * share)]
  console.log(
    `ms from publish until the mail server has the letter, at ${MESSAGES_PER_SECOND} messages/s`,
  )
  console.table([
    { letters: waits.length, median: quantile(0.5), p99: quantile(0.99), maximum: quantile(1) },
  ])
}

if (import.meta.main) await benchMail()
