import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { LEAN_ENVIRONMENT, leanArguments } from '#service/lean-process.ts'
import { readRunFiles } from '#service/run-file.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import type { BenchDevice } from './packets.ts'

/** A service of the platform as a process of its own. */
export interface RunningService {
  readonly pid: number
  readonly addresses: Readonly<Record<string, string>>
  /** Base address of its metrics. */
  readonly statusUrl: string
}

export interface ServiceOptions {
  readonly name: 'gateway' | 'ingest' | 'alarms' | 'api'
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  /** Stops it. */
  readonly resources: AsyncDisposableStack
}

/** A new folder, removed with everything in it. */
export async function openFolder(resources: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-bench-'))
  resources.defer(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function enrolDevices(folder: string, count: number): Promise<BenchDevice[]> {
  await using registry = await openSqliteRegistry({ path: join(folder, 'registry.db') })
  const devices: BenchDevice[] = []
  for (let number = 0; number < count; number++) {
    const id = `vat-${number}`
    const { secret } = await registry.devices.enrol({ id, name: id, model: null, enrolledAt: 0 })
    devices.push({ id, secret })
  }
  return devices
}

/** One service of `nguon`, on any free ports, without a bound on the rate of one device. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { name, folder, env, resources } = options
  const child = fork(join(import.meta.dirname, '../nguon.ts'), [name], {
    execArgv: [...process.execArgv, ...leanArguments(name)],
    env: {
      ...LEAN_ENVIRONMENT,
      ...process.env,
      NGUON_DATA: folder,
      NGUON_MQTT_PORT: '0',
      NGUON_WS_PORT: '0',
      NGUON_MESSAGES_PER_SECOND_MAX: '1000000',
      NGUON_LOG_LEVEL: 'warn',
      ...env,
    },
  })
  resources.defer(async () => {
    child.kill()
    if (child.exitCode === null) await once(child, 'exit')
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended (code ${code}) before it was ready; its own message is above`)
  })
  const [ready] = await Promise.race([once(child, 'message'), ended])
  // From here on it ends when it is told to.
  ended.catch(() => {})
  const { statusUrl = '' } =
    (await readRunFiles(folder)).find(({ service }) => service === name) ?? {}
  return { pid: child.pid ?? 0, addresses: ready.addresses, statusUrl }
}

/** The sum of a counter of the service over all its labels. */
export async function readMetric({ statusUrl }: RunningService, name: string): Promise<number> {
  const text = await (await fetch(`${statusUrl}/metrics`)).text()
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (.+)$`, 'gm'))]
  return values.reduce((sum, [, value]) => sum + Number(value), 0)
}

export function mqttPortOf({ addresses }: RunningService): number {
  return Number(new URL(addresses['mqtt'] ?? '').port)
}

/** Linux: user and system time, in ticks of 10 ms. */
export async function readCpuSeconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = text.slice(text.lastIndexOf(')')).split(' ').slice(12, 14)
  return (Number(user) + Number(system)) / 100
}

/** Bytes. */
export async function readRss(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024
}

/** Bytes of all files in a folder whose name begins with `prefix`. */
export async function sizeOf(folder: string, prefix = ''): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.startsWith(prefix))
  const stats = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))))
  return stats.reduce((sum, { size }) => sum + size, 0)
}
