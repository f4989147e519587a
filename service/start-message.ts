import { inspect } from 'node:util'

import { NguonError } from '#domain/error.ts'

import { readVariables } from './configuration.ts'

/** What a failed `listen` says of itself; Node puts it on the error. */
interface ListenError extends Error {
  readonly code: string
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
}

/**
 * Why a start failed: of the world's errors the message, of a listener that could not open also the variables that a
 * person can change, of our own mistakes everything.
 */
export function toStartMessage(error: unknown): string {
  const failure = findListenError(error)
  const hints = failure === undefined ? [] : toHints(failure)
  return [describe(error), ...hints].join('\n')
}

function describe(error: unknown): string {
  const isOfTheWorld = error instanceof NguonError || (error instanceof Error && 'syscall' in error)
  return isOfTheWorld ? error.message : inspect(error)
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
    .map(([name]) => `${name} is '${String(received)}'; ${accepted}.`)
}
