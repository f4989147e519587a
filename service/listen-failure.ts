import { toMessage } from '#domain/error.ts'

import { readVariables } from './configuration.ts'

/** What a failed `listen` says of itself; Node puts it on the error. */
interface ListenError extends Error {
  readonly code: string
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
}

/** The message of any error; of a listener that could not open also the variables that a person can change. */
export function toStartMessage(error: unknown): string {
  const failure = findListenError(error)
  const hints = failure === undefined ? [] : toHints(failure)
  return [toMessage(error), ...hints].join('\n')
}

function findListenError(error: unknown): ListenError | undefined {
  if (!(error instanceof Error)) return undefined
  if (isListenError(error)) return error
  return findListenError(error.cause)
}

function isListenError(error: Error): error is ListenError {
  return 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'getaddrinfo')
}

function toHints({ code, port, address, hostname }: ListenError): string[] {
  const isPort = code === 'EADDRINUSE' || code === 'EACCES'
  const received = isPort ? port : (hostname ?? address)
  const accepted = isPort
    ? 'accepted is a port that no other program uses and that this user may open'
    : 'accepted is an address of this machine'
  return Object.entries(readVariables(process.env))
    .filter(([name, value]) => name.endsWith(isPort ? '_PORT' : '_HOST') && value === received)
    .map(([name, value]) => `${name} is '${value}'; ${accepted}.`)
}
