import { pino, type Logger } from 'pino'
import { collectDefaultMetrics, Registry as Metrics } from 'prom-client'

import { NguonError } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'

import { toAdvertisedUrl } from './advertised-url.ts'
import { readConfiguration, type Configuration } from './configuration.ts'
import { lockService, makeDataFolder } from './data-folder.ts'
import { openIdleCollector } from './idle-collector.ts'
import { openRunFile } from './run-file.ts'
import { toStartMessage } from './start-message.ts'
import { openStatusListener, type Health } from './status-listener.ts'

export interface ServiceContext {
  readonly configuration: Configuration
  readonly log: Logger
  readonly metrics: Metrics
}

/** A service that is open: ready to do its work, and closed by whoever opened it. */
export interface Service extends AsyncDisposable {
  readonly addresses: Readonly<Record<string, string>>
  health(): Promise<Health>
}

export interface ServiceDefinition {
  readonly name: 'gateway' | 'ingest' | 'alarms' | 'api'
  /** Whether a data folder may have one of it at a time. */
  readonly isSingle: boolean
  readonly statusPort: (configuration: Configuration) => number
  readonly open: (context: ServiceContext) => Promise<Service>
}

/** A platform that is started anew right after its supervisor was killed finds services that are still ending. */
const ENDING_MS_MAX = 10 * SECOND

/** The message a service sends to the process that started it, once it is ready. */
export interface ReadyMessage {
  readonly ready: string
  readonly addresses: Readonly<Record<string, string>>
}

/**
 * Runs a service as this process: reads the environment, opens, announces, waits for SIGINT, SIGTERM or the
 * end of the process that started it, closes in reverse. A second signal ends it at once. A wrong
 * configuration ends with exit code 2 and a sentence a person understands; anything else that fails at the start with 1.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  try {
    const configuration = readConfiguration(process.env)
    // A signal that comes while it opens is heard too: it closes what it has opened, run file and all.
    const told = untilToldToStop()
    await using resources = new AsyncDisposableStack()
    await openAll(definition, configuration, resources)
    await told
  } catch (error) {
    process.stderr.write(`nguon ${definition.name}: ${toStartMessage(error)}\n`)
    process.exitCode = error instanceof NguonError && error.code === 'CONFIGURATION' ? 2 : 1
  }
  // What is left (an idle keep-alive socket of a client library) must not hold the process.
  process.exit()
}

async function openAll(
  { name, isSingle, open, statusPort }: ServiceDefinition,
  configuration: Configuration,
  resources: AsyncDisposableStack,
): Promise<void> {
  const log = pino({ name, level: configuration.logLevel })
  const metrics = new Metrics()
  collectDefaultMetrics({ register: metrics, prefix: `nguon_${name}_` })
  resources.use(openIdleCollector())
  await makeDataFolder(configuration.data)
  const waitMs = process.connected ? ENDING_MS_MAX : 0
  if (isSingle) resources.use(await lockService(configuration.data, name, waitMs))
  const service = resources.use(await open({ configuration, log, metrics }))
  const { host } = configuration.status
  const health = () => service.health()
  const listener = resources.use(
    await openStatusListener({ host, port: statusPort(configuration), metrics, health }),
  )
  const { addresses } = service
  resources.use(await announce(name, { configuration, addresses, statusUrl: listener.url }))
  log.info({ addresses, statusUrl: listener.url }, 'ready')
  resources.defer(() => log.info({}, 'stopped'))
  if (process.connected) tellSupervisor({ ready: name, addresses })
}

/** One that was killed in this very moment hears nothing; that it is gone ends us, in order. */
function tellSupervisor(message: ReadyMessage): void {
  process.send?.(message, () => {})
}

interface Listening {
  readonly configuration: Configuration
  readonly addresses: Readonly<Record<string, string>>
  readonly statusUrl: string
}

function announce(service: string, listening: Listening): Promise<AsyncDisposable> {
  const { data, advertisedHost } = listening.configuration
  const toReachable = (url: string) => toAdvertisedUrl(url, advertisedHost)
  const reachable = Object.entries(listening.addresses).map(([at, url]) => [at, toReachable(url)])
  return openRunFile(data, {
    service,
    pid: process.pid,
    startedAt: new Date().toISOString(),
    statusUrl: toReachable(listening.statusUrl),
    addresses: Object.fromEntries(reachable),
  })
}

function untilToldToStop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = () => {
    resolve()
    process.once('SIGINT', () => process.exit(130))
    process.once('SIGTERM', () => process.exit(143))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // The process that started us is gone, perhaps before we were open: a service without its supervisor must not linger.
  if (process.connected) process.once('disconnect', stop)
  else if (process.send) stop()
  return promise
}
