import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { vi } from 'vitest'

const NGUON = path.resolve(import.meta.dirname, '../nguon.ts')
/** What is not said otherwise: free ports, so that nothing of this machine is in the way. */
const PORTS = {
  NGUON_MQTT_PORT: '0',
  NGUON_WS_PORT: '0',
  NGUON_MQTTS_PORT: '0',
  NGUON_API_PORT: '0',
}

export type Env = Readonly<Record<string, string>>
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** `nguon <args>` as a process of its own, killed at the end when it still runs. */
export class Command implements AsyncDisposable {
  readonly #child
  readonly #ended: Promise<unknown[]>
  stdout = ''
  stderr = ''

  constructor(args: readonly string[], env: Env) {
    const whole = { PATH: process.env['PATH'], ...PORTS, ...env }
    this.#child = spawn(process.execPath, [NGUON, ...args], { env: whole })
    this.#child.stdout.on('data', (chunk) => (this.stdout += chunk))
    this.#child.stderr.on('data', (chunk) => (this.stderr += chunk))
    // 'close' comes when the output, its children's too, is whole.
    this.#ended = once(this.#child, 'close')
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async ended(): Promise<Ended> {
    await this.#ended
    const { exitCode: code, signalCode: signal } = this.#child
    return { code, signal, stdout: this.stdout, stderr: this.stderr }
  }

  /** Until the standard output holds the text. */
  async untilSays(text: string): Promise<void> {
    const says = () => {
      if (this.stdout.includes(text)) return
      throw new Error(`no '${text}' in:\n${this.stdout}\n${this.stderr}`)
    }
    await vi.waitFor(says, { timeout: 60_000, interval: 20 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.runs) this.kill('SIGKILL')
    await this.#ended
  }
}

/** Runs a command to its end. */
export async function runNguon(args: readonly string[], env: Env): Promise<Ended> {
  await using command = new Command(args, env)
  return await command.ended()
}

/** An empty folder that is gone at the end; `data` in it does not exist yet. */
export async function openDataFolder(): Promise<AsyncDisposable & { readonly data: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-platform-'))
  return {
    data: path.join(folder, 'data'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Signal 0 asks whether the process is there. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export async function untilEnded(pid: number): Promise<void> {
  await vi.waitUntil(() => !isRunning(pid), { timeout: 25_000, interval: 20 })
}
