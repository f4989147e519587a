import { connectAsync, type MqttClient } from 'mqtt'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'
import { formatReadingsTopic, formatStatusTopic } from '#domain/topic.ts'

/** The MQTT connection of one device. It comes back by itself when it breaks. */
export interface DeviceConnection extends AsyncDisposable {
  /** Resolves with the PUBACK, however long that takes; rejects only when the connection is disposed before. */
  publish(json: string): Promise<void>
}

export interface DeviceLogin {
  readonly mqttUrl: string
  readonly device: string
  readonly secret: string
}

const RECONNECT_EVERY = 2 * SECOND
const KEEPALIVE_SECONDS = 60

/** Rejects when the gateway cannot be reached or refuses the device; once open, the connection comes back by itself. */
export async function openDeviceConnection(login: DeviceLogin): Promise<DeviceConnection> {
  const client = await connect(login)
  const status = formatStatusTopic(login.device)
  const sayOnline = () => client.publish(status, 'online', { qos: 1 })
  sayOnline()
  client.on('connect', sayOnline)
  // Without a listener a failed reconnection would end the process; the client tries again by itself.
  client.on('error', () => {})
  const topic = formatReadingsTopic(login.device)
  return {
    publish: async (json) => void (await client.publishAsync(topic, json, { qos: 1 })),
    [Symbol.asyncDispose]: () => close(client, status),
  }
}

async function connect({ mqttUrl, device, secret }: DeviceLogin): Promise<MqttClient> {
  try {
    return await connectAsync(mqttUrl, {
      clientId: device,
      username: device,
      password: secret,
      keepalive: KEEPALIVE_SECONDS,
      reconnectPeriod: RECONNECT_EVERY,
      will: { topic: formatStatusTopic(device), payload: Buffer.from('offline'), qos: 1 },
    })
  } catch (error) {
    const detail = `device '${device}' cannot connect to ${mqttUrl}: ${toMessage(error)}. If its secret is wrong, delete simulator.json to get a new one.`
    throw new NguonError('SIMULATOR_REFUSED', detail, { cause: error })
  }
}

/** A device that is switched off says so. One that still waits for an acknowledgement would wait for ever: its will speaks for it. */
async function close(client: MqttClient, status: string): Promise<void> {
  const isWaiting = Object.keys(client.outgoing).length > 0
  const isCalm = client.connected && !isWaiting
  if (isCalm) client.publish(status, 'offline', { qos: 0 })
  await client.endAsync(!isCalm)
}
