import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect as connectTcp, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { pino } from 'pino'
import { Registry as Metrics } from 'prom-client'

import { openGateway, type Gateway, type GatewayOptions } from '#gateway/gateway.ts'
import { createWhereabouts } from '#gateway/whereabouts.ts'
import type { Journal, SequencedEntry } from '#store/journal/contract.ts'
import { openSqliteJournal, type SqliteJournalOptions } from '#store/journal/sqlite.ts'
import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

export interface FixtureOptions {
  readonly journal?: Partial<SqliteJournalOptions>
  readonly limits?: GatewayOptions['limits']
  readonly trimEvery?: number
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly tlsHost?: string
  readonly secrets?: GatewayOptions['secrets']
  /** Of MQTT over TCP; without it any free one. */
  readonly port?: number
}

/** A gateway on free ports with a real journal and a real registry in a folder of its own, and devices to connect to it. */
export class GatewayFixture implements AsyncDisposable {
  readonly folder: string
  readonly journal: Journal
  readonly registry: Registry
  readonly logLines: string[] = []
  readonly #options: FixtureOptions
  readonly #clients: MqttClient[] = []
  readonly #sockets: Socket[] = []
  #metrics = new Metrics()
  #gateway: Gateway | undefined

  static async open(options: FixtureOptions = {}): Promise<GatewayFixture> {
    const folder = await mkdtemp(join(tmpdir(), 'nguon-gateway-'))
    const path = join(folder, 'journal.db')
    const journal = await openSqliteJournal({ path, ...options.journal })
    const registry = await openSqliteRegistry({ path: join(folder, 'registry.db') })
    const fixture = new GatewayFixture(options, { folder, journal, registry })
    await fixture.start()
    return fixture
  }

  private constructor(
    options: FixtureOptions,
    opened: { folder: string; journal: Journal; registry: Registry },
  ) {
    this.#options = options
    this.folder = opened.folder
    this.journal = opened.journal
    this.registry = opened.registry
  }

  async start(): Promise<void> {
    this.#metrics = new Metrics()
    const { limits, tls, trimEvery, tlsHost = '127.0.0.1', port = 0, secrets } = this.#options
    const listen = { host: '127.0.0.1', port, wsPort: 0, tlsHost, tlsPort: 0 }
    this.#gateway = await openGateway({
      journal: this.journal,
      credentials: this.registry.credentials,
      whereabouts: createWhereabouts(this.registry),
      dataFolder: this.folder,
      listen: tls === undefined ? listen : { ...listen, tls },
      ...(secrets && { secrets }),
      limits: limits ?? {},
      trimEvery,
      log: pino({}, { write: (line: string) => void this.logLines.push(line) }),
      metrics: this.#metrics,
    })
  }

  async stop(): Promise<void> {
    await this.gateway[Symbol.asyncDispose]()
    this.#gateway = undefined
  }

  get gateway(): Gateway {
    if (this.#gateway === undefined) throw new Error('the gateway is stopped')
    return this.#gateway
  }

  address(scheme: string): string {
    return this.gateway.addresses[scheme] ?? ''
  }

  async enrol(id: string): Promise<string> {
    const { secret } = await this.registry.devices.enrol({
      id,
      name: id,
      model: null,
      enrolledAt: Date.now(),
    })
    return secret
  }

  /** Connects as a device that is enrolled first when it has no secret. */
  async connect(
    device: string,
    options: IClientOptions & { scheme?: string } = {},
  ): Promise<MqttClient> {
    const { scheme = 'mqtt', ...rest } = options
    const password = rest.password ?? (await this.enrol(device))
    const client = await connectAsync(this.address(scheme), {
      username: device,
      password,
      reconnectPeriod: 0,
      ...rest,
    })
    client.on('error', () => {})
    this.#clients.push(client)
    return client
  }

  async connectService(name: string, options: IClientOptions = {}): Promise<MqttClient> {
    const secret = await readFile(join(this.folder, 'credentials', name), 'utf8')
    return this.connect(`service:${name}`, { password: secret.trim(), ...options })
  }

  /** A bare TCP connection. */
  async dial(scheme = 'mqtt'): Promise<Socket> {
    const { port } = new URL(this.address(scheme))
    const socket = connectTcp(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    this.#sockets.push(socket)
    await once(socket, 'connect')
    return socket
  }

  entries(after = 0): Promise<SequencedEntry[]> {
    return this.journal.read(after, 100_000)
  }

  async messages(): Promise<SequencedEntry[]> {
    return (await this.entries()).filter((entry) => entry.kind === 'message')
  }

  /** `vat-1 online`, … in order. */
  async presences(): Promise<string[]> {
    const entries = (await this.entries()).filter((entry) => entry.kind === 'presence')
    return entries.map((entry) => `${entry.device} ${Buffer.from(entry.payload).toString()}`)
  }

  async metric(name: string, labels: Record<string, string> = {}): Promise<number> {
    const metric = await this.#metrics.getSingleMetric(`nguon_gateway_${name}`)?.get()
    const matches = (candidate: object) =>
      Object.entries(labels).every(([key, value]) =>
        Object.entries(candidate).some(([k, v]) => k === key && v === value),
      )
    return metric?.values.find((value) => matches(value.labels))?.value ?? 0
  }

  refused(reason: string): Promise<number> {
    return this.metric('refused_total', { reason })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#clients.map((client) => client.endAsync(true)))
    await this.#gateway?.[Symbol.asyncDispose]()
    await this.registry[Symbol.asyncDispose]()
    await this.journal[Symbol.asyncDispose]()
    await rm(this.folder, { recursive: true, force: true })
  }
}

export function topicOf(device: string): string {
  return `nguon/v1/${device}/readings`
}

/** Resolves when the gateway hangs up. */
export function untilHungUp(connection: Socket | MqttClient): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (connection instanceof Socket) {
    connection.resume()
    if (connection.destroyed) resolve()
    connection.once('close', () => resolve())
  } else {
    connection.once('close', () => resolve())
  }
  return promise
}

export function nextMessage(client: MqttClient): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  client.once('message', (topic, payload) => resolve(`${topic} ${payload.toString()}`))
  return promise
}
