import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { NguonError, toMessage } from '#domain/error.ts'
import { readConfiguration } from '#service/configuration.ts'

import { HELP, parseOptions, type DashboardOptions } from './options.ts'
import { pushBoards } from './push.ts'
import { tryPlatform } from './try/try-platform.ts'
import { writeFiles } from './write.ts'

const GENERATED = path.join(import.meta.dirname, 'generated')
/** Wrong arguments or configuration end with 2, everything else that fails with 1. */
const WRONG_USE = new Set(['ARGUMENTS', 'CONFIGURATION'])

/** `nguon dashboards` */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await run(parseOptions(args))
  } catch (error) {
    const isWrongUse = error instanceof NguonError && WRONG_USE.has(error.code)
    const hint = isWrongUse ? '\n"nguon dashboards --help" tells more' : ''
    process.stderr.write(`nguon dashboards: ${toMessage(error)}${hint}\n`)
    process.exitCode = isWrongUse ? 2 : 1
  }
}

async function run(options: DashboardOptions): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  if (options.command === 'help') return void say(HELP)
  if (options.command === 'build') {
    return void say(`${await writeFiles(GENERATED)} files written to ${GENERATED}`)
  }
  const configuration = readConfiguration(process.env)
  const engine = options.engine ?? (configuration.influx === undefined ? 'embedded' : 'influxdb')
  if (options.command === 'push') return await push(options, engine, say)
  const problemCount = await tryPlatform(configuration, { ...options, engine }, say)
  if (problemCount > 0) process.exitCode = 1
}

type Say = (line: string) => void

async function push(
  { grafana: url, tokenFile }: DashboardOptions,
  engine: NonNullable<DashboardOptions['engine']>,
  say: Say,
): Promise<void> {
  const token = await readFile(tokenFile, 'utf8').catch((error: unknown) => {
    throw new NguonError(
      'ARGUMENTS',
      `--token-file ${tokenFile} cannot be read: ${toMessage(error)}`,
    )
  })
  for (const address of await pushBoards({ url, token: token.trim() }, engine)) say(address)
}
