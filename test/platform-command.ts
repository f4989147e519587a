import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { vi } from 'vitest'

import { type Ended, RunningProcess } from './running-process.ts'

const NGUON = path.resolve(import.meta.dirname, '../nguon.ts')
/** What is not said otherwise: free ports, so that nothing of this machine is in the way. */
const PORTS = {
  NGUON_MQTT_PORT: '0',
  NGUON_WS_PORT: '0',
  NGUON_MQTTS_PORT: '0',
  NGUON_API_PORT: '0',
}

export type Env = Readonly<Record<string, string>>

/** `nguon <args>` as a process of its own, killed at the end when it still runs. */
export class Command extends RunningProcess {
  constructor(args: readonly string[], env: Env) {
    const whole = { PATH: process.env['PATH'], ...PORTS, ...env }
    super(spawn(process.execPath, [NGUON, ...args], { env: whole }))
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
