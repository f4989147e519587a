import type { Aedes, Client } from 'aedes'

/*
 * What we use of Aedes 1.2.0 beyond its types, all of it here: an upgrade that changes these breaks tests, not devices.
 */
interface ClientInternals {
  readonly _keepaliveTimer: NodeJS.Timeout | null
  readonly _inboundInflight: ReadonlySet<number>
}
interface BrokerInternals {
  readonly persistence: { subscriptionsByTopic(topic: string): Promise<readonly never[]> }
  unregisterClient(client: Client): void
}

/** The client counts as heard from just now. */
export function refreshKeepalive(client: Client): void {
  inside(client)._keepaliveTimer?.refresh()
}

/** Whether a QoS 2 message with this packet id was accepted and its PUBREL has not come yet (MQTT-4.3.3-2). */
export function isAwaitingRelease(client: Client, messageId: number): boolean {
  return inside(client)._inboundInflight.has(messageId)
}

/** The broker's own housekeeping, made to fit ours. */
export function adaptBroker(broker: Aedes): void {
  const internals = broker as unknown as BrokerInternals
  // A connection that closed while Aedes was still registering it would stay in its table for ever.
  broker.on('client', (client) => {
    if (client.closed) internals.unregisterClient(client)
  })
  // There are no sessions, so nobody is offline with a subscription: Aedes need not look for them at each message.
  const nobody = Promise.resolve([])
  internals.persistence.subscriptionsByTopic = () => nobody
}

function inside(client: Client): ClientInternals {
  return client as unknown as ClientInternals
}
