import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { runLoad, type LoadResult } from './load.ts'
import { type BenchDevice, openMqtt } from './packets.ts'
import {
  enrolDevices,
  mqttPortOf,
  openFolder,
  readCpuSeconds,
  readRss,
  startService,
} from './services.ts'

const CONNECTION_COUNT = 100
const WINDOW = 10
const ROUND_COUNT = 5
const ROUND_SECONDS = 4
const IDLE_COUNT = 10_000
/** Connecting at once; the gateway bounds those that have not authenticated. */
const CONNECTING_MAX = 100
/** Time for presence to be journalled, and for the gateway to see that it rests and to collect. */
const SETTLING = 23_000

/** A server under load, in its own process. */
type Target = { readonly name: string; readonly port: number; readonly pid: number }

/** PUBACK after fsync against Mosquitto that keeps nothing, on the same load in turns; then what an idle connection costs. */
export async function benchGateway(): Promise<void> {
  await compareServers()
  // A process of its own, which has not worked yet.
  await measureIdle()
}

async function compareServers(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const devices = await enrolDevices(folder, CONNECTION_COUNT)
  const gateway = await startGateway(folder, resources)
  const targets = [gateway, await startMosquitto(folder, resources), await startSink(resources)]
  await compare(targets, devices)
}

async function startGateway(folder: string, resources: AsyncDisposableStack): Promise<Target> {
  const gateway = await startService({ name: 'gateway', folder, resources })
  return { name: 'gateway, on disk', port: mqttPortOf(gateway), pid: gateway.pid }
}

async function startMosquitto(folder: string, resources: AsyncDisposableStack): Promise<Target> {
  const port = await findFreePort()
  const file = join(folder, 'mosquitto.conf')
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    'set_tcp_nodelay true',
    'log_type error',
  ]
  await writeFile(file, lines.join('\n'))
  const mosquitto = spawn('/usr/sbin/mosquitto', ['-c', file], { stdio: 'inherit' })
  resources.defer(() => void mosquitto.kill())
  await delay(500)
  return { name: 'Mosquitto, in memory', port, pid: mosquitto.pid ?? 0 }
}

async function startSink(resources: AsyncDisposableStack): Promise<Target> {
  const sink = fork(join(import.meta.dirname, 'sink.ts'))
  resources.defer(() => void sink.kill())
  const [port] = await once(sink, 'message')
  return { name: 'sink (ceiling of the load)', port, pid: sink.pid ?? 0 }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // address() is a string only for pipes.
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** One round against one server, and the processor time that the server took per second. */
type Round = LoadResult & { readonly serverCpuShare: number }

async function compare(targets: readonly Target[], devices: readonly BenchDevice[]): Promise<void> {
  // Node compiles what it runs often: the first round of a new process says nothing of a gateway that runs for weeks.
  for (const target of targets) await runRound(target, devices)
  const results = new Map<string, Round[]>(targets.map(({ name }) => [name, []]))
  for (let round = 0; round < ROUND_COUNT; round++) {
    for (const target of targets) results.get(target.name)?.push(await runRound(target, devices))
  }
  console.log(
    `QoS 1, ${CONNECTION_COUNT} connections × window ${WINDOW}, 3 values a message, ${ROUND_COUNT} rounds of ${ROUND_SECONDS} s in turns`,
  )
  console.table([...results].map(([name, rounds]) => toRow(name, rounds)))
  const [gateway = 0, mosquitto = 1] = [...results.values()].map((rounds) =>
    median(rounds.map((round) => round.messagesPerSecond)),
  )
  console.log(`gateway ÷ Mosquitto = ${(gateway / mosquitto).toFixed(2)} (medians)`)
}

async function runRound({ port, pid }: Target, devices: readonly BenchDevice[]): Promise<Round> {
  const before = await readCpuSeconds(pid)
  const load = { port, devices, window: WINDOW, seconds: ROUND_SECONDS, firstAt: Date.now() }
  const result = await runLoad(load)
  return { ...result, serverCpuShare: ((await readCpuSeconds(pid)) - before) / result.seconds }
}

function toRow(name: string, rounds: readonly Round[]) {
  const rates = rounds.map((round) => Math.round(round.messagesPerSecond / 1e3))
  return {
    target: name,
    'median k msg/s': median(rates),
    'each round': rates.join(' '),
    'server CPU': median(rounds.map((round) => round.serverCpuShare)).toFixed(2),
    'generator CPU': median(rounds.map((round) => round.cpuShare)).toFixed(2),
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

async function measureIdle(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const devices = await enrolDevices(folder, IDLE_COUNT)
  const { port, pid } = await startGateway(folder, resources)
  const half = devices.length / 2
  const cold = await readRss(pid)
  const sockets = await connectAll(port, devices.slice(0, half))
  const warm = await readRss(pid)
  sockets.push(...(await connectAll(port, devices.slice(half))))
  const full = await readRss(pid)
  for (const socket of sockets) socket.destroy()
  const [coldMb, fullMb] = [cold, full].map((bytes) => Math.round(bytes / 1e6))
  const [all, marginal] = [(full - cold) / devices.length, (full - warm) / half].map((bytes) =>
    (bytes / 1e3).toFixed(1),
  )
  console.log(
    `${devices.length} idle connections: ${coldMb} → ${fullMb} MB resident; ${all} kB each, ${marginal} kB each of the second half`,
  )
}

async function connectAll(port: number, devices: readonly BenchDevice[]): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let from = 0; from < devices.length; from += CONNECTING_MAX) {
    const some = devices.slice(from, from + CONNECTING_MAX)
    sockets.push(...(await Promise.all(some.map((device) => openMqtt(port, device)))))
  }
  await delay(SETTLING)
  return sockets
}

if (import.meta.main) await benchGateway()
