import { Worker } from 'node:worker_threads'

import { NguonError, toMessage } from '#domain/error.ts'

/** What a worker thread can be asked: names and functions. Inputs and outputs are structured-cloned. */
export type Calls = Readonly<Record<string, (input: never) => unknown>>

export interface Request {
  readonly id: number
  readonly name: string
  readonly input: unknown
}
export type Answer =
  | { readonly id: number; readonly output: unknown }
  | {
      readonly id: number
      readonly message: string
      readonly code?: string
      readonly retry?: boolean
    }

/** The settling half of a promise. */
interface Pending {
  resolve(output: unknown): void
  reject(error: unknown): void
}

/** Asks a worker thread; calls are answered in order. A worker that dies rejects what is pending and is not started again: make another client. */
export class WorkerClient<C extends Calls> implements AsyncDisposable {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #failure: Error | undefined

  constructor(url: URL, workerData: unknown) {
    this.#worker = new Worker(url, { workerData })
    this.#worker.on('message', (answer: Answer) => this.#settle(answer))
    this.#worker.on('error', (cause) =>
      this.#fail(new Error(`the worker failed: ${toMessage(cause)}`, { cause })),
    )
    this.#worker.on('exit', (code) => this.#fail(new Error(`the worker ended with code ${code}`)))
    this.#worker.unref()
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined
  }

  call<Name extends keyof C & string>(
    name: Name,
    input: Parameters<C[Name]>[0],
  ): Promise<ReturnType<C[Name]>> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    const id = ++this.#lastId
    const request: Request = { id, name, input }
    this.#worker.ref()
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#worker.postMessage(request, [])
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id)
    this.#pending.delete(answer.id)
    // A worker that has nothing to do keeps no process alive.
    if (this.#pending.size === 0) this.#worker.unref()
    if ('output' in answer) pending?.resolve(answer.output)
    else pending?.reject(toError(answer))
  }

  #fail(failure: Error): void {
    this.#failure ??= failure
    for (const pending of this.#pending.values()) pending.reject(this.#failure)
    this.#pending.clear()
  }
}

function toError(answer: { message: string; code?: string; retry?: boolean }): Error {
  if (answer.code === undefined) return new Error(answer.message)
  return new NguonError(answer.code, answer.message, { retry: answer.retry ?? false })
}
