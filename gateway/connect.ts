import type { AedesOptions, Client } from 'aedes'

import type { Parts } from './parts.ts'
import { CONNACK, Refusal } from './refusal.ts'
import { isCleanText } from './text.ts'

type PreConnect = NonNullable<AedesOptions['preConnect']>
type ConnectPacket = Parameters<PreConnect>[1]

/** Characters; MQTT lets a server refuse more than 23 (MQTT-3.1.3-5). */
const CLIENT_ID_LENGTH_MAX = 256

/** The first look at CONNECT. What is malformed closes the connection; what is merely not allowed is answered later. */
export function createConnectStep({ connections, limits }: Parts): PreConnect {
  return (client: Client, packet, done) => {
    const connection = connections.of(client)
    const texts = [packet.clientId, packet.username ?? '', packet.will?.topic ?? '']
    if (!texts.every(isCleanText)) {
      const refusal = new Refusal(
        'invalid-text',
        'CONNECT holds invalid UTF-8 or control characters',
      )
      return done(refusal, false)
    }
    connections.claim(connection, packet.username ?? '')
    connection.connectRefusal = checkClientId(packet)
    connection.will = packet.will
    settleTerms(packet, limits.keepaliveSecondsMax)
    return done(null, true)
  }
}

function checkClientId({ clientId, clean }: ConnectPacket): Refusal | undefined {
  if (clientId === '' && clean !== true) {
    // MQTT-3.1.3-8
    return new Refusal(
      'client-id',
      'an empty client id needs a clean session',
      CONNACK.identifierRejected,
    )
  }
  if (clientId.length <= CLIENT_ID_LENGTH_MAX) return undefined
  return new Refusal(
    'client-id',
    `the client id has ${clientId.length} characters; at most ${CLIENT_ID_LENGTH_MAX} are accepted`,
    CONNACK.identifierRejected,
  )
}

/** Changes what Aedes goes on to work with. */
function settleTerms(packet: ConnectPacket, keepaliveSecondsMax: number): void {
  // A client id means something within its user only, so nobody can take over another's connection
  // (MQTT-3.1.4-2) by naming its id. An empty one stays empty: Aedes makes a unique one without a slash.
  if (packet.clientId !== '') packet.clientId = `${packet.username ?? ''}/${packet.clientId}`
  // The gateway keeps no sessions: kept in memory they would be lost in a crash and could grow without bound. It
  // says so in the CONNACK (session present = 0, MQTT-3.2.2-3), and who publishes commands keeps them until they are answered.
  packet.clean = true
  // MQTT 3.1.1 §3.1.2.10: a server may disconnect a silent client whatever keep-alive it asked for.
  const keepalive = packet.keepalive ?? 0
  if (keepalive === 0 || keepalive > keepaliveSecondsMax) packet.keepalive = keepaliveSecondsMax
}
