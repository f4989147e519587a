import { parentPort } from 'node:worker_threads'

import { NguonError, toMessage } from '#domain/error.ts'

import type { Answer, Calls, Request } from './worker-client.ts'

/** The worker's side of `WorkerClient`: answers calls until the thread is ended. */
export function answerCalls(calls: Calls): void {
  const functions = new Map<string, (input: never) => unknown>(Object.entries(calls))
  parentPort?.on('message', ({ id, name, input }: Request) => {
    const answer = run(id, () => functions.get(name)?.(input as never))
    parentPort?.postMessage(answer, [])
  })
}

function run(id: number, call: () => unknown): Answer {
  try {
    return { id, output: call() }
  } catch (error) {
    const message = toMessage(error)
    if (!(error instanceof NguonError)) return { id, message }
    return { id, message, code: error.code, retry: error.retry }
  }
}
