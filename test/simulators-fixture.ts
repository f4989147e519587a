import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Aedes } from 'aedes'

import { parseDeviceTopic } from '#domain/topic.ts'
import type { Sample } from '#simulators/sample.ts'

export interface Heard {
  readonly device: string
  readonly rest: string
  readonly payload: string
}

export interface BrokerOptions {
  /** Called before a message is acknowledged; the acknowledgement waits for it. */
  readonly beforeAck?: (heard: Heard) => Promise<void> | void
}

/** A real broker on a free port that lets in who gives `secret-of-<device>` and remembers what was published. */
export async function openBroker({ beforeAck }: BrokerOptions = {}) {
  const heard: Heard[] = []
  const broker = await Aedes.createBroker({ concurrency: 10_000 })
  broker.authenticate = (_client, username, password, done) => {
    done(null, password?.toString() === `secret-of-${username}`)
  }
  broker.authorizePublish = (client, { topic, payload }, done) => {
    const { device = '', rest = '' } = parseDeviceTopic(topic) ?? {}
    const message = { device, rest, payload: payload.toString() }
    if (client) heard.push(message)
    const answer = async () => {
      await beforeAck?.(message)
      done(null)
    }
    void answer()
  }
  const server = createServer((socket) => broker.handle(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    heard,
    port,
    mqttUrl: `mqtt://127.0.0.1:${port}`,
    /** Hangs up on everybody; they may come back. */
    hangUp: () =>
      Promise.all(Object.values(broker.connectedClients).map((client) => client.close())),
    [Symbol.asyncDispose]: async () => {
      server.close()
      await new Promise<void>((resolve) => broker.close(() => resolve()))
    },
  }
}

export function secretOf(device: string): string {
  return `secret-of-${device}`
}

export async function openFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-simulators-'))
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/** The samples of a native JSON payload, as the device sent them. */
export function readSamples(payload: string): Sample[] {
  const parts = [JSON.parse(payload)].flat() as { time: number; channels: Sample['values'] }[]
  return parts.map(({ time, channels }) => ({ time, values: channels }))
}

/** One channel of a device over time, as numbers. */
export function pick(samples: Iterable<Sample>, channel: string): number[] {
  return Array.from(samples, ({ values }) => Number(values[channel]))
}
