import { pino } from 'pino'
import { describe, expect, test } from 'vitest'

import { readGatewayAccess } from '#alarms/siren/access.ts'
import { Siren } from '#alarms/siren/siren.ts'
import { buildSirenStates, type SirenState } from '#alarms/siren/state.ts'
import { readConfiguration } from '#service/configuration.ts'
import { openRunFile } from '#service/run-file.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'

import { findFreePorts } from './free-ports.ts'
import type { GatewayFixture } from './gateway-fixture.ts'
import {
  hasMosquitto,
  installDevice,
  openMosquitto,
  openSites,
  whyNoMosquitto,
} from './siren-fixture.ts'

const VAT_1 = 'nguon/alarms/phu-khuong/vat-1'
const VAT_2 = 'nguon/alarms/phu-khuong/vat-2'
const ROOM = 'nguon/alarms/khe-xai/room'
const NAME = { vi: 'Bể quá nóng', en: 'Vat too hot' }
const QUIET: SirenState = { priority: null, count: 0, unacknowledged: 0, alarms: [] }
const log = pino({ level: 'silent' })

function makeRecord(part: Partial<AlarmRecord>): AlarmRecord {
  return {
    id: 1,
    limit: 'vat-hot',
    limitVersion: 1,
    device: 'd',
    channel: 'temperature',
    channelId: 1,
    place: 'vat-1',
    phase: 'active-unacknowledged',
    level: 1,
    priority: 'high',
    silent: false,
    suppressions: [],
    past: false,
    since: 2_000,
    raisedAt: 1_000,
    value: 52.3,
    assignee: null,
    asks: true,
    observed: 1,
    seenAt: 2_000,
    observedAt: 2_000,
    ...part,
  }
}

async function buildStates(gateway: GatewayFixture, records: readonly AlarmRecord[]) {
  const places = await gateway.registry.places.list({ limit: 100 })
  return buildSirenStates(places, records, new Map([['vat-hot', { name: NAME }]]))
}

async function openSiren(gateway: GatewayFixture, part: { repeatEvery?: number } = {}) {
  const env = { NGUON_DATA: gateway.folder, NGUON_GATEWAY_URL: gateway.address('mqtt') }
  const access = await readGatewayAccess(readConfiguration(env))
  return new Siren({ ...access, log, reconnectEvery: 50, ...part })
}

describe('the state of a place', () => {
  test('counts what is open, tells the worst first, and leaves out what is silent or over', async () => {
    await using gateway = await openSites()
    const states = await buildStates(gateway, [
      makeRecord({ id: 1, priority: 'medium', phase: 'active-acknowledged' }),
      makeRecord({ id: 2, priority: 'urgent', value: null }),
      makeRecord({ id: 3, phase: 'clearing', priority: 'urgent', raisedAt: 500 }),
      makeRecord({ id: 4, silent: true, priority: 'urgent' }),
      makeRecord({ id: 5, phase: 'cleared-unacknowledged', priority: null }),
      makeRecord({ id: 6, phase: 'pending', priority: null, raisedAt: null }),
      makeRecord({ id: 7, place: 'vat-2', limit: 'withdrawn', priority: 'low' }),
    ])
    expect(states.get(VAT_1)).toMatchObject({ priority: 'urgent', count: 3, unacknowledged: 1 })
    expect(states.get(VAT_1)?.alarms.map(({ alarm }) => alarm)).toEqual([3, 2, 1])
    expect(states.get(VAT_1)?.alarms[1]).toEqual({
      alarm: 2,
      limit: 'vat-hot',
      name: NAME,
      priority: 'urgent',
      since: 1_000,
      value: null,
    })
    expect(states.get(VAT_2)?.alarms[0]?.name).toEqual({ vi: 'withdrawn', en: 'withdrawn' })
    expect(states.get(ROOM)).toEqual(QUIET)
  })

  test('of very many tells those that fit, and counts all', async () => {
    await using gateway = await openSites()
    const records = Array.from({ length: 500 }, (_, id) => makeRecord({ id }))
    const state = (await buildStates(gateway, records)).get(VAT_1)
    expect([state?.count, state?.alarms.length]).toEqual([500, 50])
    expect(JSON.stringify(state).length).toBeLessThan(16_384)
  })
})

describe.runIf(hasMosquitto)(`a siren that stands at the site${whyNoMosquitto}`, () => {
  test('is told what is open when it comes, when it changes and when it is over', async () => {
    await using gateway = await openSites()
    const secret = await installDevice(gateway, 'siren', 'vat-1')
    await using alarms = await openSiren(gateway)
    await expect.poll(() => alarms.isConnected).toBe(true)
    alarms.show(await buildStates(gateway, [makeRecord({})]))
    await using siren = await openMosquitto(gateway, { device: 'siren', secret, filter: VAT_1 })
    await expect.poll(() => siren.newest()[VAT_1]).toMatchObject({ unacknowledged: 1 })
    alarms.show(await buildStates(gateway, [makeRecord({ phase: 'active-acknowledged' })]))
    await expect.poll(() => siren.newest()[VAT_1]).toMatchObject({ count: 1, unacknowledged: 0 })
    alarms.show(await buildStates(gateway, []))
    await expect.poll(() => siren.newest()[VAT_1]).toEqual(QUIET)
    expect(siren.heard.length).toBe(3)
    expect(await gateway.messages()).toEqual([])
  })

  test('hears of all places of its site and of no other', async () => {
    await using gateway = await openSites()
    const secret = await installDevice(gateway, 'siren', 'vat-1')
    await using alarms = await openSiren(gateway)
    await expect.poll(() => alarms.isConnected).toBe(true)
    const everywhere = ['vat-1', 'vat-2', 'room'].map((place, id) => makeRecord({ id, place }))
    alarms.show(await buildStates(gateway, everywhere))
    const filter = 'nguon/alarms/phu-khuong/#'
    await using siren = await openMosquitto(gateway, { device: 'siren', secret, filter })
    await expect.poll(() => Object.keys(siren.newest()).toSorted()).toEqual([VAT_1, VAT_2])
    // What has changed everywhere comes in the order of the places: the room first.
    alarms.show(await buildStates(gateway, []))
    await expect.poll(() => siren.newest()).toEqual({ [VAT_1]: QUIET, [VAT_2]: QUIET })
  })

  test('is told again after the gateway was away, what is open by then', async () => {
    const [port = 0] = await findFreePorts(1)
    await using gateway = await openSites({ port })
    const secret = await installDevice(gateway, 'siren', 'vat-1')
    await using alarms = await openSiren(gateway)
    await expect.poll(() => alarms.isConnected).toBe(true)
    alarms.show(await buildStates(gateway, [makeRecord({})]))
    await gateway.stop()
    await expect.poll(() => alarms.isConnected).toBe(false)
    alarms.show(await buildStates(gateway, [makeRecord({ priority: 'urgent' })]))
    await gateway.start()
    await expect.poll(() => alarms.isConnected).toBe(true)
    await using siren = await openMosquitto(gateway, { device: 'siren', secret, filter: VAT_1 })
    await expect.poll(() => siren.newest()[VAT_1]).toMatchObject({ priority: 'urgent' })
    // What was under way when the gateway went is said again before, never after.
    alarms.show(await buildStates(gateway, []))
    await expect.poll(() => siren.newest()[VAT_1]).toEqual(QUIET)
    const priorities = siren.heard.map(({ text }) => /"priority":(null|"\w+")/.exec(text)?.[1])
    expect(priorities.slice(priorities.indexOf('"urgent"'))).not.toContain('"high"')
  })

  test('is told again and again, so that it notices when nobody watches any more', async () => {
    await using gateway = await openSites()
    const secret = await installDevice(gateway, 'siren', 'vat-1')
    await using alarms = await openSiren(gateway, { repeatEvery: 50 })
    await expect.poll(() => alarms.isConnected).toBe(true)
    alarms.show(await buildStates(gateway, []))
    await using siren = await openMosquitto(gateway, { device: 'siren', secret, filter: VAT_1 })
    await expect.poll(() => siren.heard.length).toBeGreaterThan(3)
    expect(siren.newest()[VAT_1]).toEqual(QUIET)
  })

  test('of a place that is no more hears nothing any more', async () => {
    await using gateway = await openSites()
    const secret = await installDevice(gateway, 'siren', 'vat-1')
    await using alarms = await openSiren(gateway)
    await expect.poll(() => alarms.isConnected).toBe(true)
    const states = await buildStates(gateway, [makeRecord({ place: 'vat-2' })])
    alarms.show(states)
    await using siren = await openMosquitto(gateway, { device: 'siren', secret, filter: VAT_2 })
    await expect.poll(() => siren.heard.length).toBe(1)
    states.delete(VAT_2)
    alarms.show(states)
    await expect.poll(() => siren.heard.at(-1)?.text).toBe('')
    const late = { device: 'siren', secret, filter: 'nguon/alarms/phu-khuong/+' }
    await using another = await openMosquitto(gateway, late)
    await expect.poll(() => Object.keys(another.newest())).toEqual([VAT_1])
  })
})

test('the gateway is found where it says it is, or where it will be, and its secret beside it', async () => {
  await using gateway = await openSites()
  const configuration = readConfiguration({
    NGUON_DATA: gateway.folder,
    NGUON_MQTT_HOST: '0.0.0.0',
    NGUON_MQTT_PORT: '1999',
  })
  expect((await readGatewayAccess(configuration)).url).toBe('mqtt://127.0.0.1:1999')
  const addresses = { mqtt: gateway.address('mqtt') }
  const content = { service: 'gateway', pid: 1, startedAt: '', statusUrl: '', addresses }
  await using _file = await openRunFile(gateway.folder, content)
  const { url, secret } = await readGatewayAccess(configuration)
  expect(url).toBe(gateway.address('mqtt'))
  const client = await gateway.connect('service:alarms', { password: secret })
  expect(client.connected).toBe(true)
})
