/*
 * What the whole platform with its simulated sites keeps in memory: `nguon start` on an empty folder, looked at after some
 * minutes. `NGUON_BENCH_MINUTES` (default 1). Resident counts a page that several processes share (Node itself, about
 * 50 MB) for each of them; proportional counts it once, divided among them.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { MINUTE } from '#domain/time.ts'

import { openFolder } from './services.ts'

const MINUTES_DEFAULT = 1
const COMMAND = join(import.meta.dirname, '../nguon.ts')

/** Prints a row per process. */
export async function benchMemory(): Promise<void> {
  const minutes = Number(process.env['NGUON_BENCH_MINUTES'] ?? MINUTES_DEFAULT)
  await using resources = new AsyncDisposableStack()
  const pid = await startPlatform(await openFolder(resources), resources)
  await delay(minutes * MINUTE)
  const rows = await Promise.all([pid, ...(await listChildren(pid))].map(readMemory))
  console.log(`nguon start with the simulated sites, after ${minutes} min, MB`)
  console.table([...rows, { process: 'together', ...sum(rows) }])
}

async function startPlatform(folder: string, resources: AsyncDisposableStack): Promise<number> {
  const ports = { NGUON_MQTT_PORT: '0', NGUON_WS_PORT: '0', NGUON_API_PORT: '0' }
  const platform = fork(COMMAND, ['start'], {
    env: { ...process.env, ...ports, NGUON_DATA: folder },
    stdio: 'ignore',
  })
  resources.defer(async () => {
    platform.kill()
    if (platform.exitCode === null) await once(platform, 'exit')
  })
  return platform.pid ?? 0
}

/** Linux. */
async function listChildren(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  const parents = await Promise.all(pids.map(readParent))
  return pids.filter((_, index) => parents[index] === parent)
}

async function readParent(pid: number): Promise<number> {
  // A process may have ended since it was listed.
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return Number(text.slice(text.lastIndexOf(')')).split(' ')[2])
}

interface Memory {
  readonly process: string
  readonly resident: number
  readonly proportional: number
}

async function readMemory(pid: number): Promise<Memory> {
  const [rollup, command] = await Promise.all(
    ['smaps_rollup', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
  )
  const read = (name: string) => {
    const kibibytes = Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup ?? '')?.[1])
    return Math.round((kibibytes * 1_024) / 1e6)
  }
  const name = command?.split('\0').findLast((part) => part !== '') ?? ''
  return { process: name, resident: read('Rss'), proportional: read('Pss') }
}

function sum(rows: readonly Memory[]): Omit<Memory, 'process'> {
  const add = (pick: (row: Memory) => number) => rows.reduce((total, row) => total + pick(row), 0)
  return { resident: add((row) => row.resident), proportional: add((row) => row.proportional) }
}

if (import.meta.main) await benchMemory()
