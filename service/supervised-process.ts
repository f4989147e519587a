import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import type { Logger } from 'pino'

import { NguonError } from '#domain/error.ts'
import { MINUTE, SECOND } from '#domain/time.ts'

import type { ReadyMessage } from './run-service.ts'

/** Restarts wait 0.5 s, then twice as long each time, at most this; a minute of good running forgets the falls. */
const RESTART_WAIT_MIN = SECOND / 2
const RESTART_WAIT_MAX = 10 * SECOND
const GOOD_RUN = MINUTE
/** A process that does not end this long after SIGTERM is killed. */
const STOP_WAIT_MAX = 20 * SECOND

export interface ProcessOptions {
  readonly name: string
  /** The module to run and its arguments. */
  readonly module: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Options of Node itself. */
  readonly execArgv: readonly string[]
  readonly log: Logger
  /** Takes the process's standard output, which is not printed otherwise. */
  readonly output: (child: ChildProcess) => void
}

/**
 * One process that is kept running. It is `starting` until it sends its ReadyMessage, then `ready`; when it ends by
 * itself it is `waiting` and then `starting` again; `stop()` brings it to `stopped` from any state, for good. A
 * process that ends before it was ever ready is not restarted: what failed at the first start needs a person.
 */
export class SupervisedProcess {
  readonly #options: ProcessOptions
  readonly #firstReady = Promise.withResolvers<ReadyMessage['addresses']>()
  #child: ChildProcess | undefined
  #state: 'starting' | 'ready' | 'waiting' | 'stopped' = 'starting'
  #wasReady = false
  #falls = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: ProcessOptions) {
    this.#options = options
    this.#start()
  }

  /** Resolves when the process is ready for the first time; rejects when it ends before. */
  get ready(): Promise<ReadyMessage['addresses']> {
    return this.#firstReady.promise
  }

  /**
   * SIGTERM, and SIGKILL when that does not help; with `now` SIGKILL at once. Resolves when it has ended. May be called again:
   * a second SIGTERM would tell a service that is closing to end at once, so there is only one.
   */
  async stop(now = false): Promise<void> {
    const isEnding = this.#state === 'stopped'
    this.#state = 'stopped'
    clearTimeout(this.#timer)
    const child = this.#child
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    if (now) child.kill('SIGKILL')
    else if (!isEnding) child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WAIT_MAX)
    await ended
    clearTimeout(kill)
  }

  #start(): void {
    const { module, args, env, execArgv, output } = this.#options
    this.#state = 'starting'
    // A process group of its own: Ctrl-C reaches only the supervisor, which then stops all in order.
    const child = fork(module, args, {
      env,
      execArgv: [...process.execArgv, ...execArgv],
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    this.#child = child
    const startedAt = Date.now()
    output(child)
    child.on('message', (message) => this.#hear(message))
    child.once('error', (error) => {
      this.#options.log.error({ err: error }, 'process could not be started or reached')
      // Without a process there is no exit to come.
      if (child.pid === undefined) this.#ended({ code: null, signal: null, startedAt })
    })
    child.once('exit', (code, signal) => this.#ended({ code, signal, startedAt }))
  }

  #hear(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('ready' in message)) return
    this.#state = 'ready'
    this.#wasReady = true
    // Only runService sends this.
    this.#firstReady.resolve((message as ReadyMessage).addresses)
  }

  #ended(end: { code: number | null; signal: string | null; startedAt: number }): void {
    const { name, log } = this.#options
    if (!this.#wasReady) {
      this.#state = 'stopped'
      this.#firstReady.reject(new EndedEarlyError(name, end.code))
    }
    if (this.#state === 'stopped') return
    this.#falls = Date.now() - end.startedAt > GOOD_RUN ? 1 : this.#falls + 1
    const wait = Math.min(RESTART_WAIT_MAX, RESTART_WAIT_MIN * 2 ** (this.#falls - 1))
    log.error(
      { service: name, code: end.code, signal: end.signal, wait },
      'service ended, restarting',
    )
    this.#state = 'waiting'
    this.#timer = setTimeout(() => this.#start(), wait)
  }
}

/** The process said why on standard error. */
export class EndedEarlyError extends NguonError {
  readonly exitCode: number

  constructor(name: string, code: number | null) {
    const ending = `${name} ended (code ${code ?? 'none'}) before it was ready`
    super('ENDED_EARLY', `${ending}; its own message is above`)
    // Whatever it ended with, the start has failed.
    this.exitCode = code || 1
  }
}
