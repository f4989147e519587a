import type { Duplex } from 'node:stream'

import { Aedes, type Client } from 'aedes'

import { adaptBroker } from './aedes-internals.ts'
import { createAuthenticateStep } from './authenticate.ts'
import { createConnectStep } from './connect.ts'
import { Connection } from './connection.ts'
import type { Parts } from './parts.ts'
import { createPublishStep } from './publish.ts'
import { Refusal } from './refusal.ts'
import { createSubscribeStep } from './subscribe.ts'
import { isCleanText } from './text.ts'

/** What a client sends before its CONNACK waits here; a read brings at most a few hundred packets. */
const PACKETS_BEFORE_CONNACK_MAX = 10_000
/** Aedes' own bound, which protects it from very deep topics; ours is tighter and says why. */
const AEDES_TOPIC_LEVELS_MAX = 100

/** A stream that just connected, and how to say that its owner has authenticated. */
export interface Arrival {
  readonly stream: Duplex
  readonly address: string
  readonly onAuthenticated: () => void
}

export interface Broker extends AsyncDisposable {
  accept(arrival: Arrival): void
}

/** The life of a connection, in order: connect, authenticate, publish and subscribe, close. */
export async function openBroker(parts: Parts): Promise<Broker> {
  const { limits, connections } = parts
  const aedes = await Aedes.createBroker({
    preConnect: createConnectStep(parts),
    authenticate: createAuthenticateStep(parts),
    authorizePublish: createPublishStep(parts),
    authorizeSubscribe: createSubscribeStep(parts),
    connectTimeout: limits.connectTimeout,
    drainTimeout: limits.drainTimeout,
    queueLimit: PACKETS_BEFORE_CONNACK_MAX,
    maxTopicLevels: AEDES_TOPIC_LEVELS_MAX,
    maxClientsIdLength: Infinity,
  })
  adaptBroker(aedes)
  noteErrors(aedes, parts)
  followUnsubscriptions(aedes, parts)
  return {
    accept: (arrival) => accept(aedes, parts, arrival),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => aedes.close(resolve))
      for (const connection of connections) connection.close()
    },
  }
}

function accept(aedes: Aedes, parts: Parts, arrival: Arrival): void {
  const { connections, gate, limits } = parts
  const connection = new Connection({ ...arrival, gate, limits })
  connections.add(connection, aedes.handle(arrival.stream))
  arrival.stream.once('close', () => close(parts, connection))
}

function close({ connections, gate, presence }: Parts, connection: Connection): void {
  const { peer } = connection
  gate.forget(connection)
  connections.remove(connection)
  if (peer === undefined || !connection.authenticated) return
  peer.authenticatedCount--
  if (!peer.isService) presence.left(peer.name)
}

function noteErrors(aedes: Aedes, { connections, refusals }: Parts): void {
  const note = (client: Client, error: Error) => {
    // What fails because we are closing is nobody's fault.
    const refusal = aedes.closed ? undefined : toRefusal(error)
    if (refusal !== undefined) refusals.note(refusal, connections.of(client))
  }
  aedes.on('clientError', note)
  aedes.on('connectionError', note)
}

/** A network error and a message that lost its connection are the world's daily life, not refusals. */
function toRefusal(error: Error): Refusal | undefined {
  if (error instanceof Refusal) return error
  if ('code' in error || error.message === 'connection closed') return undefined
  const silent =
    error.message === 'keep alive timeout' || error.message === 'connect did not arrive in time'
  return new Refusal(silent ? 'silent' : 'malformed', error.message)
}

function followUnsubscriptions(aedes: Aedes, { connections }: Parts): void {
  aedes.on('unsubscribe', (filters, client) => {
    const connection = connections.of(client)
    for (const filter of filters) connection.filters.delete(filter)
    if (!filters.every(isCleanText)) {
      connection.stream.destroy(new Refusal('invalid-text', 'UNSUBSCRIBE holds invalid UTF-8'))
    }
  })
}
