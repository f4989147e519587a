import { once } from 'node:events'
import type { Socket } from 'node:net'

import { describe, expect, test } from 'vitest'

import { GatewayFixture, topicOf, untilHungUp } from './gateway-fixture.ts'
import {
  connect,
  length,
  packet,
  PINGREQ,
  publish,
  subscribe,
  text,
  unsubscribe,
} from './gateway-wire.ts'

const INVALID = {
  'a lone continuation byte': Buffer.from([0x61, 0x80]),
  'a cut sequence': Buffer.from([0x61, 0xe2, 0x82]),
  'an overlong slash': Buffer.from([0xc0, 0xaf]),
  // MQTT-1.5.3-1: U+D800 to U+DFFF
  'a surrogate': Buffer.from([0xed, 0xa0, 0x80]),
  // MQTT-1.5.3-2
  NUL: Buffer.from('a\0b'),
  'an escape sequence': Buffer.from('\u001b[2J'),
  'a C1 control': Buffer.from('\u009b2J'),
} as const
const cases = Object.entries(INVALID)

/** A bare connection of vat-1 that has its CONNACK. */
async function dialIn(gateway: GatewayFixture): Promise<Socket> {
  const password = await gateway.enrol('vat-1')
  const socket = await gateway.dial()
  socket.write(connect({ username: 'vat-1', password }))
  const [answer] = await once(socket, 'data')
  expect(answer).toEqual(Buffer.from([0x20, 2, 0, 0]))
  return socket
}

/** What came of a refused text: how often it was counted, the entries, and log lines with anything but printable text. */
async function readTraces(gateway: GatewayFixture) {
  await expect.poll(() => gateway.refused('invalid-text')).toBeGreaterThan(0)
  const entries = await gateway.messages()
  return { entries, unprintable: gateway.logLines.filter((line) => !isPrintable(line)) }
}
const NO_TRACES = { entries: [], unprintable: [] }

function isPrintable(line: string): boolean {
  return Array.from(line.trimEnd(), (character) => character.charCodeAt(0)).every(
    (code) => code >= 0x20 && !(code >= 0x7f && code < 0xa0) && code !== 0xfffd,
  )
}

describe('text that is not text closes the connection and leaves no trace', () => {
  test.for(cases)('in the topic of PUBLISH: %s', async ([, bytes]) => {
    await using gateway = await GatewayFixture.open()
    const socket = await dialIn(gateway)
    const topic = Buffer.concat([Buffer.from('nguon/v1/vat-1/'), bytes])
    socket.write(Buffer.concat([publish(topic, 'x', 1), publish(topicOf('vat-1'), 'after', 1, 2)]))
    await untilHungUp(socket)
    expect(await readTraces(gateway)).toEqual(NO_TRACES)
  })

  test.for(cases)('in SUBSCRIBE and UNSUBSCRIBE: %s', async ([, bytes]) => {
    await using gateway = await GatewayFixture.open()
    const filter = Buffer.concat([Buffer.from('nguon/v1/vat-1/commands/'), bytes])
    const first = await dialIn(gateway)
    first.write(subscribe(filter))
    await untilHungUp(first)
    expect(await readTraces(gateway)).toEqual(NO_TRACES)
    const { secret } = await gateway.registry.devices.rotate('vat-1')
    const second = await gateway.dial()
    second.write(connect({ username: 'vat-1', password: secret }))
    await once(second, 'data')
    second.write(unsubscribe(filter))
    await untilHungUp(second)
    await expect.poll(() => gateway.refused('invalid-text')).toBe(2)
  })

  test.for(cases)('in CONNECT: %s', async ([, bytes]) => {
    await using gateway = await GatewayFixture.open()
    const password = await gateway.enrol('vat-1')
    const will = { topic: Buffer.concat([Buffer.from('nguon/v1/vat-1/'), bytes]), payload: 'x' }
    const attempts = [{ clientId: bytes }, { username: bytes }, { will }]
    for (const attempt of attempts) {
      const socket = await gateway.dial()
      const answers: Buffer[] = []
      socket.on('data', (chunk) => answers.push(chunk))
      socket.write(connect({ username: 'vat-1', password, ...attempt }))
      await untilHungUp(socket)
      expect(answers, 'no CONNACK').toEqual([])
    }
    await expect.poll(() => gateway.refused('invalid-text')).toBe(attempts.length)
    expect(await gateway.entries()).toEqual([])
  })

  test('but Vietnamese is text, and so is a byte order mark', async () => {
    await using gateway = await GatewayFixture.open()
    const device = await gateway.connect('vat-1', { clientId: 'Thùng chượp số 1 🐟' })
    await device.publishAsync('nguon/v1/vat-1/nhiệt-độ', '31,2 °C', { qos: 1 })
    await device.publishAsync('nguon/v1/vat-1/\ufeffx', 'x', { qos: 1 })
    expect((await gateway.messages()).map((entry) => entry.topic)).toEqual([
      'nguon/v1/vat-1/nhiệt-độ',
      'nguon/v1/vat-1/\ufeffx',
    ])
  })
})

describe('packets', () => {
  const header = (declared: number) => Buffer.concat([Buffer.from([0x32]), length(declared)])

  test('that declare too much are refused before their body comes', async () => {
    await using gateway = await GatewayFixture.open({ limits: { payloadBytesMax: 1_000 } })
    const socket = await dialIn(gateway)
    socket.write(header(268_435_455))
    await untilHungUp(socket)
    expect(await gateway.refused('packet-too-large')).toBe(1)
    const early = await gateway.dial()
    early.write(Buffer.concat([Buffer.from([0x10]), length(100_000)]))
    await untilHungUp(early)
    expect(await gateway.refused('packet-too-large')).toBe(2)
  })

  test('with a payload of exactly the limit pass, one byte more does not', async () => {
    await using gateway = await GatewayFixture.open({ limits: { payloadBytesMax: 1_000 } })
    const device = await gateway.connect('vat-1')
    await device.publishAsync(topicOf('vat-1'), 'x'.repeat(1_000), { qos: 1 })
    const hungUp = untilHungUp(device)
    device.publish(topicOf('vat-1'), 'x'.repeat(1_001), { qos: 1 })
    await hungUp
    expect(await gateway.refused('payload-too-large')).toBe(1)
    expect(await gateway.messages()).toHaveLength(1)
  })

  test('in pieces of one byte are understood', async () => {
    await using gateway = await GatewayFixture.open()
    const socket = await dialIn(gateway)
    socket.setNoDelay(true)
    const large = publish(topicOf('vat-1'), 'x'.repeat(300), 1)
    for (const byte of Buffer.concat([large, PINGREQ])) {
      socket.write(Buffer.from([byte]))
      await new Promise(setImmediate)
    }
    await expect.poll(() => gateway.messages()).toHaveLength(1)
  })

  test('of another protocol, out of order or of MQTT 5 end the connection', async () => {
    await using gateway = await GatewayFixture.open()
    const version5 = packet(
      1,
      Buffer.concat([text('MQTT'), Buffer.from([5, 2, 0, 60, 0]), text('x')]),
    )
    const starts = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      publish(topicOf('vat-1'), 'x'),
      PINGREQ,
      version5,
    ]
    for (const start of starts) {
      const socket = await gateway.dial()
      socket.write(start)
      await untilHungUp(socket)
    }
    const twice = await dialIn(gateway)
    // MQTT-3.1.0-2
    twice.write(connect({ username: 'vat-1', password: 'x' }))
    await untilHungUp(twice)
    expect(await gateway.messages()).toEqual([])
  })

  test('of random bytes harm nobody', async () => {
    const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
    console.log(`seed ${seed}`)
    await using gateway = await GatewayFixture.open()
    const witness = await gateway.connect('vat-2')
    const password = await gateway.enrol('vat-1')
    const random = createRandom(seed)
    for (let round = 0; round < 200; round++) {
      const socket = await gateway.dial()
      const body = Buffer.from(Array.from({ length: random(40) }, () => random(256)))
      const greeting = round % 2 === 0 ? connect({ username: 'vat-1', password }) : Buffer.alloc(0)
      socket.end(Buffer.concat([greeting, packet(random(16), body, random(16)), body]))
      socket.resume()
    }
    await witness.publishAsync(topicOf('vat-2'), 'alive', { qos: 1 })
    expect(witness.connected).toBe(true)
    await expect.poll(() => gateway.metric('connections')).toBe(1)
  })
})

/** Mulberry32. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
