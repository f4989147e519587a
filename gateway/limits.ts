import { SECOND } from '#domain/time.ts'

/** Every bound of the gateway, and what happens to who reaches it. */
export interface Limits {
  /** Bytes of one payload, also of a will. A larger one closes the connection. */
  readonly payloadBytesMax: number
  /** Messages per second of one device, over all its connections. Above it the device is read more slowly; nothing is lost. */
  readonly messagesPerSecondMax: number
  /** Open connections. One more is closed at once. */
  readonly connectionsMax: number
  /** Authenticated connections of one device. One more is answered `server unavailable`. */
  readonly connectionsPerDeviceMax: number
  /** Connections of one address that have not authenticated yet. One more is closed at once. */
  readonly unauthenticatedPerAddressMax: number
  /** Levels of a topic or filter. A deeper one closes the connection. */
  readonly topicLevelsMax: number
  /** Subscriptions of one connection. One more is refused in the SUBACK. */
  readonly subscriptionsMax: number
  /** Keep-alive, seconds. A client that asks for more, or for none, is closed when it is silent for 1.5 times this. */
  readonly keepaliveSecondsMax: number
  /** Milliseconds from TCP connect to a whole CONNECT packet, TLS handshake included. Later: closed. */
  readonly connectTimeout: number
  /** Milliseconds that a subscriber may leave its socket full before it is closed: it would hold up everybody. */
  readonly drainTimeout: number
  /** Bytes accepted and not yet on disk: of one connection, of all. Above it sockets are not read. */
  readonly inFlightBytesPerConnectionMax: number
  readonly inFlightBytesMax: number
  /** Milliseconds after the start in which devices that were online must be back before they are said to be offline. */
  readonly returnTimeout: number
}

export const DEFAULT_LIMITS: Limits = {
  payloadBytesMax: 64 * 1024,
  messagesPerSecondMax: 50,
  connectionsMax: 20_000,
  connectionsPerDeviceMax: 10,
  unauthenticatedPerAddressMax: 200,
  topicLevelsMax: 8,
  subscriptionsMax: 20,
  keepaliveSecondsMax: 3_600,
  connectTimeout: 10 * SECOND,
  drainTimeout: 10 * SECOND,
  inFlightBytesPerConnectionMax: 256 * 1024,
  inFlightBytesMax: 64 * 1024 * 1024,
  returnTimeout: 120 * SECOND,
}

/** Room in a packet beside the payload: fixed header, topic, packet id; in CONNECT also names and secret. */
const PACKET_OVERHEAD_BYTES_MAX = 2 * 1024

/** A packet that declares more is refused before it is buffered. */
export function packetBytesMax(limits: Limits): number {
  return limits.payloadBytesMax + PACKET_OVERHEAD_BYTES_MAX
}
