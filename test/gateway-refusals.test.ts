import { expect, test } from 'vitest'

import { GatewayFixture, topicOf, untilHungUp } from './gateway-fixture.ts'
import { connect } from './gateway-wire.ts'

/** `device reason` of each refusal that was logged, in order. */
function logged({ logLines }: GatewayFixture): string[] {
  return logLines
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'refused')
    .map(({ device, reason }) => `${device} ${reason}`)
}

/** Says this to the gateway and waits until it hangs up. */
async function misbehave(gateway: GatewayFixture, bytes: Uint8Array): Promise<void> {
  const socket = await gateway.dial()
  socket.write(bytes)
  await untilHungUp(socket)
}

/** A packet of type 15, which MQTT 3.1.1 does not have. */
const MALFORMED = Buffer.from([0xff, 0])

test('a stranger that claims the name of a device does not mute it in the log', async () => {
  await using gateway = await GatewayFixture.open()
  const password = await gateway.enrol('vat-1')
  await misbehave(gateway, connect({ username: 'vat-1', clientId: '', clean: false }))
  await misbehave(gateway, Buffer.concat([connect({ username: 'vat-1' }), MALFORMED]))
  const device = await gateway.connect('vat-1', { password })
  const hungUp = untilHungUp(device)
  device.stream.write(MALFORMED)
  await hungUp
  expect(logged(gateway)).toEqual(['vat-1 client-id', 'vat-1 malformed'])
})

test('a thousand invented names of one address are one line, and mute nobody', async () => {
  await using gateway = await GatewayFixture.open()
  for (let number = 0; number < 1_001; number++) {
    await misbehave(gateway, connect({ username: `invented-${number}`, password: 'x' }))
  }
  const device = await gateway.connect('vat-1')
  const hungUp = untilHungUp(device)
  device.publish(topicOf('vat-2'), 'x')
  await hungUp
  expect(await gateway.refused('credentials')).toBe(1_001)
  expect(logged(gateway)).toEqual(['invented-0 credentials', 'vat-1 not-own-topic'])
})

test('a device that is refused for two reasons in a minute is logged once, and both are counted', async () => {
  await using gateway = await GatewayFixture.open()
  const device = await gateway.connect('vat-1')
  await expect(device.subscribeAsync('#')).rejects.toThrow('Unspecified error')
  await expect(device.subscribeAsync('#')).rejects.toThrow('Unspecified error')
  const hungUp = untilHungUp(device)
  device.publish(topicOf('vat-2'), 'x')
  await hungUp
  expect(logged(gateway)).toEqual(['vat-1 subscription'])
  expect(await gateway.refused('subscription')).toBe(2)
  expect(await gateway.refused('not-own-topic')).toBe(1)
})
