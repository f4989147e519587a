/** Why the gateway did not do what a client asked: the `reason` of a metric and of a log line. */
export type RefusalReason =
  | 'connections'
  | 'unauthenticated-per-address'
  | 'connections-per-device'
  | 'malformed'
  | 'invalid-text'
  | 'packet-too-large'
  | 'payload-too-large'
  | 'topic-too-deep'
  | 'not-own-topic'
  | 'not-own-will'
  | 'subscription'
  | 'client-id'
  | 'credentials'
  | 'registry-unavailable'
  | 'revoked'
  | 'silent'

/** CONNACK return codes, MQTT 3.1.1 §3.2.2.3. */
export const CONNACK = {
  identifierRejected: 2,
  serverUnavailable: 3,
  badCredentials: 4,
  notAuthorized: 5,
} as const
type ReturnCode = (typeof CONNACK)[keyof typeof CONNACK]

/** Given to Aedes as an error it closes the connection: MQTT 3.1.1 has no other way to say no to a PUBLISH (MQTT-3.3.5-2). */
export class Refusal extends Error {
  readonly reason: RefusalReason
  /** What Aedes puts in the CONNACK. */
  readonly returnCode: ReturnCode

  constructor(
    reason: RefusalReason,
    message: string,
    returnCode: ReturnCode = CONNACK.notAuthorized,
  ) {
    super(message)
    this.name = 'Refusal'
    this.reason = reason
    this.returnCode = returnCode
  }
}
