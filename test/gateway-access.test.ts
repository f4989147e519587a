import { once } from 'node:events'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { GatewayFixture, topicOf, untilHungUp } from './gateway-fixture.ts'
import { connect } from './gateway-wire.ts'

const IDENTIFIER_REJECTED = 2
const BAD_CREDENTIALS = 4
const NOT_AUTHORIZED = 5

describe('who may connect', () => {
  test('an enrolled device with its secret, and nobody else', async () => {
    await using gateway = await GatewayFixture.open()
    const secret = await gateway.enrol('vat-1')
    await gateway.connect('vat-1', { password: secret })
    const attempts = [
      { username: 'vat-1', password: 'wrong' },
      { username: 'vat-2', password: secret },
      { username: 'Vat-1', password: secret },
      { username: "vat-1' OR 1=1", password: secret },
      { username: 'service:vat-1', password: secret },
      { username: 'service:api', password: '' },
      { username: 'vat-1' },
    ]
    for (const { username, ...rest } of attempts) {
      await expect(gateway.connect(username, { password: '', ...rest })).rejects.toMatchObject({
        code: BAD_CREDENTIALS,
      })
    }
    await expect.poll(() => gateway.refused('credentials')).toBe(attempts.length)
    expect(gateway.logLines.join('')).not.toContain(secret)
  })

  test('a rotated or revoked device is hung up on and must use its new secret', async () => {
    await using gateway = await GatewayFixture.open()
    const old = await gateway.enrol('vat-1')
    const rotated = await gateway.connect('vat-1', { password: old })
    const revoked = await gateway.connect('vat-2')
    const untouched = await gateway.connect('vat-3')
    const { secret } = await gateway.registry.devices.rotate('vat-1')
    await gateway.registry.devices.revoke('vat-2', Date.now())
    await Promise.all([untilHungUp(rotated), untilHungUp(revoked)])
    await expect(gateway.connect('vat-1', { password: old })).rejects.toThrow('Bad username')
    await gateway.connect('vat-1', { password: secret })
    expect(untouched.connected).toBe(true)
  })

  test('nobody takes over the connection of another by naming its client id', async () => {
    await using gateway = await GatewayFixture.open()
    const secret = await gateway.enrol('vat-1')
    const first = await gateway.connect('vat-1', { password: secret, clientId: 'same' })
    await gateway.connect('vat-2', { clientId: 'same' })
    const guess = { password: 'wrong', clientId: 'same' }
    await expect(gateway.connect('vat-1', guess)).rejects.toThrow('Bad username')
    await first.publishAsync(topicOf('vat-1'), 'still here', { qos: 1 })
    const hungUp = untilHungUp(first)
    await gateway.connect('vat-1', { password: secret, clientId: 'same' })
    // MQTT-3.1.4-2
    await hungUp
  })

  test('an empty client id is given one, but not for a session that should last', async () => {
    await using gateway = await GatewayFixture.open()
    await gateway.connect('vat-1', { clientId: '' })
    const socket = await gateway.dial()
    socket.write(connect({ username: 'vat-1', password: 'any', clientId: '', clean: false }))
    const [answer] = await once(socket, 'data')
    expect(answer).toEqual(Buffer.from([0x20, 2, 0, IDENTIFIER_REJECTED]))
  })
})

describe('services', () => {
  test('get secrets that only the owner may read, and keep them over a restart', async () => {
    await using gateway = await GatewayFixture.open()
    const file = join(gateway.folder, 'credentials', 'ingest')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const secret = await readFile(file, 'utf8')
    await gateway.stop()
    await gateway.start()
    expect(await readFile(file, 'utf8')).toBe(secret)
    await gateway.connectService('ingest')
  })

  test('a secret that others may read, or an empty one, stops the start', async () => {
    await using gateway = await GatewayFixture.open()
    const file = join(gateway.folder, 'credentials', 'ingest')
    await gateway.stop()
    await chmod(file, 0o644)
    await expect(gateway.start()).rejects.toThrow('delete it for a new one')
    await chmod(file, 0o600)
    await writeFile(file, '')
    await expect(gateway.start()).rejects.toThrow('is empty')
  })

  test('hear everything of ours, say live values and commands, and nothing else', async () => {
    await using gateway = await GatewayFixture.open()
    const api = await gateway.connectService('api')
    const granted = await api.subscribeAsync(['nguon/#', 'nguon/v1/+/readings'])
    expect(granted.map((grant) => grant.qos)).toEqual([0, 0])
    for (const filter of ['#', '$SYS/#', '+/v1/#', 'nguon']) {
      await expect(api.subscribeAsync(filter)).rejects.toThrow('Unspecified error')
    }
    await api.publishAsync('nguon/live/vat-1/temperature', '31.2', { qos: 1 })
    await api.publishAsync('nguon/v1/vat-1/commands/pump', 'on', { qos: 1 })
    const hungUp = untilHungUp(api)
    api.publish(topicOf('vat-1'), 'forged', { qos: 1 })
    await hungUp
    expect(await gateway.entries()).toEqual([])
  })
})

describe('a device', () => {
  const foreign = [
    topicOf('vat-2'),
    'nguon/v1/vat-1',
    'nguon/v1/vat-1/',
    'nguon/v1/vat-1/commands/pump',
    'nguon/v1/vat-1/commands',
    'nguon/v1/vat-10/readings',
    'nguon/live/vat-1',
    '$SYS/broker',
    'anything',
  ]

  test.for(foreign)('is hung up on when it publishes to %s', async (topic) => {
    await using gateway = await GatewayFixture.open()
    const device = await gateway.connect('vat-1')
    const hungUp = untilHungUp(device)
    let acknowledged = false
    device.publish(topic, 'x', { qos: 1 }, (error) => (acknowledged = !error))
    await hungUp
    expect(acknowledged).toBe(false)
    expect(await gateway.refused('not-own-topic')).toBe(1)
    expect(await gateway.messages()).toEqual([])
  })

  test('has no will but below its own name', async () => {
    await using gateway = await GatewayFixture.open()
    const will = {
      topic: topicOf('vat-2'),
      payload: Buffer.from('x'),
      qos: 1 as const,
      retain: false,
    }
    await expect(gateway.connect('vat-1', { will })).rejects.toMatchObject({ code: NOT_AUTHORIZED })
    await expect.poll(() => gateway.refused('not-own-will')).toBe(1)
  })

  test('hears its own commands and nothing else', async () => {
    await using gateway = await GatewayFixture.open({ limits: { subscriptionsMax: 3 } })
    const device = await gateway.connect('vat-1')
    const filters = [
      '#',
      'nguon/#',
      'nguon/v1/+/commands/#',
      topicOf('vat-1'),
      '$SYS/#',
      'nguon/v1/vat-2/commands/#',
    ]
    for (const filter of filters) {
      await expect(device.subscribeAsync(filter)).rejects.toThrow('Unspecified error')
    }
    expect(await gateway.refused('subscription')).toBe(filters.length)
    expect(
      gateway.logLines.filter((line) => line.includes('refused')),
      'logged once a minute',
    ).toHaveLength(1)
    for (const own of ['a', 'b', 'c']) await device.subscribeAsync(`nguon/v1/vat-1/commands/${own}`)
    await expect(device.subscribeAsync('nguon/v1/vat-1/commands/d')).rejects.toThrow('Unspecified')
    await device.unsubscribeAsync('nguon/v1/vat-1/commands/a')
    await device.subscribeAsync('nguon/v1/vat-1/commands/d')
  })

  test('has no session that outlives its connection', async () => {
    await using gateway = await GatewayFixture.open()
    const password = await gateway.enrol('vat-1')
    const options = { password, clientId: 'sleeper', clean: false }
    const sleeper = await gateway.connect('vat-1', options)
    await sleeper.subscribeAsync('nguon/v1/vat-1/commands/#', { qos: 1 })
    await sleeper.endAsync()
    const api = await gateway.connectService('api')
    await api.publishAsync('nguon/v1/vat-1/commands/pump', 'on', { qos: 1 })
    const again = await gateway.connect('vat-1', options)
    const received: string[] = []
    again.on('message', (topic) => received.push(topic))
    await again.publishAsync(topicOf('vat-1'), 'x', { qos: 1 })
    expect(received).toEqual([])
  })
})
