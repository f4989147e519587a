import { expect, test } from 'vitest'

import { GatewayFixture, topicOf, untilHungUp } from './gateway-fixture.ts'

test('a device is online from its first connection to its last', async () => {
  await using gateway = await GatewayFixture.open()
  const password = await gateway.enrol('vat-1')
  const first = await gateway.connect('vat-1', { password })
  const second = await gateway.connect('vat-1', { password })
  await first.endAsync()
  await second.publishAsync(topicOf('vat-1'), 'x', { qos: 1 })
  expect(await gateway.presences()).toEqual(['vat-1 online'])
  second.stream.destroy()
  await expect.poll(() => gateway.presences()).toEqual(['vat-1 online', 'vat-1 offline'])
  await gateway.connect('vat-1', { password })
  await expect.poll(() => gateway.presences()).toHaveLength(3)
})

test('taking over its own connection is no change, and services have no presence', async () => {
  await using gateway = await GatewayFixture.open()
  const options = { password: await gateway.enrol('vat-1'), clientId: 'same' }
  const old = await gateway.connect('vat-1', options)
  const hungUp = untilHungUp(old)
  await gateway.connect('vat-1', options)
  await hungUp
  await gateway.connectService('ingest')
  const refused = await gateway
    .connect('vat-1', { password: 'wrong' })
    .catch((error: Error) => error.message)
  expect(refused).toContain('Bad username')
  expect(await gateway.presences()).toEqual(['vat-1 online'])
})

test('the will of a connection that its device has replaced does not call it offline', async () => {
  await using gateway = await GatewayFixture.open()
  const password = await gateway.enrol('vat-1')
  const will = { topic: 'nguon/v1/vat-1/status', payload: Buffer.from('offline'), qos: 1 as const }
  const options = { password, clientId: 'same', will }
  const old = await gateway.connect('vat-1', options)
  const hungUp = untilHungUp(old)
  const fresh = await gateway.connect('vat-1', options)
  await hungUp
  await fresh.publishAsync(topicOf('vat-1'), 'x', { qos: 1 })
  const told = await gateway.entries()
  expect(told.map(({ topic }) => topic)).toEqual(['', topicOf('vat-1')])
  // Without another one it speaks.
  fresh.stream.destroy()
  await expect
    .poll(async () => (await gateway.entries()).map(({ topic }) => topic))
    .toContain(will.topic)
})

test('after a restart those that return are not mentioned, those that do not are offline', async () => {
  await using gateway = await GatewayFixture.open({ limits: { returnTimeout: 500 } })
  const password = await gateway.enrol('vat-1')
  await gateway.connect('vat-1', { password })
  await gateway.connect('vat-2')
  const left = await gateway.connect('vat-3')
  await left.endAsync()
  await expect.poll(() => gateway.presences()).toHaveLength(4)
  await gateway.stop()
  const restartedAt = Date.now()
  await gateway.start()
  await gateway.connect('vat-1', { password })
  await expect.poll(() => gateway.presences()).toHaveLength(5)
  expect((await gateway.presences()).at(-1)).toBe('vat-2 offline')
  const said = (await gateway.entries()).at(-1)
  expect(said?.receivedAt).toBeGreaterThanOrEqual(restartedAt)
  expect(await gateway.journal.online()).toEqual(['vat-1'])
})

test('a device that flaps while the journal is full connects at once and leaves only its last state', async () => {
  await using gateway = await GatewayFixture.open({ journal: { bytesMax: 40_000, retention: 0 } })
  const filler = await gateway.connect('vat-2')
  filler.publish(topicOf('vat-2'), 'x'.repeat(30_000), { qos: 1 })
  await expect.poll(async () => (await gateway.gateway.health()).ok).toBe(false)
  const password = await gateway.enrol('vat-1')
  for (let count = 0; count < 5; count++) {
    const flapping = await gateway.connect('vat-1', { password })
    await flapping.endAsync()
  }
  expect((await gateway.gateway.health()).detail['withheldCount']).toBeLessThanOrEqual(2)
})
