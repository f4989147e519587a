import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { pino, type Logger } from 'pino'
import { build as buildPretty } from 'pino-pretty'

import { LEAN_ENVIRONMENT, leanArguments } from './lean-process.ts'
import { SupervisedProcess } from './supervised-process.ts'

const COMMAND = fileURLToPath(new URL('../nguon.ts', import.meta.url))

/** In the order of the picture: each is ready before the next starts, and they stop in reverse. */
const SERVICES = ['gateway', 'ingest', 'alarms', 'api'] as const

/** A person at a terminal reads sentences; a log collector reads JSON lines. */
const isTerminal = process.stdout.isTTY

/** All processes of one platform on this machine. */
export class Platform implements AsyncDisposable {
  readonly #log: Logger
  readonly #processes: SupervisedProcess[] = []
  #stopping = false

  constructor(level: string) {
    this.#log = pino({ name: 'start', level }, isTerminal ? createPretty() : process.stdout)
  }

  /** Starts the services one after the other; rejects with the first that did not come up. */
  async startServices(): Promise<Readonly<Record<string, string>>> {
    const addresses: Record<string, string> = {}
    for (const name of SERVICES) {
      if (this.#stopping) break
      Object.assign(addresses, await this.startProcess(name).ready)
    }
    return addresses
  }

  get stopping(): boolean {
    return this.#stopping
  }

  startProcess(name: string): SupervisedProcess {
    const started = new SupervisedProcess({
      name,
      module: COMMAND,
      args: [name],
      env: { ...LEAN_ENVIRONMENT, ...process.env },
      execArgv: leanArguments(name),
      log: this.#log,
      output: printOutput,
    })
    // Who awaits `ready` hears why it failed; a process that nobody awaits must not end the platform.
    started.ready.catch(() => {})
    this.#processes.push(started)
    return started
  }

  /** Stops in reverse order, or all at once with SIGKILL. May be called again to hurry. */
  async stop(now = false): Promise<void> {
    this.#stopping = true
    const processes = this.#processes.toReversed()
    if (now) await Promise.all(processes.map((each) => each.stop(true)))
    else for (const each of processes) await each.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

function printOutput({ stdout }: ChildProcess): void {
  if (isTerminal) stdout?.pipe(createPretty())
  else stdout?.pipe(process.stdout, { end: false })
}

function createPretty() {
  return buildPretty({ ignore: 'pid,hostname', singleLine: true, translateTime: 'SYS:HH:MM:ss' })
}
