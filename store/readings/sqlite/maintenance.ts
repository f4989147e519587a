import type { Logger } from 'pino'

import type { Instant } from '#domain/time.ts'

import type { Retention } from '../contract.ts'
import type { ChannelWriter } from './channel-writer.ts'
import { type Cutoffs, isSameCutoffs, toCutoffs } from './cutoffs.ts'
import { DamageLog } from './damage.ts'
import type { HotTables } from './hot-tables.ts'
import type { MaintenanceCalls } from './maintenance-worker.ts'
import { WorkerClient } from './worker-client.ts'

/** About 4 MB of the write-ahead log. */
const CHECKPOINT_ROWS = 100_000

export interface MaintenanceOptions {
  readonly path: string
  readonly retention: Retention
  readonly log: Logger
  readonly hot: HotTables
  readonly channels: ChannelWriter
}

/**
 * What the writer does beside writing: sealing what is full, dropping what is past its retention, moving the write-ahead log
 * into the file. The work is a worker's; for the moments in which it writes, `locked` tells the writer to wait.
 */
export class Maintenance implements AsyncDisposable {
  readonly #options: MaintenanceOptions
  readonly #damage: DamageLog
  #worker: WorkerClient<MaintenanceCalls>
  #isDropDue = true
  /** What the clock wanted when the worker was asked last; undefined when sealing may have changed the answer. */
  #asked: Cutoffs | undefined
  #rowsInLog = 0
  #locked: Promise<unknown> | undefined

  constructor(options: MaintenanceOptions) {
    this.#options = options
    this.#damage = new DamageLog(options.log)
    this.#worker = startWorker(options.path)
  }

  /** Settles when the worker has given back the write lock; undefined when it has not got it. */
  get locked(): Promise<unknown> | undefined {
    return this.#locked
  }

  /** So many rows were written. */
  wrote(rows: number): void {
    this.#rowsInLog += rows
  }

  /** One bounded step; true when there is more to do at once. */
  async step(now: Instant): Promise<boolean> {
    const { hot, channels, path } = this.#options
    if (this.#worker.hasFailed) this.#worker = startWorker(path)
    hot.refresh()
    if (hot.isSealing) return this.#seal()
    if (hot.rotateWhenDue(now, channels.count)) return true
    await this.#moveCutoffs(now)
    if (this.#isDropDue) return this.#drop()
    if (this.#rowsInLog >= CHECKPOINT_ROWS) await this.#checkpoint()
    return false
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#worker[Symbol.asyncDispose]()
  }

  async #moveCutoffs(now: Instant): Promise<void> {
    const { hot, retention, log } = this.#options
    const query = { retention, now, meta: hot.meta }
    const wanted = toCutoffs(query)
    if (isSameCutoffs(wanted, query.meta) || isSameCutoffs(wanted, this.#asked)) return
    const { isHeldBack, ...found } = await this.#worker.call('findCutoffs', query)
    this.#asked = wanted
    if (hot.moveCutoffs(found)) this.#isDropDue = true
    if (isHeldBack) {
      const facts = { now, wantedFrom: wanted.rawFrom, keptFrom: found.rawFrom }
      log.warn(facts, 'too few days hold readings to drop what is old by the clock; is it right?')
    }
  }

  async #checkpoint(): Promise<void> {
    this.#rowsInLog = 0
    await this.#worker.call('checkpoint', undefined)
  }

  async #seal(): Promise<boolean> {
    const { hot } = this.#options
    await this.#worker.call('prepareSeal', hot.meta)
    const commit = () => this.#worker.call('commitSeal', undefined)
    const { hasMore, damaged } = await this.#withLock(commit)
    this.#damage.tell(damaged, 'were put aside in the table damaged')
    if (!hasMore) hot.finishSealing()
    this.#asked = undefined
    return true
  }

  async #drop(): Promise<boolean> {
    const { hot, channels, log } = this.#options
    const progress = await this.#withLock(() => this.#worker.call('drop', hot.meta))
    if (progress !== 'done') return progress === 'more'
    const { rawFrom, hourlyFrom } = hot.meta
    log.debug({ rawFrom, hourlyFrom }, 'readings beyond their retention are gone')
    this.#isDropDue = false
    channels.reload()
    return false
  }

  /**
   * Lets the worker have the write lock for one short call, while writes wait in order. Left to SQLite, whoever asks
   * less often would starve: its waiting is polling.
   */
  async #withLock<T>(call: () => Promise<T>): Promise<T> {
    const called = call()
    this.#locked = called.catch(() => undefined)
    try {
      return await called
    } finally {
      this.#locked = undefined
    }
  }
}

function startWorker(path: string): WorkerClient<MaintenanceCalls> {
  return new WorkerClient(new URL('./maintenance-worker.ts', import.meta.url), { path })
}
