import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { NguonError, toMessage } from '#domain/error.ts'

import { readConfiguration, type Configuration } from './configuration.ts'
import { isEmptyFolder, lockDataFolder } from './data-folder.ts'
import { openIdleCollector } from './idle-collector.ts'
import { Platform } from './platform.ts'
import { toStartMessage } from './start-message.ts'
import { EndedEarlyError } from './supervised-process.ts'

const GIVEN = 'the one in NGUON_ADMIN_TOKEN or NGUON_ADMIN_TOKEN_FILE'

/** Where things are, by name. */
type Facts = Readonly<Record<string, string>> & { readonly token: string }

const HELP = `nguon start [--no-demo]

Runs gateway, ingest, alarms and api as processes, restarts what falls, and stops all in order on Ctrl-C (twice: at once).
On an empty data folder it also simulates the three sites of Kỳ Anh: 30 days of history, then live.

  --no-demo    an empty platform, for your own devices
  -h, --help   this text

Everything else is set by environment variables NGUON_*; README.md lists them.
`

/** `nguon start`: resolves when everything has stopped. */
export async function main(args: string[]): Promise<void> {
  const options = parseArguments(args)
  if (options === undefined) return
  try {
    await runPlatform(options.demo)
  } catch (error) {
    process.stderr.write(`nguon start: ${toStartMessage(error)}\n`)
    process.exitCode = toExitCode(error)
  }
}

function toExitCode(error: unknown): number {
  if (error instanceof EndedEarlyError) return error.exitCode
  return error instanceof NguonError && error.code === 'CONFIGURATION' ? 2 : 1
}

function parseArguments(args: string[]): { readonly demo: boolean } | undefined {
  try {
    const options = {
      'no-demo': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const
    const { values } = parseArgs({ args, options })
    if (values.help !== true) return { demo: values['no-demo'] !== true }
    process.stdout.write(HELP)
  } catch (error) {
    process.stderr.write(`nguon start: ${toMessage(error)}\n\n${HELP}`)
    process.exitCode = 2
  }
  return undefined
}

async function runPlatform(demoWanted: boolean): Promise<void> {
  const configuration = readConfiguration(process.env)
  const demo = demoWanted && (await isDemoFolder(configuration.data))
  await using resources = new AsyncDisposableStack()
  resources.use(await lockDataFolder(configuration.data))
  if (demo) await keepAsDemoFolder(configuration.data)
  const tokenFile = path.join(configuration.data, 'admin-token')
  const isFirstStart = !existsSync(tokenFile)
  resources.use(openIdleCollector())
  const platform = resources.use(new Platform(configuration.logLevel))
  const stopped = stopOnSignal(platform)
  const addresses = await platform.startServices().catch((error: unknown) => {
    if (!platform.stopping) throw error
  })
  // Awaited here: what is open is closed when this returns, and not beside the stopping.
  if (addresses === undefined || platform.stopping) return await stopped
  const token =
    configuration.api.adminToken === '' ? await tellToken(tokenFile, isFirstStart) : GIVEN
  process.stdout.write(describe(configuration, { ...addresses, token }))
  if (demo) platform.startProcess('simulate')
  await stopped
}

/** The simulated sites belong to a folder that was empty, or that they began before. */
async function isDemoFolder(data: string): Promise<boolean> {
  if (await isEmptyFolder(data)) return true
  return (await readFile(path.join(data, 'simulator.json')).catch(() => undefined)) !== undefined
}

/** A first start that fails leaves a folder that is not empty; the next one must still know. */
async function keepAsDemoFolder(data: string): Promise<void> {
  const file = path.join(data, 'simulator.json')
  await writeFile(file, '{}', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
}

/** The first signal stops in order, the second at once. */
function stopOnSignal(platform: Platform): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let signals = 0
  const hear = () => {
    signals += 1
    platform.stop(signals > 1).then(resolve, reject)
  }
  process.on('SIGINT', hear)
  process.on('SIGTERM', hear)
  return promise
}

/** Printed once, when it is made; later only where it is, so that it does not gather in system logs. */
async function tellToken(file: string, isFirstStart: boolean): Promise<string> {
  return isFirstStart ? (await readFile(file, 'utf8')).trim() : `in ${file}`
}

function describe({ data }: Configuration, { api, token, ...others }: Facts): string {
  const rows: [string, string][] = [
    ...Object.entries(others),
    ['api', `${api}/api/v1`],
    ['docs', `${api}/docs`],
    ['health', `${api}/healthz`],
    ['admin token', token],
    ['data', data],
  ]
  const lines = rows.map(([name, value]) => `  ${name.padEnd(13)}${value}`)
  return `\nNguồn đang chạy · Nguồn is running (Ctrl-C stops it)\n\n${lines.join('\n')}\n\n`
}
