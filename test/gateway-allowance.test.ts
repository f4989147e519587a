import { once } from 'node:events'

import { expect, test } from 'vitest'

import { GatewayFixture, topicOf, untilHungUp } from './gateway-fixture.ts'
import { connect, PINGREQ, publish } from './gateway-wire.ts'

/** Bytes that the gateway reads at once. */
const READ_BYTES = 8 * 1024

/** A CONNECT with a wrong password that fills one read, so what follows comes with the next. */
function paddedConnect(username: string): Buffer {
  const bare = connect({ username, password: '' }).length
  // Two bytes: the length of the packet takes one more than that of a short one.
  return connect({ username, password: 'x'.repeat(READ_BYTES - bare - 1) })
}

test('a stranger that claims the name of a device costs it nothing', async () => {
  await using gateway = await GatewayFixture.open()
  const device = await gateway.connect('vat-1')
  const padded = paddedConnect('vat-1')
  expect(padded).toHaveLength(READ_BYTES)
  const tiny = publish('a', '')
  const flood = Array.from({ length: Math.floor(READ_BYTES / tiny.length) }, () => tiny)
  for (let attempt = 0; attempt < 3; attempt++) {
    const stranger = await gateway.dial()
    stranger.write(Buffer.concat([padded, ...flood]))
    await untilHungUp(stranger)
  }
  device.publish(topicOf('vat-1'), 'still heard', { qos: 1 })
  await expect.poll(() => gateway.messages(), { timeout: 3_000 }).toHaveLength(1)
})

test('messages that come in one piece with CONNECT count as any other', async () => {
  await using gateway = await GatewayFixture.open({ limits: { messagesPerSecondMax: 100 } })
  const password = await gateway.enrol('vat-1')
  const socket = await gateway.dial()
  const messages = Array.from({ length: 220 }, () => publish(topicOf('vat-1'), 'x'))
  const startedAt = Date.now()
  socket.write(Buffer.concat([connect({ username: 'vat-1', password }), ...messages]))
  await once(socket, 'data')
  socket.write(PINGREQ)
  const [pong] = await once(socket, 'data')
  expect(pong).toEqual(Buffer.from([0xd0, 0]))
  expect(Date.now() - startedAt).toBeGreaterThan(1_000)
  await expect.poll(() => gateway.messages()).toHaveLength(220)
})

test('a device that reconnects has the debt it left, and is answered nevertheless', async () => {
  await using gateway = await GatewayFixture.open({ limits: { messagesPerSecondMax: 10 } })
  const password = await gateway.enrol('vat-1')
  await leaveDebt(gateway, password)
  const startedAt = Date.now()
  const device = await gateway.connect('vat-1', { password })
  expect(Date.now() - startedAt, 'CONNACK').toBeLessThan(1_000)
  await device.publishAsync(topicOf('vat-1'), 'again', { qos: 1 })
  expect(Date.now() - startedAt).toBeGreaterThan(1_500)
})

test('a device in debt does not pass its messages through by sending them with CONNECT', async () => {
  await using gateway = await GatewayFixture.open({ limits: { messagesPerSecondMax: 10 } })
  const password = await gateway.enrol('vat-1')
  await leaveDebt(gateway, password)
  const startedAt = Date.now()
  for (let count = 0; count < 2; count++) await sendWithConnect(gateway, { password, count: 20 })
  expect(Date.now() - startedAt, 'two seconds for each').toBeGreaterThan(3_000)
})

/** Sends three seconds' worth of messages at ten a second, and hangs up. */
async function leaveDebt(gateway: GatewayFixture, password: string): Promise<void> {
  await sendWithConnect(gateway, { password, count: 30 })
  await expect.poll(() => gateway.messages()).toHaveLength(30)
  await expect.poll(() => gateway.metric('connections')).toBe(0)
}

async function sendWithConnect(
  gateway: GatewayFixture,
  { password, count }: { readonly password: string; readonly count: number },
): Promise<void> {
  const socket = await gateway.dial()
  const messages = Array.from({ length: count }, () => publish(topicOf('vat-1'), 'x'))
  socket.write(Buffer.concat([connect({ username: 'vat-1', password }), ...messages]))
  await once(socket, 'data')
  socket.destroy()
}
