import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import type { Logger } from 'pino'
import type { Registry as MetricsRegistry } from 'prom-client'

import type { Journal } from '#store/journal/contract.ts'
import type { Credentials } from '#store/registry/contract.ts'

import { Admission } from './admission.ts'
import { AlarmHearers } from './alarm-hearers.ts'
import { ArrivalClock } from './arrival-clock.ts'
import { openBroker, type Broker } from './broker.ts'
import { Connections } from './connections.ts'
import { CredentialWatch } from './credential-watch.ts'
import { Gate } from './gate.ts'
import { GroupCommit } from './group-commit.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { openListeners, type Addresses, type ListenOptions } from './listeners.ts'
import { createMetrics, registerGauges } from './metrics.ts'
import type { Parts } from './parts.ts'
import { Presence } from './presence.ts'
import { RefusalLog } from './refusal-log.ts'
import { openServiceCredentials, type GivenSecrets } from './service-credentials.ts'
import { Trimmer } from './trimmer.ts'
import type { Whereabouts } from './whereabouts.ts'

export interface GatewayOptions {
  /** Whoever opened it closes it, after the gateway. */
  readonly journal: Journal
  readonly credentials: Credentials
  readonly whereabouts: Whereabouts
  /** Holds `credentials/<service>`. */
  readonly dataFolder: string
  /** Of services that have another data folder. */
  readonly secrets?: GivenSecrets
  readonly listen: ListenOptions
  readonly limits?: Partial<Limits>
  /** Milliseconds between looks for what the journal need not keep. */
  readonly trimEvery?: number | undefined
  readonly log: Logger
  readonly metrics: MetricsRegistry
}

export interface Gateway extends AsyncDisposable {
  readonly addresses: Addresses
  health(): Promise<{ readonly ok: boolean; readonly detail: Readonly<Record<string, unknown>> }>
}

/** Opens the inlet of devices. Closing it hangs up on everybody, then puts on disk what was accepted. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  await using opening = new AsyncDisposableStack()
  const parts = await openParts(options, opening)
  opening.use(new Trimmer(options))
  opening.use(await CredentialWatch.open(parts))
  const broker = opening.use(await openBroker(parts))
  // Closed before the broker: of devices that we hang up on, presence says nothing.
  opening.use(parts.presence)
  const addresses = await openListeners(options.listen, createEvents(parts, broker), opening)
  const resources = opening.move()
  return {
    addresses,
    health: async () => readHealth(parts),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function openParts(options: GatewayOptions, opening: AsyncDisposableStack): Promise<Parts> {
  const { journal, log, credentials, dataFolder, whereabouts } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const metrics = createMetrics(options.metrics)
  const verifyService = await openServiceCredentials(dataFolder, options.secrets)
  const commit = opening.use(new GroupCommit({ journal, log, metrics }))
  const connections = new Connections(limits)
  const gate = opening.use(new Gate(limits, metrics, connections))
  registerGauges(options.metrics, {
    connectionCount: () => connections.size,
    withheldCount: () => commit.withheldCount,
    inFlightBytes: () => gate.inFlightBytes,
  })
  const { returnTimeout } = limits
  return {
    limits,
    log,
    metrics,
    gate,
    commit,
    credentials,
    hearers: opening.use(new AlarmHearers({ whereabouts, connections, log })),
    verifyService,
    refusals: new RefusalLog(log, metrics),
    connections,
    arrivals: new ArrivalClock(),
    presence: await Presence.open({ journal, commit, returnTimeout }),
  }
}

function createEvents({ limits, refusals }: Parts, broker: Broker) {
  const admission = new Admission(limits)
  return {
    connectTimeout: limits.connectTimeout,
    onSocket: (socket: Socket) => {
      const refusal = admission.admit(socket)
      if (refusal !== undefined) refusals.note(refusal, toStranger(socket))
      return refusal === undefined
    },
    onStream: (socket: Socket, stream: Duplex) => {
      const address = socket.remoteAddress ?? ''
      broker.accept({ stream, address, onAuthenticated: () => admission.authenticated(socket) })
    },
  }
}

function toStranger({ remoteAddress: address = '' }: Socket) {
  return { address, peer: undefined, authenticated: false } as const
}

function readHealth({ commit, gate, connections }: Parts) {
  const { problem, withheldCount } = commit
  const counts = {
    connectionCount: connections.size,
    withheldCount,
    inFlightBytes: gate.inFlightBytes,
  }
  const detail = problem === undefined ? counts : { ...counts, problem }
  return { ok: problem === undefined, detail }
}
