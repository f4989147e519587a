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
