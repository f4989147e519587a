import type { Logger } from 'pino'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'
import type { TraceStore } from '#store/trace/contract.ts'
import type { Appended, CaptureEnd, PendingCapture } from '#store/trace/events-contract.ts'
import type { JsonObject } from '#trace/epcis/json.ts'

import { EpcisProblem, toEpcisProblem } from './problem.ts'
import { Pulse } from './pulse.ts'
import { checkEvents, type Received } from './received.ts'

const RETRY_MS = 5 * SECOND
/** Errors that a job keeps. */
const ERRORS_MAX = 100

/**
 * Does the capture jobs that were accepted, in their order: the events and the end of the job are written as one, so
 * whenever the process ends, a job is done or is begun anew. `onEvents` is called when there are new ones.
 */
export class CaptureWorker implements AsyncDisposable {
  readonly #trace: TraceStore
  readonly #log: Logger
  readonly #onEvents: () => void
  readonly #pulse: Pulse

  constructor(trace: TraceStore, log: Logger, onEvents: () => void) {
    this.#trace = trace
    this.#log = log
    this.#onEvents = onEvents
    this.#pulse = new Pulse(RETRY_MS, () => this.#work())
  }

  /** There is something to do. */
  wake(): void {
    this.#pulse.beat()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pulse[Symbol.asyncDispose]()
  }

  /** Until there is nothing left. What fails and may succeed later stays where it is. */
  async #work(): Promise<void> {
    for (;;) {
      if (this.#pulse.isOver) return
      try {
        const job = await this.#trace.nextCapture()
        if (job === undefined) return
        await this.#capture(job)
        this.#onEvents()
      } catch (error) {
        this.#log.error({ err: error }, 'capture job waits')
        return
      }
    }
  }

  async #capture(job: PendingCapture): Promise<void> {
    try {
      await this.#store(job)
    } catch (error) {
      if (error instanceof NguonError && error.retry) throw error
      if (!(error instanceof CaptureRefused))
        this.#log.error({ err: error, job: job.id }, 'capture job failed')
      const errors = error instanceof CaptureRefused ? error.errors : [toEpcisProblem(error)]
      await this.#finish(job.id, {
        finishedAt: Date.now(),
        success: false,
        errors: errors as readonly JsonObject[],
      })
    }
  }

  async #store({ id, behaviour, document }: PendingCapture): Promise<void> {
    const { good, flaws } = await checkEvents(JSON.parse(document) as Received)
    const refused = flaws.map(({ detail }) =>
      new EpcisProblem('ValidationException', detail).toDocument(),
    )
    await this.#trace.change(async (change) => {
      // Another process may have done it meanwhile.
      if ((await change.captureJob(id))?.finishedAt !== null) return
      const at = Date.now()
      const appended = await change.appendEvents(good, { at, by: 'epcis' })
      const errors = [...refused, ...appended.flatMap(toErrors)].slice(
        0,
        ERRORS_MAX,
      ) as readonly JsonObject[]
      if (errors.length > 0 && behaviour === 'rollback') throw new CaptureRefused(errors)
      await change.finishCapture(id, { finishedAt: at, success: errors.length === 0, errors })
    })
  }

  async #finish(id: string, end: CaptureEnd): Promise<void> {
    await this.#trace.change(async (change) => {
      if ((await change.captureJob(id))?.finishedAt === null) await change.finishCapture(id, end)
    })
  }
}

class CaptureRefused extends Error {
  readonly errors: readonly JsonObject[]

  constructor(errors: readonly JsonObject[]) {
    super(toMessage(errors[0]?.['detail'] ?? 'refused'))
    this.errors = errors
  }
}

function toErrors(appended: Appended) {
  return appended.kind === 'conflict' ? [toConflict(appended).toDocument()] : []
}

export function toConflict({ id, reason }: Appended & { readonly kind: 'conflict' }): EpcisProblem {
  return new EpcisProblem(
    'ResourceAlreadyExistsException',
    `eventID ${JSON.stringify(id.slice(0, 200))}: ${reason}.`,
  )
}
