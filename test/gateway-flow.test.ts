import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { GatewayFixture, topicOf, untilHungUp } from './gateway-fixture.ts'
import { connect, PINGREQ, publish } from './gateway-wire.ts'

test('a journal that is full withholds acknowledgements, keeps the devices, and loses nothing', async () => {
  await using gateway = await GatewayFixture.open({
    journal: { bytesMax: 300_000, retention: 0 },
    limits: { inFlightBytesPerConnectionMax: 30_000 },
  })
  const device = await Sender.open(gateway, { keepalive: 1 })
  for (let number = 1; number <= 40; number++) device.send(number, `${number}`.padEnd(20_000))
  await expect.poll(async () => (await gateway.gateway.health()).ok).toBe(false)
  const { detail } = await gateway.gateway.health()
  expect(detail['problem']).toContain('let the ingest catch up')
  expect(gateway.logLines.filter((line) => line.includes('journal refuses'))).toHaveLength(1)
  const small = await Sender.open(gateway, { device: 'vat-2', keepalive: 1 })
  small.socket.write(Buffer.concat([1, 2, 3].map((id) => publish(topicOf('vat-2'), 'x', 1, id))))
  // Longer than 1.5 keep-alives: it is we who do not listen.
  await delay(2_500)
  expect([device.socket.destroyed, small.socket.destroyed]).toEqual([false, false])
  const taken = (await gateway.messages()).map(numberOf)
  expect(device.acknowledged).toEqual(taken)
  expect(taken.length).toBeLessThan(40)

  const drained = await drain(gateway, () => device.acknowledged.length === 40)
  expect(drained).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  expect(device.acknowledged).toEqual(drained)
  expect((await gateway.journal.status()).lastSequence, 'two presences, 43 messages').toBe(45)
  expect((await gateway.gateway.health()).ok).toBe(true)
  expect(gateway.logLines.filter((line) => line.includes('journal accepts again'))).not.toEqual([])
})

/** Reads and moves its cursor, as an ingest does, until `isDone`; the numbers that were read. */
async function drain(gateway: GatewayFixture, isDone: () => boolean): Promise<number[]> {
  const numbers = []
  for (let after = 0; ; await delay(20)) {
    const done = isDone()
    const entries = await gateway.entries(after)
    const own = entries.filter(({ kind, device }) => kind === 'message' && device === 'vat-1')
    numbers.push(...own.map(numberOf))
    after = entries.at(-1)?.sequence ?? after
    if (done) return numbers
    await gateway.journal.advance('ingest', after)
  }
}

test('the gateway trims what was used', async () => {
  await using gateway = await GatewayFixture.open({ journal: { retention: 0 }, trimEvery: 20 })
  const device = await gateway.connect('vat-1')
  await device.publishAsync(topicOf('vat-1'), '1', { qos: 1 })
  const { lastSequence, firstSequence } = await gateway.journal.status()
  expect(firstSequence).toBe(1)
  await gateway.journal.advance('ingest', lastSequence)
  const isTrimmed = { lastSequence, firstSequence: lastSequence + 1 }
  await expect.poll(() => gateway.journal.status()).toMatchObject(isTrimmed)
})

/** A device on a bare socket: QoS 1, no pings. */
class Sender {
  readonly socket: Socket
  readonly acknowledged: number[] = []

  static async open(
    gateway: GatewayFixture,
    options: { keepalive?: number; device?: string } = {},
  ): Promise<Sender> {
    const socket = await gateway.dial()
    const { device: username = 'vat-1', ...rest } = options
    socket.write(connect({ username, password: await gateway.enrol(username), ...rest }))
    await once(socket, 'data')
    return new Sender(socket)
  }

  private constructor(socket: Socket) {
    this.socket = socket
    // A PUBACK is 0x40, 2 and the packet id; four bytes that may come in any pieces.
    let rest = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (; rest.length >= 4; rest = rest.subarray(4)) this.acknowledged.push(rest.readUInt16BE(2))
    })
  }

  send(id: number, payload: string): void {
    this.socket.write(publish(topicOf('vat-1'), payload, 1, id))
  }
}

function numberOf({ payload }: { payload: Uint8Array }): number {
  return Number(Buffer.from(payload).toString())
}

test('while the journal is full others still connect, and memory stays bounded', async () => {
  await using gateway = await GatewayFixture.open({
    journal: { bytesMax: 100_000 },
    limits: { inFlightBytesPerConnectionMax: 20_000, messagesPerSecondMax: 100_000 },
  })
  const password = await gateway.enrol('vat-1')
  const socket = await gateway.dial()
  socket.write(connect({ username: 'vat-1', password }))
  await once(socket, 'data')
  const message = publish(topicOf('vat-1'), 'x'.repeat(1_000))
  // Fire and forget, one message a segment, as fast as the gateway reads and then as long as the sockets take it.
  for (let count = 0; count < 3_000; count++) {
    socket.write(message)
    if (count % 10 === 0) await new Promise(setImmediate)
  }
  await expect.poll(async () => (await gateway.gateway.health()).ok).toBe(false)
  expect(await gateway.metric('in_flight_bytes')).toBeLessThan(20_000 + 8 * 1_024 + 2_000)
  const other = await gateway.connect('vat-2')
  expect(other.connected).toBe(true)
})

test('a device that sends too fast is read more slowly, and nothing is lost', async () => {
  await using gateway = await GatewayFixture.open({ limits: { messagesPerSecondMax: 100 } })
  const password = await gateway.enrol('vat-1')
  const socket = await gateway.dial()
  socket.write(connect({ username: 'vat-1', password, keepalive: 1 }))
  await once(socket, 'data')
  const startedAt = Date.now()
  const messages = Array.from({ length: 400 }, (_, number) =>
    publish(topicOf('vat-1'), `${number}`),
  )
  socket.write(Buffer.concat([...messages, PINGREQ]))
  const [pong] = await once(socket, 'data')
  expect(pong).toEqual(Buffer.from([0xd0, 0]))
  expect(Date.now() - startedAt, 'a hundred at once, then a hundred a second').toBeGreaterThan(
    1_000,
  )
  await expect.poll(async () => (await gateway.messages()).length).toBe(400)
  expect((await gateway.messages()).map(numberOf)).toEqual(messages.map((_, number) => number))
  expect(await gateway.metric('throttled_total')).toBeGreaterThan(0)
})

test('a device that is silent for longer than its keep-alive is hung up on, also when it asked for none', async () => {
  await using gateway = await GatewayFixture.open({ limits: { keepaliveSecondsMax: 1 } })
  const password = await gateway.enrol('vat-1')
  for (const keepalive of [0, 600]) {
    const socket = await gateway.dial()
    socket.write(connect({ username: 'vat-1', password, keepalive }))
    await untilHungUp(socket)
  }
  expect(await gateway.refused('silent')).toBe(2)
})

test('who connects and says nothing is hung up on', async () => {
  await using gateway = await GatewayFixture.open({ limits: { connectTimeout: 100 } })
  await untilHungUp(await gateway.dial())
  expect(await gateway.refused('silent')).toBe(1)
})

test('connections are bounded: in all, of an address before it authenticates, and of a device', async () => {
  const limits = { connectionsMax: 4, unauthenticatedPerAddressMax: 2, connectionsPerDeviceMax: 2 }
  await using gateway = await GatewayFixture.open({ limits })
  const strangers = [await gateway.dial(), await gateway.dial()]
  await untilHungUp(await gateway.dial())
  expect(await gateway.refused('unauthenticated-per-address')).toBe(1)
  for (const stranger of strangers) stranger.destroy()
  await expect.poll(() => gateway.metric('connections')).toBe(0)

  const password = await gateway.enrol('vat-1')
  await gateway.connect('vat-1', { password })
  await gateway.connect('vat-1', { password })
  await expect(gateway.connect('vat-1', { password })).rejects.toThrow('Server unavailable')
  await gateway.connect('vat-2')
  await gateway.connect('vat-3')
  await untilHungUp(await gateway.dial())
  expect(await gateway.refused('connections')).toBe(1)
})

test('a topic of too many levels is refused', async () => {
  await using gateway = await GatewayFixture.open({ limits: { topicLevelsMax: 5 } })
  const device = await gateway.connect('vat-1')
  await device.publishAsync('nguon/v1/vat-1/readings/top', 'x', { qos: 1 })
  const hungUp = untilHungUp(device)
  device.publish('nguon/v1/vat-1/readings/top/left', 'x', { qos: 1 })
  await hungUp
  expect(await gateway.refused('topic-too-deep')).toBe(1)
})
