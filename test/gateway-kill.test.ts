import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { connectAsync } from 'mqtt'
import { expect, onTestFinished, test } from 'vitest'

import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { topicOf } from './gateway-fixture.ts'

const DEVICES = ['vat-1', 'vat-2', 'vat-3']
const ROUND_COUNT = 3

test('kill -9 of the gateway under load loses nothing that it acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-kill-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const secrets = await enrol(folder)
  const acknowledged: string[] = []
  for (let round = 0; round < ROUND_COUNT; round++) {
    const { gateway, url } = await startGateway(folder)
    const sending = DEVICES.map((device) =>
      sendUntilCut(url, { device, secret: secrets.get(device) ?? '', round }),
    )
    setTimeout(() => gateway.kill('SIGKILL'), 200 + Math.random() * 300)
    acknowledged.push(...(await Promise.all(sending)).flat())
    if (gateway.exitCode === null && gateway.signalCode === null) await once(gateway, 'exit')
  }
  await using journal = await openSqliteJournal({ path: join(folder, 'journal.db') })
  const kept = new Set(
    (await journal.read(0, 1_000_000)).map(({ payload }) => Buffer.from(payload).toString()),
  )
  expect(acknowledged.length).toBeGreaterThan(DEVICES.length * ROUND_COUNT)
  expect(acknowledged.filter((text) => !kept.has(text))).toEqual([])
  expect((await journal.online()).toSorted(), 'known after the crash').toEqual(DEVICES)
})

async function enrol(folder: string): Promise<Map<string, string>> {
  await using registry = await openSqliteRegistry({ path: join(folder, 'registry.db') })
  const secrets = new Map<string, string>()
  for (const id of DEVICES) {
    const { secret } = await registry.devices.enrol({ id, name: id, model: null, enrolledAt: 0 })
    secrets.set(id, secret)
  }
  return secrets
}

async function startGateway(folder: string): Promise<{ gateway: ChildProcess; url: string }> {
  const env = {
    ...process.env,
    NGUON_DATA: folder,
    NGUON_MQTT_PORT: '0',
    NGUON_WS_PORT: '0',
    NGUON_MESSAGES_PER_SECOND_MAX: '100000',
    NGUON_LOG_LEVEL: 'error',
  }
  const gateway = fork(join(import.meta.dirname, '../nguon.ts'), ['gateway'], { env })
  onTestFinished(() => void gateway.kill('SIGKILL'))
  const [ready] = await once(gateway, 'message')
  return { gateway, url: ready.addresses.mqtt }
}

interface Load {
  readonly device: string
  readonly secret: string
  readonly round: number
}

/** Publishes, twenty in flight, until the connection breaks; the texts that were acknowledged. */
async function sendUntilCut(url: string, { device, secret, round }: Load): Promise<string[]> {
  const client = await connectAsync(url, { username: device, password: secret, reconnectPeriod: 0 })
  client.on('error', () => {})
  const acknowledged: string[] = []
  let number = 0
  const send = async () => {
    while (client.connected) {
      const text = `${device} ${round} ${number++}`
      await client.publishAsync(topicOf(device), text, { qos: 1 })
      acknowledged.push(text)
    }
  }
  const senders = Array.from({ length: 20 }, () => send().catch(() => {}))
  const closed = Promise.withResolvers<void>()
  client.once('close', () => closed.resolve())
  await closed.promise
  await client.endAsync(true)
  await Promise.all(senders)
  return acknowledged
}
