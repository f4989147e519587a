import type { AedesOptions } from 'aedes'

import { toMessage } from '#domain/error.ts'
import { isId } from '#domain/id.ts'

import type { Connection } from './connection.ts'
import type { Parts } from './parts.ts'
import { SERVICE_PREFIX, type Peer } from './peer.ts'
import { checkMessage } from './publish.ts'
import { CONNACK, Refusal } from './refusal.ts'

type Authenticate = NonNullable<AedesOptions['authenticate']>
type Credential = { readonly peer: Peer; readonly secret: Uint8Array }

/** Answers CONNECT: who is it, and may it have what it asks for? */
export function createAuthenticateStep(parts: Parts): Authenticate {
  return (client, ...[, secret, done]) => {
    void answer(parts, { connection: parts.connections.of(client), secret, done })
  }
}

interface Question {
  readonly connection: Connection
  readonly secret: Uint8Array | undefined
  readonly done: Parameters<Authenticate>[3]
}

async function answer(parts: Parts, { connection, secret, done }: Question): Promise<void> {
  const refusal = await findRefusal(parts, connection, secret)
  if (refusal === undefined) admit(parts, connection)
  done(refusal ?? null, refusal === undefined)
}

async function findRefusal(
  parts: Parts,
  connection: Connection,
  secret: Uint8Array | undefined,
): Promise<Refusal | undefined> {
  const { peer, connectRefusal, will } = connection
  if (connectRefusal !== undefined) return connectRefusal
  if (peer === undefined || secret === undefined) {
    return new Refusal('credentials', 'no user name or no password given', CONNACK.badCredentials)
  }
  const wrong = await verify(parts, { peer, secret })
  if (wrong !== undefined) return wrong
  await connection.untilAllowed()
  if (connection.revoked) return new Refusal('revoked', 'the credentials changed just now')
  if (peer.authenticatedCount >= parts.limits.connectionsPerDeviceMax) {
    return new Refusal(
      'connections-per-device',
      `the device has ${peer.authenticatedCount} connections already`,
      CONNACK.serverUnavailable,
    )
  }
  if (will === undefined) return undefined
  const unwanted = checkMessage(parts.limits, peer, will)
  return unwanted && new Refusal('not-own-will', `the will is not accepted: ${unwanted.message}`)
}

async function verify(parts: Parts, { peer, secret }: Credential): Promise<Refusal | undefined> {
  try {
    if (await isRight(parts, { peer, secret })) return undefined
    return new Refusal('credentials', 'unknown user name or wrong password', CONNACK.badCredentials)
  } catch (error) {
    return new Refusal(
      'registry-unavailable',
      `the registry cannot be asked: ${toMessage(error)}`,
      CONNACK.serverUnavailable,
    )
  }
}

async function isRight(
  { credentials, verifyService }: Parts,
  { peer, secret }: Credential,
): Promise<boolean> {
  if (peer.isService) return verifyService(peer.name.slice(SERVICE_PREFIX.length), secret)
  return isId(peer.name) && credentials.verify(peer.name, Buffer.from(secret).toString())
}

function admit({ presence }: Parts, connection: Connection): void {
  const { peer } = connection
  if (peer === undefined || connection.stream.destroyed) return
  connection.authenticate()
  peer.authenticatedCount++
  if (!peer.isService) presence.arrived(peer.name)
}
