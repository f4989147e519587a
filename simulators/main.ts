import { setImmediate as nextTurn } from 'node:timers/promises'

import { NguonError, toMessage } from '#domain/error.ts'
import { readConfiguration } from '#service/configuration.ts'
import { openIdleCollector } from '#service/idle-collector.ts'

import { HELP, parseOptions, type SimulateOptions } from './options.ts'
import { simulateLoad } from './simulate-load.ts'
import { simulateSites } from './simulate-sites.ts'

/** Wrong arguments or configuration end with 2, everything else that fails with 1. */
const WRONG_USE = new Set(['ARGUMENTS', 'CONFIGURATION'])

/** `nguon simulate` */
export async function main(args: string[]): Promise<void> {
  try {
    await run(parseOptions(args, Date.now()))
  } catch (error) {
    // With who started us the platform goes too, perhaps before we found it: nobody is there to be told.
    if (await isOrphan()) return
    const isWrongUse = error instanceof NguonError && WRONG_USE.has(error.code)
    const hint = isWrongUse ? '\n"nguon simulate --help" tells more' : ''
    process.stderr.write(`nguon simulate: ${toMessage(error)}${hint}\n`)
    process.exitCode = isWrongUse ? 2 : 1
  }
  // The channel to who started us would keep this process alive.
  if (process.connected) process.disconnect()
}

async function run(options: SimulateOptions): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  if (options.mode === 'help') return void say(HELP)
  // History makes garbage fast that live never needs.
  using _collector = openIdleCollector()
  const configuration = readConfiguration(process.env)
  const around = { configuration, signal: listenForStop(), say }
  if (options.mode === 'load') await simulateLoad(options.load, around)
  else await simulateSites(options.sites, around)
}

/** Of the end of the process that started us Node tells when it next looks at the channel. */
async function isOrphan(): Promise<boolean> {
  await nextTurn()
  return process.send !== undefined && !process.connected
}

/** The first signal stops in order, the second at once; the end of whoever started us or reads our output is a first one. */
function listenForStop(): AbortSignal {
  const controller = new AbortController()
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(code)
      controller.abort()
    })
  }
  process.once('disconnect', () => controller.abort())
  // EPIPE: nobody reads any more.
  process.stdout.on('error', () => controller.abort())
  if (process.send && !process.connected) controller.abort()
  return controller.signal
}
