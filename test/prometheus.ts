import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { findFreePorts } from './free-ports.ts'

/** Where Debian installs it. */
export const PROMETHEUS = '/usr/bin/prometheus'

/** False only where it may be left out: in CI it must be there. */
export const hasPrometheus = existsSync(PROMETHEUS) || process.env['CI'] === 'true'
export const whyNoPrometheus = hasPrometheus ? '' : ` (left out: ${PROMETHEUS} is not installed)`

export interface Prometheus extends AsyncDisposable {
  readonly url: string
}

/** A real Prometheus on a free port that scrapes `api` each second with its token. */
export async function startPrometheus(api: string, token: string): Promise<Prometheus> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-prometheus-'))
  const [port = 0] = await findFreePorts(1)
  const config = path.join(folder, 'prometheus.yml')
  const job = {
    job_name: 'nguon',
    authorization: { credentials: token },
    static_configs: [{ targets: [new URL(api).host] }],
  }
  await writeFile(
    config,
    JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [job] }),
  )
  const child = spawn(
    PROMETHEUS,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  )
  const url = `http://127.0.0.1:${port}`
  await untilReady(url)
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(`${url}/-/ready`).catch(() => undefined)
    if (response?.ok) return
    await delay(100)
  }
  throw new Error(`Prometheus does not answer on ${url}`)
}
