import { setTimeout as sleep } from 'node:timers/promises'

import { expect, test, vi } from 'vitest'

import { DAY, MINUTE, SECOND } from '#domain/time.ts'
import { openDeviceConnection } from '#simulators/device-connection.ts'
import { encodeSamples } from '#simulators/encode-samples.ts'
import { createFleet } from '#simulators/fleet.ts'
import { fillHistory, type ConnectedDevice } from '#simulators/history.ts'
import { runLive } from '#simulators/live.ts'
import { runLoad } from '#simulators/load.ts'
import { createSource } from '#simulators/sample.ts'

import { openBroker, readSamples, secretOf, type BrokerOptions } from './simulators-fixture.ts'

const NEVER = new AbortController().signal
const FROM = Date.UTC(2025, 9, 1)

async function openLine(
  devices: readonly Omit<ConnectedDevice, 'connection'>[],
  options?: BrokerOptions,
) {
  await using opening = new AsyncDisposableStack()
  const broker = opening.use(await openBroker(options))
  const connect = async (device: Omit<ConnectedDevice, 'connection'>) => {
    const login = { mqttUrl: broker.mqttUrl, device: device.id, secret: secretOf(device.id) }
    return { ...device, connection: opening.use(await openDeviceConnection(login)) }
  }
  const connected = await Promise.all(devices.map(connect))
  const readings = () => broker.heard.filter(({ rest }) => rest === 'readings')
  const resources = opening.move()
  return { broker, connected, readings, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** Says how many seconds it is, every 50 ms. */
function quickDevice(id: string): Omit<ConnectedDevice, 'connection'> {
  const every = 50
  return {
    id,
    every,
    phase: 0,
    source: createSource((at) => ({ temperature: at % 100 }), every, 0),
  }
}

test('history arrives whole, in batches below the payload limit, day after day over all devices', async () => {
  const fleet = createFleet(1).filter(({ id }) => /^(pk-vat-0[1-3]|pk-van-1|kx-soil-1)$/.test(id))
  await using line = await openLine(fleet)
  const seen: number[] = []
  const until = FROM + 3 * DAY
  const onAdvance = async (at: number) => void seen.push(at)
  const count = await fillHistory(line.connected, { from: FROM, until, signal: NEVER, onAdvance })
  expect(seen).toEqual([FROM + DAY, FROM + 2 * DAY, until])
  for (const { id, source } of fleet) {
    const received = line.readings().filter(({ device }) => device === id)
    expect(received.flatMap(({ payload }) => readSamples(payload))).toEqual([
      ...source(FROM, until),
    ])
  }
  const payloads = line.readings().map(({ payload }) => payload)
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThan(64 * 1_024)
  const values = payloads.flatMap(readSamples).map((sample) => Object.keys(sample.values).length)
  expect(count).toBe(values.reduce((sum, each) => sum + each, 0))
  // Nobody is more than two days ahead of the slowest.
  let latest = 0
  for (const payload of payloads) {
    const [first] = readSamples(payload)
    latest = Math.max(latest, first?.time ?? 0)
    expect(latest - (first?.time ?? 0)).toBeLessThan(2 * DAY)
  }
})

test('history goes no faster than the gateway acknowledges', async () => {
  let waiting = 0
  let most = 0
  const beforeAck = async ({ rest }: { rest: string }) => {
    if (rest !== 'readings') return
    most = Math.max(most, ++waiting)
    await sleep(5)
    waiting -= 1
  }
  await using line = await openLine(
    [createFleet(1)[0]].filter((each) => each !== undefined),
    { beforeAck },
  )
  const until = FROM + 20 * DAY
  await fillHistory(line.connected, { from: FROM, until, signal: NEVER, onAdvance: async () => {} })
  expect(line.readings().length).toBeGreaterThanOrEqual(20)
  // Two strides of a day, one payload each.
  expect(most).toBeLessThanOrEqual(2)
})

test('history stops when told, though the gateway never acknowledges', async () => {
  const never = new Promise<void>(() => {})
  const beforeAck = ({ rest }: { rest: string }) => (rest === 'readings' ? never : undefined)
  await using line = await openLine(createFleet(1).slice(0, 2), { beforeAck })
  const stop = new AbortController()
  const until = FROM + 30 * DAY
  const filling = fillHistory(line.connected, {
    from: FROM,
    until,
    signal: stop.signal,
    onAdvance: async () => {},
  })
  await vi.waitUntil(() => line.readings().length > 0)
  stop.abort()
  expect(await filling).toBe(0)
})

test('a live device says it is online, speaks at its rate and says goodbye', async () => {
  const stop = new AbortController()
  const kept: number[] = []
  const from = Date.now()
  const broker = await (async () => {
    await using line = await openLine([quickDevice('pk-1'), quickDevice('pk-2')])
    const onAdvance = async (at: number) => void kept.push(at)
    const living = runLive(line.connected, { from, signal: stop.signal, onAdvance })
    await vi.waitUntil(() => line.readings().length >= 20)
    stop.abort()
    await living
    return line.broker
  })()
  const one = broker.heard.filter(({ device }) => device === 'pk-1')
  expect(one[0]).toMatchObject({ rest: 'status', payload: 'online' })
  expect(one.at(-1)).toMatchObject({ rest: 'status', payload: 'offline' })
  const times = one
    .filter(({ rest }) => rest === 'readings')
    .flatMap(({ payload }) => readSamples(payload).map(({ time }) => time))
  expect(times).toEqual(times.map((_, i) => (times[0] ?? 0) + i * 50))
  expect(kept.at(-1)).toBeGreaterThanOrEqual(from)
})

test('a live device that was cut off comes back and leaves nothing out', async () => {
  const stop = new AbortController()
  await using line = await openLine([quickDevice('pk-1')])
  const from = Date.now()
  const living = runLive(line.connected, { from, signal: stop.signal, onAdvance: async () => {} })
  await vi.waitUntil(() => line.readings().length > 3)
  await line.broker.hangUp()
  const before = line.readings().length
  await vi.waitUntil(() => line.readings().length > before + 3, { timeout: 10 * SECOND })
  stop.abort()
  await living
  const times = line
    .readings()
    .flatMap(({ payload }) => readSamples(payload).map(({ time }) => time))
  const unique = [...new Set(times)].toSorted((a, b) => a - b)
  expect(unique).toEqual(unique.map((_, i) => (unique[0] ?? 0) + i * 50))
})

test('a device whose secret is wrong is told so', async () => {
  await using broker = await openBroker()
  const login = { mqttUrl: broker.mqttUrl, device: 'pk-1', secret: 'guess' }
  await expect(openDeviceConnection(login)).rejects.toThrow(
    /'pk-1' cannot connect .* simulator\.json/,
  )
})

test('payloads hold as many samples as fit, in order; one sample is one object', () => {
  const values = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`temperature/${i}`, i + 0.25]),
  )
  const samples = Array.from({ length: 500 }, (_, i) => ({ time: FROM + i * MINUTE, values }))
  const payloads = encodeSamples(samples)
  expect(payloads.flatMap(({ json }) => readSamples(json))).toEqual(samples)
  expect(Math.max(...payloads.map(({ json }) => json.length))).toBeLessThan(64 * 1_024)
  expect(Math.max(...payloads.map(({ valueCount }) => valueCount))).toBeLessThanOrEqual(5_000)
  expect(encodeSamples(samples.slice(0, 1))[0]?.json.startsWith('{')).toBe(true)
  expect(encodeSamples([])).toEqual([])
})

test('the load generator sends at its rate, every sequence number once, and all are acknowledged', async () => {
  await using broker = await openBroker()
  const devices = ['load-00001', 'load-00002', 'load-00003']
  const logins = devices.map((device) => ({ device, secret: secretOf(device) }))
  const load = { connectionCount: 6, rate: 2_000, seconds: 1, valueCount: 3, signal: NEVER }
  const report = await runLoad({ host: '127.0.0.1', port: broker.port, logins, ...load })
  expect(report).toMatchObject({ sent: 2_000, acknowledged: 2_000, lost: 0 })
  expect(report.ackP99).toBeGreaterThanOrEqual(report.ackP50)
  const messages = broker.heard.map(({ payload }) => JSON.parse(payload) as Load)
  const sequence = messages.map(({ pulses }) => pulses).toSorted((a, b) => a - b)
  expect(sequence).toEqual(Array.from({ length: 2_000 }, (_, i) => i))
  expect(Object.keys(messages[0] ?? {})).toEqual([
    'time',
    'pulses',
    'temperature',
    'relative-humidity',
  ])
  const readings = broker.heard.map(({ device }, i) => `${device} ${messages[i]?.time}`)
  expect(new Set(readings).size).toBe(2_000)
})

interface Load {
  readonly time: number
  readonly pulses: number
}

test('the load generator counts what is not acknowledged as lost', async () => {
  await using broker = await openBroker({ beforeAck: ({ payload }) => refuseForty(payload) })
  const logins = [{ device: 'load-00001', secret: secretOf('load-00001') }]
  const stop = AbortSignal.timeout(1_500)
  const load = { connectionCount: 1, rate: 50, seconds: 1, valueCount: 1, signal: stop }
  const report = await runLoad({ host: '127.0.0.1', port: broker.port, logins, ...load })
  expect(report).toMatchObject({ sent: 50, acknowledged: 49, lost: 1 })
})

function refuseForty(payload: string): Promise<void> | undefined {
  return payload.includes('"pulses":40}') ? new Promise(() => {}) : undefined
}

test('a load device that the gateway refuses ends the run with its name', async () => {
  await using broker = await openBroker()
  const logins = [{ device: 'load-00001', secret: 'wrong' }]
  const load = { connectionCount: 1, rate: 10, seconds: 1, valueCount: 1, signal: NEVER }
  const running = runLoad({ host: '127.0.0.1', port: broker.port, logins, ...load })
  await expect(running).rejects.toThrow("refused device 'load-00001'")
})
