import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { vi } from 'vitest'
import { z } from 'zod'

import { readRunFiles, type RunFile } from '#service/run-file.ts'

import { Command, openDataFolder, untilEnded, type Env } from './platform-command.ts'

export type ServiceName = 'gateway' | 'ingest' | 'alarms' | 'api'
export const SERVICE_NAMES: readonly ServiceName[] = ['gateway', 'ingest', 'alarms', 'api']

const enrolled = z.object({ secret: z.string() })
const health = z.object({
  ok: z.boolean(),
  parts: z.record(
    z.string(),
    z.object({ ok: z.boolean(), detail: z.record(z.string(), z.unknown()) }),
  ),
})
export type Health = z.output<typeof health> & { readonly status: number }

export interface PlatformOptions {
  readonly env?: Env
  /** After `start`; `--no-demo` when not given. */
  readonly args?: readonly string[]
  /** Who gives a folder also removes it. */
  readonly data?: string
}

/** `nguon start` as a person runs it, ready, on an empty data folder and free ports. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { env = {}, args = ['--no-demo'] } = options
  await using opening = new AsyncDisposableStack()
  const data = options.data ?? opening.use(await openDataFolder()).data
  const whole = { NGUON_DATA: data, NGUON_LOG_LEVEL: 'warn', ...env }
  const command = new Command(['start', ...args], whole)
  opening.defer(() => endAll(command, data))
  await command.untilSays('is running')
  return new Platform(command, data, opening.move())
}

/** As the last signal a person has: at once, and nothing of it is left. */
async function endAll(command: Command, data: string): Promise<void> {
  const pids = (await readRunFiles(data)).map(({ pid }) => pid)
  await command[Symbol.asyncDispose]()
  await Promise.all(pids.map(untilEnded))
}

export class Platform implements AsyncDisposable {
  readonly command: Command
  readonly data: string
  readonly #resources: AsyncDisposableStack

  constructor(command: Command, data: string, resources: AsyncDisposableStack) {
    this.command = command
    this.data = data
    this.#resources = resources
  }

  async runFile(service: ServiceName): Promise<RunFile> {
    const found = (await readRunFiles(this.data)).find((file) => file.service === service)
    if (found === undefined) throw new Error(`${service} has not announced itself`)
    return found
  }

  /** Asks the API, wherever it is by now. */
  async ask(target: string, init: RequestInit = {}): Promise<Response> {
    const { addresses } = await this.runFile('api')
    const token = (await readFile(path.join(this.data, 'admin-token'), 'utf8')).trim()
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    return await fetch(`${addresses['api']}${target}`, { headers, ...init })
  }

  async get<T>(target: string, shape: z.ZodType<T>): Promise<T> {
    const response = await this.ask(target)
    const body = await response.text()
    if (!response.ok) throw new Error(`${target} answered ${response.status}: ${body}`)
    return shape.parse(JSON.parse(body))
  }

  /** Enrols a device and gives its secret. */
  async enrol(id: string): Promise<string> {
    const body = JSON.stringify({ id })
    const response = await this.ask('/api/v1/devices', { method: 'POST', body })
    return enrolled.parse(await response.json()).secret
  }

  async health(): Promise<Health> {
    const response = await this.ask('/healthz')
    return { status: response.status, ...health.parse(await response.json()) }
  }

  /** Until ingest is done with everything in the journal, and all is well. */
  async untilDrained(timeout = 30_000): Promise<void> {
    const look = async () => {
      const { status, parts } = await this.health()
      if (status === 200 && parts['journal']?.detail['depth'] === 0) return
      throw new Error(`not drained: ${JSON.stringify(parts)}\n${this.command.stderr}`)
    }
    await vi.waitFor(look, { timeout, interval: 100 })
  }

  async kill(service: ServiceName, signal: NodeJS.Signals): Promise<void> {
    const { pid } = await this.runFile(service)
    process.kill(pid, signal)
    await untilEnded(pid)
  }

  /** Until the service runs again as another process. */
  async untilBack(service: ServiceName, killed: number): Promise<RunFile> {
    const look = async () => {
      const file = await this.runFile(service)
      if (file.pid !== killed) return file
      throw new Error(`${service} is not back\n${this.command.stdout}\n${this.command.stderr}`)
    }
    return await vi.waitFor(look, { timeout: 60_000, interval: 50 })
  }

  async pids(): Promise<number[]> {
    return (await readRunFiles(this.data)).map(({ pid }) => pid)
  }

  async stop() {
    this.command.kill('SIGTERM')
    return await this.command.ended()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync()
  }
}
