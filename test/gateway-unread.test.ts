import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { GatewayFixture, topicOf } from './gateway-fixture.ts'
import { connect, PINGREQ, publish } from './gateway-wire.ts'

test('a device that is not read because others filled the memory is not called silent', async () => {
  await using gateway = await GatewayFixture.open({
    journal: { bytesMax: 100_000, retention: 0 },
    limits: { inFlightBytesMax: 20_000 },
  })
  const quiet = await dialIn(gateway, 'vat-2')
  const loud = await dialIn(gateway, 'vat-1')
  for (let id = 1; id <= 20; id++) {
    loud.write(publish(topicOf('vat-1'), 'x'.repeat(20_000), 1, id))
  }
  await expect.poll(async () => (await gateway.gateway.health()).ok).toBe(false)
  await expect.poll(() => gateway.metric('in_flight_bytes')).toBeGreaterThan(20_000)
  const pings = setInterval(() => quiet.write(PINGREQ), 500)
  // Longer than 1.5 keep-alives.
  await delay(2_500)
  clearInterval(pings)
  expect(await gateway.refused('silent')).toBe(0)
  expect(quiet.destroyed).toBe(false)
})

/** A device on a bare socket that has its CONNACK and a keep-alive of a second. */
async function dialIn(gateway: GatewayFixture, username: string): Promise<Socket> {
  const password = await gateway.enrol(username)
  const socket = await gateway.dial()
  socket.write(connect({ username, password, keepalive: 1 }))
  await once(socket, 'data')
  return socket
}
