/*
 * What listening costs the API: 200 clients of the stream of alarms, each with a connection of its own, while nothing happens
 * and while another process (this one) writes; and what the measures of a long history cost. The delay of an event is from
 * just before its transaction until a client has it, by one clock. `node bench/alarm-streams.ts [clients]`
 */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'
import type { AlarmObservation, Alarms } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import {
  openFolder,
  readCpuSeconds,
  readRss,
  startService,
  type RunningService,
} from './services.ts'

const CLIENT_COUNT = 200
const HISTORY_COUNT = 100_000
const LOOK_SECONDS = 15
const WRITES_PER_SECOND = 10
const TOKEN = 'a-token-for-benches-only'
const words = { vi: 'Bể nóng', en: 'Vat hot' }
const LIMIT: AlarmLimit = {
  id: 'vat-hot',
  name: words,
  placeKinds: ['vat'],
  channels: ['temperature'],
  measure: { kind: 'value' },
  side: 'high',
  levels: [{ bound: 45, priority: 'high', onDelay: 0 }],
  deadband: 0,
  offDelay: 0,
  maxTimeShelved: HOUR,
  cause: words,
  consequence: words,
  response: words,
  timeToRespond: HOUR,
  source: words,
}

type Seen = Omit<AlarmObservation, 'at' | 'level'>

/** Prints processor, memory and delays. */
export async function benchAlarmStreams(clientCount = CLIENT_COUNT): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const registry = resources.use(await openSqliteRegistry({ path: join(folder, 'registry.db') }))
  const seen = await watchOne(registry)
  const env = { NGUON_API_PORT: '0', NGUON_ADMIN_TOKEN: TOKEN }
  const api = await startService({ name: 'api', folder, env, resources })
  const writer = new Writer(registry.alarms, seen)

  const rows = [await look('nobody listens', api, () => delay(LOOK_SECONDS * SECOND))]
  const clients = await Promise.all(
    Array.from({ length: clientCount }, () => resources.use(new Client(api))).map(async (one) => {
      await one.opened
      return one
    }),
  )
  rows.push(await look(`${clientCount} listen`, api, () => delay(LOOK_SECONDS * SECOND)))
  rows.push(await look('… and alarms change', api, () => writer.write(LOOK_SECONDS)))
  await delay(2 * SECOND)
  console.table(rows)
  printDelays(clients, writer)
  for (const client of clients) client[Symbol.dispose]()
  await measureKpis(api, writer)
}

async function look(name: string, { pid }: RunningService, during: () => Promise<unknown>) {
  const [cpu, at] = [await readCpuSeconds(pid), performance.now()]
  await during()
  const seconds = (performance.now() - at) / SECOND
  const processor = ((await readCpuSeconds(pid)) - cpu) / seconds
  const resident = Math.round((await readRss(pid)) / 1e6)
  return { state: name, processor: processor.toFixed(3), 'resident MB': resident }
}

async function watchOne(registry: Registry): Promise<Seen> {
  const site = { id: 'site', name: words, timezone: 'UTC', latitude: null, longitude: null }
  await registry.sites.create(site)
  await registry.places.create({ id: 'vat', site: 'site', kind: 'vat', name: words })
  await registry.devices.enrol({ id: 'box', name: 'box', model: null, enrolledAt: 0 })
  const channel = await registry.channels.ensure('box', 'temperature', 'temperature')
  const approved = { approvedBy: 'bench', reason: 'bench', withdrawn: false }
  const times = { validFrom: 0, recordedAt: 0 }
  const limit = await registry.limits.add({ limit: LIMIT, ...approved, ...times })
  return { limit, channel, place: 'vat', value: 50 }
}

/** Raises one alarm and clears it, by turns, in a past that is written now: nothing of the log can be left out. */
class Writer {
  /** When the transaction of an event began, by its id. */
  readonly writtenAt = new Map<number, number>()
  readonly #alarms: Pick<Alarms, 'observe'>
  readonly #seen: Seen
  #at = Date.now() - 380 * DAY
  #count = 0

  constructor(alarms: Pick<Alarms, 'observe'>, seen: Seen) {
    this.#alarms = alarms
    this.#seen = seen
  }

  async write(seconds: number): Promise<void> {
    for (let count = 0; count < seconds * WRITES_PER_SECOND; count++) {
      const at = Date.now()
      for (const { id } of await this.#alarms.observe([this.#next()])) this.writtenAt.set(id, at)
      await delay(SECOND / WRITES_PER_SECOND)
    }
  }

  /** Resolves with the number of events. */
  async fill(count: number): Promise<number> {
    let written = 0
    while (written < count) {
      const some = Array.from({ length: 1_000 }, () => this.#next())
      written += (await this.#alarms.observe(some)).length
    }
    return written
  }

  #next(): AlarmObservation {
    this.#at += 10 * MINUTE
    return { ...this.#seen, at: this.#at, level: ++this.#count % 2 }
  }

  get lastAt(): number {
    return this.#at
  }
}

class Client implements Disposable {
  readonly receivedAt = new Map<number, number>()
  readonly opened: Promise<void>
  #response: IncomingMessage | undefined

  constructor({ addresses }: RunningService) {
    const headers = { authorization: `Bearer ${TOKEN}` }
    const target = `${addresses['api']}/api/v1/alarms/stream`
    const request = get(target, { headers, agent: false })
    this.opened = once(request, 'response').then(([response]) => this.#read(response))
  }

  [Symbol.dispose](): void {
    this.#response?.destroy()
  }

  #read(response: IncomingMessage): void {
    this.#response = response
    response.on('data', (bytes: Buffer) => {
      const at = Date.now()
      for (const [, id] of bytes.toString().matchAll(/^id: (\d+)\ndata/gm)) {
        this.receivedAt.set(Number(id), at)
      }
    })
  }
}

function printDelays(clients: readonly Client[], { writtenAt }: Writer): void {
  const delays = clients
    .flatMap(({ receivedAt }) => [...writtenAt].map(([id, at]) => (receivedAt.get(id) ?? 0) - at))
    .toSorted((a, b) => a - b)
  const told = delays.filter((one) => one > 0)
  const share = (part: number) => told[Math.floor(part * (told.length - 1))]
  console.log(`${writtenAt.size} events × ${clients.length} clients, ${told.length} told`)
  console.table([{ 'median ms': share(0.5), 'p99 ms': share(0.99), 'max ms': share(1) }])
}

async function measureKpis({ addresses }: RunningService, writer: Writer): Promise<void> {
  const count = await writer.fill(HISTORY_COUNT)
  const until = new Date(writer.lastAt + HOUR).toISOString()
  for (const days of [1, 30, 390]) {
    const from = new Date(writer.lastAt - days * DAY).toISOString()
    const at = performance.now()
    const target = `${addresses['api']}/api/v1/alarm-kpis?from=${from}&until=${until}`
    const response = await fetch(target, { headers: { authorization: `Bearer ${TOKEN}` } })
    await response.text()
    const ms = Math.round(performance.now() - at)
    console.log(
      `measures of ${days} days, ${count} events in the log: ${ms} ms (${response.status})`,
    )
  }
}

if (import.meta.main) await benchAlarmStreams(Number(process.argv[2] ?? CLIENT_COUNT))
