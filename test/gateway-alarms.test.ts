import { describe, expect, test } from 'vitest'

import { topicOf, untilHungUp } from './gateway-fixture.ts'
import { installDevice, openSites } from './siren-fixture.ts'

const VAT = 'nguon/alarms/phu-khuong/vat-1'

describe('who may say what alarms are open', () => {
  test('the service of alarms, and nothing else', async () => {
    await using gateway = await openSites()
    const alarms = await gateway.connectService('alarms')
    await alarms.publishAsync(VAT, '{}', { qos: 1, retain: true })
    const others = ['nguon/live/vat-1', 'nguon/v1/vat-1/commands/pump', topicOf('vat-1')]
    const beside = ['nguon/alarms', 'nguon/alarms/phu-khuong', `${VAT}/x`, 'nguon/alarms/A/b']
    for (const topic of [...others, ...beside]) {
      const client = await gateway.connectService('alarms')
      const hungUp = untilHungUp(client)
      client.publish(topic, 'x', { qos: 1 })
      await hungUp
    }
    expect(await gateway.refused('not-own-topic')).toBe(others.length + beside.length)
  })

  test('no other service and no device', async () => {
    await using gateway = await openSites()
    const secret = await installDevice(gateway, 'siren', 'vat-1')
    for (const client of [
      await gateway.connectService('api'),
      await gateway.connectService('ingest'),
      await gateway.connect('siren', { password: secret }),
    ]) {
      const hungUp = untilHungUp(client)
      client.publish(VAT, 'forged', { qos: 1, retain: true })
      await hungUp
    }
    expect(await gateway.entries()).toEqual(
      (await gateway.entries()).filter(({ kind }) => kind === 'presence'),
    )
  })

  test('a secret that is given counts, and the file of another data folder does not', async () => {
    await using gateway = await openSites({ secrets: { alarms: 'given-to-both-machines' } })
    const password = 'given-to-both-machines'
    const alarms = await gateway.connect('service:alarms', { password })
    await alarms.publishAsync(VAT, '{}', { qos: 1 })
    await expect(gateway.connect('service:alarms', { password: 'guess' })).rejects.toThrow(
      'Bad user',
    )
    await expect(gateway.connectService('alarms')).rejects.toThrow('ENOENT')
  })
})

describe('which device hears them', () => {
  test('one of that site: of its place, of another there, of all there', async () => {
    await using gateway = await openSites()
    const password = await installDevice(gateway, 'siren', 'vat-1')
    const siren = await gateway.connect('siren', { password })
    const site = 'nguon/alarms/phu-khuong'
    const granted = await siren.subscribeAsync([VAT, `${site}/vat-2`, `${site}/+`, `${site}/#`])
    expect(granted.map(({ qos }) => qos)).toEqual([0, 0, 0, 0])
  })

  test('none of another site or of no place, and nothing but alarms', async () => {
    await using gateway = await openSites()
    const password = await installDevice(gateway, 'siren', 'room')
    const siren = await gateway.connect('siren', { password })
    const nowhere = await gateway.connect('nowhere')
    const closed = [
      'nguon/alarms/#',
      'nguon/alarms/+/vat-1',
      'nguon/+/khe-xai/room',
      topicOf('siren'),
    ]
    for (const filter of [VAT, 'nguon/alarms/phu-khuong/#', ...closed]) {
      await expect(siren.subscribeAsync(filter)).rejects.toThrow('Unspecified error')
      await expect(nowhere.subscribeAsync(filter)).rejects.toThrow('Unspecified error')
    }
    await siren.subscribeAsync('nguon/alarms/khe-xai/room')
    await expect(nowhere.subscribeAsync('nguon/alarms/khe-xai/room')).rejects.toThrow('Unspecified')
    expect(await gateway.refused('subscription')).toBe(13)
  })

  test('none of a place that is not there, or that stands elsewhere, and the log says which', async () => {
    await using gateway = await openSites()
    const password = await installDevice(gateway, 'siren', 'vat-1')
    const siren = await gateway.connect('siren', { password })
    for (const place of ['vat-9', 'room']) {
      const filter = `nguon/alarms/phu-khuong/${place}`
      await expect(siren.subscribeAsync(filter)).rejects.toThrow('Unspecified error')
    }
    expect(await gateway.refused('subscription')).toBe(2)
    const detail = "there is no place 'vat-9' at the site 'phu-khuong'"
    expect(gateway.logLines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'refused', device: 'siren', reason: 'subscription', detail }),
    )
    await siren.subscribeAsync(VAT)
  })

  test('one that is moved to another site is hung up on, and hears that one', async () => {
    await using gateway = await openSites()
    const password = await installDevice(gateway, 'siren', 'vat-1')
    const staysPassword = await installDevice(gateway, 'stays', 'vat-1')
    const siren = await gateway.connect('siren', { password })
    const stays = await gateway.connect('stays', { password: staysPassword })
    await siren.subscribeAsync(VAT)
    await stays.subscribeAsync(VAT)
    const hungUp = untilHungUp(siren)
    await gateway.registry.installations.install({
      device: 'siren',
      place: 'room',
      from: Date.now(),
    })
    await hungUp
    const again = await gateway.connect('siren', { password })
    await expect(again.subscribeAsync(VAT)).rejects.toThrow('Unspecified error')
    await again.subscribeAsync('nguon/alarms/khe-xai/room')
    expect(stays.connected).toBe(true)
  })
})
