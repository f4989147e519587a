import { once } from 'node:events'
import { createConnection } from 'node:net'

import { pino } from 'pino'
import { Registry as Metrics } from 'prom-client'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'

import { openGateway } from '#gateway/gateway.ts'
import { createWhereabouts } from '#gateway/whereabouts.ts'

import { makeCertificate } from './certificate.ts'
import { GatewayFixture, topicOf, untilHungUp } from './gateway-fixture.ts'
import { connect } from './gateway-wire.ts'

test('MQTT over TLS reaches the journal, and what is not TLS is hung up on', async () => {
  const tls = await makeCertificate()
  await using gateway = await GatewayFixture.open({ tls })
  const device = await gateway.connect('vat-1', { scheme: 'mqtts', ca: tls.cert })
  await device.publishAsync(topicOf('vat-1'), 'x'.repeat(50_000), { qos: 1 })
  expect(await gateway.messages()).toHaveLength(1)
  const password = await gateway.enrol('vat-2')
  await expect(gateway.connect('vat-2', { password, scheme: 'mqtts' })).rejects.toThrow(
    'self-signed',
  )
  const plain = await gateway.dial('mqtts')
  plain.write(connect({ username: 'vat-2', password }))
  await untilHungUp(plain)
  await expect.poll(() => gateway.metric('connections')).toBe(1)
})

// Linux answers on all of 127.0.0.0/8: an address of this machine to which a listener on 127.0.0.1 is deaf.
const isLinux = process.platform === 'linux'
const whyNotLinux = isLinux ? '' : ' (left out: only Linux has more than one loopback address)'

test.skipIf(!isLinux)(
  `TLS may listen to the network while plain MQTT and WebSocket stay on loopback${whyNotLinux}`,
  async () => {
    await using gateway = await GatewayFixture.open({
      tls: await makeCertificate(),
      tlsHost: '0.0.0.0',
    })
    const dial = async (scheme: string) => {
      const { port } = new URL(gateway.address(scheme))
      const socket = createConnection(Number(port), '127.0.0.2')
      await once(socket, 'connect')
      socket.destroy()
    }
    await dial('mqtts')
    for (const scheme of ['mqtt', 'ws']) await expect(dial(scheme)).rejects.toThrow('ECONNREFUSED')
  },
)

test('MQTT over WebSocket reaches the journal', async () => {
  await using gateway = await GatewayFixture.open()
  const device = await gateway.connect('vat-1', { scheme: 'ws' })
  await device.publishAsync(topicOf('vat-1'), 'x'.repeat(50_000), { qos: 1 })
  expect(await gateway.messages()).toHaveLength(1)
  device.stream.destroy()
  await expect.poll(() => gateway.presences()).toEqual(['vat-1 online', 'vat-1 offline'])
})

test('a WebSocket without the subprotocol, with text, or a web page gets no MQTT', async () => {
  await using gateway = await GatewayFixture.open()
  const address = gateway.address('ws')
  const bare = new WebSocket(address)
  expect(String((await once(bare, 'error'))[0])).toContain('400')
  const texting = new WebSocket(address, 'mqtt')
  await once(texting, 'open')
  texting.send('hello')
  expect((await once(texting, 'close'))[0]).toBe(1003)
  const page = await fetch(address.replace('ws:', 'http:'))
  expect(page.status).toBe(426)
})

test('what a stranger sends over WebSocket harms only its own connection', async () => {
  await using gateway = await GatewayFixture.open()
  const { hostname, port } = new URL(gateway.address('ws'))
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
  const head = `GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n${key}\r\n`
  for (const protocol of [
    '',
    'Sec-WebSocket-Protocol: mqtt\r\n',
    'Sec-WebSocket-Protocol: x\r\n',
  ]) {
    const socket = createConnection(Number(port), hostname)
    socket.on('error', () => {})
    socket.write(`${head}${protocol}\r\n`)
    await once(socket, 'data')
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    await once(socket, 'close')
  }
  const device = await gateway.connect('vat-1', { scheme: 'ws' })
  await device.publishAsync(topicOf('vat-1'), 'x', { qos: 1 })
  expect(await gateway.messages()).toHaveLength(1)
})

test('a text frame of a device is not taken for MQTT', async () => {
  await using gateway = await GatewayFixture.open()
  const password = await gateway.enrol('vat-1')
  const webSocket = new WebSocket(gateway.address('ws'), 'mqtt')
  await once(webSocket, 'open')
  webSocket.send(connect({ username: 'vat-1', password }))
  await once(webSocket, 'message')
  const topic = topicOf('vat-1')
  webSocket.send(
    `\x30${String.fromCodePoint(topic.length + 3)}\0${String.fromCodePoint(topic.length)}${topic}x`,
  )
  expect((await once(webSocket, 'close'))[0]).toBe(1003)
  expect(await gateway.messages()).toEqual([])
})

test('a port in use, and a key that is none, stop the start and leave nothing open', async () => {
  await using gateway = await GatewayFixture.open()
  const taken = Number(new URL(gateway.address('ws')).port)
  const options = {
    journal: gateway.journal,
    credentials: gateway.registry.credentials,
    whereabouts: createWhereabouts(gateway.registry),
    dataFolder: gateway.folder,
    log: pino({ level: 'silent' }),
  }
  const host = '127.0.0.1'
  const listen = { host, port: 0, wsPort: taken, tlsHost: host, tlsPort: 0 }
  await expect(openGateway({ ...options, listen, metrics: new Metrics() })).rejects.toMatchObject({
    code: 'LISTEN',
    message: expect.stringContaining(`cannot listen on ws://127.0.0.1:${taken}`),
  })
  const tls = { key: 'none', cert: 'none' }
  await expect(
    openGateway({ ...options, listen: { ...listen, wsPort: 0, tls }, metrics: new Metrics() }),
  ).rejects.toMatchObject({ code: 'CONFIGURATION' })
})
