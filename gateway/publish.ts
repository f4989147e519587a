import type { AedesOptions, Client } from 'aedes'

import { formatStatusTopic } from '#domain/topic.ts'

import { isAwaitingRelease } from './aedes-internals.ts'
import { countLevels, mayPublish, mayRetain } from './authorize.ts'
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import type { Parts } from './parts.ts'
import type { Peer } from './peer.ts'
import { Refusal } from './refusal.ts'
import { isCleanText } from './text.ts'

type AuthorizePublish = NonNullable<AedesOptions['authorizePublish']>
type PublishPacket = Parameters<AuthorizePublish>[1]
type Message = { readonly topic: string; readonly payload: string | Buffer }

/** What an entry on its way costs beside topic and payload, roughly. */
const ENTRY_OVERHEAD_BYTES = 200

/** The place of the promise: Aedes acknowledges when `done` is called, and `done` is called when the entry is on disk. */
export function createPublishStep(parts: Parts): AuthorizePublish {
  return (client, packet, done) => {
    if (client === null) return done(new Error('a message without a client'))
    const connection = parts.connections.of(client)
    const { peer } = connection
    if (peer === undefined) return done(new Error('a message before CONNECT'))
    const refusal = check(parts.limits, connection, packet)
    if (refusal !== undefined) return done(refusal)
    const retained = packet.retain
    if (!mayRetain(peer)) packet.retain = false
    if (isLateFarewell(connection, peer, packet)) return done(new Error('the device is here'))
    if (peer.isService || isRepeated(client, packet)) return done()
    return journal(parts, connection, { packet, retained, done })
  }
}

function check(limits: Limits, connection: Connection, packet: PublishPacket): Refusal | undefined {
  const { peer } = connection
  if (peer === undefined || connection.revoked) return new Refusal('revoked', 'no longer accepted')
  if (packet.topic === connection.allowedTopic) return checkPayload(limits, packet)
  const refusal = checkMessage(limits, peer, packet)
  if (refusal === undefined) connection.allowedTopic = packet.topic
  return refusal
}

/** Also for wills, which are messages sent later. */
export function checkMessage(limits: Limits, peer: Peer, message: Message): Refusal | undefined {
  const { topic } = message
  if (!isCleanText(topic)) {
    return new Refusal('invalid-text', 'the topic holds invalid UTF-8 or control characters')
  }
  if (countLevels(topic) > limits.topicLevelsMax) {
    return new Refusal('topic-too-deep', `the topic has more than ${limits.topicLevelsMax} levels`)
  }
  if (!mayPublish(peer, topic) || /[#+]/.test(topic)) {
    return new Refusal('not-own-topic', `${peer.name} may not publish to ${topic.slice(0, 100)}`)
  }
  return checkPayload(limits, message)
}

function checkPayload({ payloadBytesMax }: Limits, { payload }: Message): Refusal | undefined {
  if (payload.length <= payloadBytesMax) return undefined
  return new Refusal(
    'payload-too-large',
    `a payload of ${payload.length} bytes; at most ${payloadBytesMax} are accepted`,
  )
}

/**
 * The will of a connection that is gone, while its device has come back by another: it would call the device offline,
 * after we have seen it come.
 */
function isLateFarewell(connection: Connection, peer: Peer, { topic }: PublishPacket): boolean {
  if (connection.client?.closed !== true || topic !== formatStatusTopic(peer.name)) return false
  const isHere = (other: Connection) => other.authenticated && other.client?.closed === false
  return [...peer.connections].some(isHere)
}

/** Aedes answers a repeated QoS 2 message itself, after it has asked us. */
function isRepeated(client: Client, { qos, messageId }: PublishPacket): boolean {
  return qos === 2 && messageId !== undefined && isAwaitingRelease(client, messageId)
}

interface Accepted {
  readonly packet: PublishPacket
  readonly retained: boolean
  readonly done: () => void
}

function journal(
  { gate, commit, arrivals }: Parts,
  connection: Connection,
  accepted: Accepted,
): void {
  const { packet, retained, done } = accepted
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
  const { allowedTopic: topic } = connection
  const bytes = payload.length + topic.length + ENTRY_OVERHEAD_BYTES
  const device = connection.peer?.name ?? ''
  const receivedAt = arrivals.stamp(device, Date.now())
  gate.accepted(connection, bytes)
  commit.add({
    entry: { kind: 'message', receivedAt, device, topic, payload, retained },
    settle: () => {
      gate.settled(connection, bytes)
      done()
    },
  })
}
