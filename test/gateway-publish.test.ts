import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import { GatewayFixture, nextMessage, topicOf } from './gateway-fixture.ts'
import { connect, publish } from './gateway-wire.ts'

test('an acknowledged message is in the journal, as it was sent', async () => {
  await using gateway = await GatewayFixture.open()
  const before = Date.now()
  const device = await gateway.connect('vat-1')
  const payload = Buffer.from([0, 255, 128, 10])
  await device.publishAsync(topicOf('vat-1'), payload, { qos: 1 })
  const [entry] = await gateway.messages()
  expect(entry).toMatchObject({
    kind: 'message',
    device: 'vat-1',
    topic: topicOf('vat-1'),
    retained: false,
  })
  expect(Buffer.from(entry?.payload ?? [])).toEqual(payload)
  expect(entry?.receivedAt).toBeGreaterThanOrEqual(before)
  expect(entry?.receivedAt).toBeLessThanOrEqual(Date.now())
  expect(await gateway.metric('accepted_total')).toBe(1)
})

test('no two messages of a device arrive at one instant, over whatever connections they come', async () => {
  await using gateway = await GatewayFixture.open()
  const password = await gateway.enrol('vat-1')
  const dial = async () => {
    const socket = await gateway.dial()
    socket.write(connect({ username: 'vat-1', password, clientId: '' }))
    await once(socket, 'data')
    return socket
  }
  const untimed = Buffer.concat(
    Array.from({ length: 30 }, (_, id) => publish(topicOf('vat-1'), '{"ph":4}', 1, id + 1)),
  )
  const sockets = [await dial(), await dial()]
  for (const socket of sockets) socket.write(untimed)
  await Promise.all(sockets.map((socket) => once(socket, 'data')))
  for (const socket of sockets) socket.destroy()
  ;(await dial()).write(untimed)
  await expect.poll(() => gateway.messages()).toHaveLength(90)
  const arrivals = (await gateway.messages()).map((entry) => entry.receivedAt)
  expect(arrivals).toEqual([...new Set(arrivals)].toSorted((a, b) => a - b))
})

test('every quality of service is journalled, and QoS 2 once', async () => {
  await using gateway = await GatewayFixture.open()
  const device = await gateway.connect('vat-1')
  for (const qos of [0, 1, 2] as const)
    await device.publishAsync(topicOf('vat-1'), `${qos}`, { qos })
  await expect.poll(() => payloads(gateway)).toEqual(['0', '1', '2'])
})

test('a QoS 2 message that is sent again before its release is journalled once', async () => {
  await using gateway = await GatewayFixture.open()
  const socket = await gateway.dial()
  const secret = await gateway.enrol('vat-1')
  socket.write(connect({ username: 'vat-1', password: secret }))
  await once(socket, 'data')
  for (let count = 0; count < 3; count++) {
    socket.write(publish(topicOf('vat-1'), 'twice', 2, 7))
    const [answer] = await once(socket, 'data')
    expect(answer).toEqual(Buffer.from([0x50, 2, 0, 7]))
  }
  expect(await payloads(gateway)).toEqual(['twice'])
})

test('many devices with many messages in flight lose none and each keeps its order', async () => {
  await using gateway = await GatewayFixture.open({ limits: { messagesPerSecondMax: 10_000 } })
  const names = Array.from({ length: 20 }, (_, number) => `vat-${number}`)
  await Promise.all(
    names.map(async (name) => {
      const device = await gateway.connect(name)
      const sending = Array.from({ length: 100 }, (_, number) =>
        device.publishAsync(topicOf(name), `${number}`, { qos: 1 }),
      )
      await Promise.all(sending)
    }),
  )
  const entries = await gateway.messages()
  for (const name of names) {
    const own = entries.filter((entry) => entry.device === name)
    expect(own.map((entry) => Number(entry.payload.toString()))).toEqual(
      Array.from({ length: 100 }, (_, n) => n),
    )
  }
})

test('any MQTT client will do', async () => {
  await using gateway = await GatewayFixture.open()
  const secret = await gateway.enrol('vat-1')
  const { port } = new URL(gateway.address('mqtt'))
  const args = `-h 127.0.0.1 -p ${port} -u vat-1 -q 1 -t ${topicOf('vat-1')} -m 31.2`.split(' ')
  const publishWith = (password: string) =>
    promisify(execFile)('mosquitto_pub', [...args, '-P', password])
  await publishWith(secret)
  expect(await payloads(gateway)).toEqual(['31.2'])
  await expect(publishWith('wrong')).rejects.toThrow(
    'Connection Refused: bad user name or password',
  )
})

test('a retained message is marked, and never replayed to who subscribes', async () => {
  await using gateway = await GatewayFixture.open()
  const device = await gateway.connect('vat-1')
  await device.publishAsync(topicOf('vat-1'), 'old', { qos: 1, retain: true })
  expect((await gateway.messages()).map((entry) => entry.retained)).toEqual([true])
  for (let count = 0; count < 3; count++) {
    const service = await gateway.connectService('ingest')
    const received: string[] = []
    service.on('message', (topic) => received.push(topic))
    await service.subscribeAsync('nguon/#', { qos: 1 })
    await device.publishAsync(topicOf('vat-1'), `${count}`, { qos: 1 })
    await expect.poll(() => received).toEqual([topicOf('vat-1')])
    await service.endAsync()
  }
  expect(await payloads(gateway)).toEqual(['old', '0', '1', '2'])
})

test('a message for a subscriber arrives with its bytes', async () => {
  await using gateway = await GatewayFixture.open()
  const device = await gateway.connect('vat-1')
  await device.subscribeAsync('nguon/v1/vat-1/commands/#', { qos: 1 })
  const api = await gateway.connectService('api')
  const received = nextMessage(device)
  await api.publishAsync('nguon/v1/vat-1/commands/pump', 'on', { qos: 1 })
  expect(await received).toBe('nguon/v1/vat-1/commands/pump on')
  expect(await gateway.messages(), 'what services say is no reading').toEqual([])
})

test('a will is journalled when the device is cut off, and not when it says goodbye', async () => {
  await using gateway = await GatewayFixture.open()
  const will = {
    topic: 'nguon/v1/vat-1/status',
    payload: Buffer.from('offline'),
    qos: 1 as const,
    retain: true,
  }
  const polite = await gateway.connect('vat-1', { will })
  await polite.endAsync()
  const cut = await gateway.connect('vat-2', { will: { ...will, topic: 'nguon/v1/vat-2/status' } })
  cut.stream.destroy()
  await expect.poll(() => gateway.messages()).toHaveLength(1)
  expect((await gateway.messages())[0]).toMatchObject({
    device: 'vat-2',
    topic: 'nguon/v1/vat-2/status',
  })
})

async function payloads(gateway: GatewayFixture): Promise<string[]> {
  return (await gateway.messages()).map((entry) => entry.payload.toString())
}
