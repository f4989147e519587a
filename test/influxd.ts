import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { findFreePorts } from './free-ports.ts'

/** Where Debian installs it. */
export const INFLUXD = '/usr/bin/influxd'
const START_TRIES_MAX = 600

export interface InfluxdOptions {
  /** Names the first user, who may do everything; without it nobody is asked who they are. */
  readonly admin?: { readonly user: string; readonly password: string }
}

/** A real influxd on temporary folders and a free loopback port; keeps both over `kill` and `start`. */
export interface Influxd extends AsyncDisposable {
  readonly url: string
  start(): Promise<void>
  /** SIGTERM, and waits until it has ended. */
  stop(): Promise<void>
  /** SIGKILL, and waits until it has ended. */
  kill(): Promise<void>
  /** Runs InfluxQL and gives the answer's text. */
  run(query: string): Promise<string>
}

export async function startInfluxd({ admin }: InfluxdOptions = {}): Promise<Influxd> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-influxd-'))
  // influxd cannot be given port 0 and be asked which it took.
  const [httpPort = 0, rpcPort = 0] = await findFreePorts(2)
  const url = `http://127.0.0.1:${httpPort}`
  const config = path.join(folder, 'influxdb.conf')
  await writeFile(
    config,
    formatConfig({ folder, httpPort, rpcPort, hasUsers: admin !== undefined }),
  )
  let running: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals) => {
    if (running === undefined) return
    if (isAlive(running)) {
      const ended = once(running, 'exit')
      running.kill(signal)
      await ended
    }
    running = undefined
  }
  const influxd: Influxd = {
    url,
    start: async () => {
      running ??= spawn(INFLUXD, ['-config', config], { stdio: 'ignore' }).on('error', () => {})
      await untilAnswers(`${url}/ping`, running)
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    run: (query) => runQuery(url, query, admin),
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
  await influxd.start()
  if (admin)
    await runQuery(
      url,
      `CREATE USER "${admin.user}" WITH PASSWORD '${admin.password}' WITH ALL PRIVILEGES`,
    )
  return influxd
}

async function runQuery(
  url: string,
  query: string,
  admin?: InfluxdOptions['admin'],
): Promise<string> {
  const { user, password } = admin ?? { user: '', password: '' }
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const answer = await fetch(`${url}/query`, {
    method: 'POST',
    body: new URLSearchParams({ q: query, epoch: 'ms' }),
    headers: admin ? { authorization } : {},
  })
  return answer.text()
}

interface Places {
  readonly folder: string
  readonly httpPort: number
  readonly rpcPort: number
  readonly hasUsers: boolean
}

/** Debian's defaults report home and listen everywhere; an fsync for each write is what 1.x acknowledges with. */
function formatConfig({ folder, httpPort, rpcPort, hasUsers }: Places): string {
  return `
reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  index-version = "tsi1"
  wal-fsync-delay = "0s"
  query-log-enabled = false
[coordinator]
  max-select-buckets = 100000
  query-timeout = "30s"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${httpPort}"
  auth-enabled = ${hasUsers}
  log-enabled = false
`
}

function isAlive({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null
}

async function untilAnswers(url: string, influxd: ChildProcess): Promise<void> {
  for (let tries = 0; tries < START_TRIES_MAX; tries += 1) {
    if (!isAlive(influxd)) throw new Error(`${INFLUXD} is not installed or has ended`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await delay(50)
  }
  throw new Error('influxd does not answer')
}
