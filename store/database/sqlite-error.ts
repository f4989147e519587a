import { NguonError, toMessage } from '#domain/error.ts'

/** Primary result codes, https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6
const SQLITE_IOERR = 10
const SQLITE_FULL = 13
/** Extended result code. */
const SQLITE_CONSTRAINT_FOREIGNKEY = 787

/** The world's errors get our codes; a wrong statement stays what it is and crashes. */
export function toRegistryError(error: unknown): unknown {
  const code = readResultCode(error)
  if (code === SQLITE_CONSTRAINT_FOREIGNKEY) {
    return new NguonError('REGISTRY_NOT_FOUND', 'what this refers to does not exist', {
      cause: error,
    })
  }
  const primary = code & 0xff
  if (primary === SQLITE_BUSY || primary === SQLITE_LOCKED) {
    return new NguonError('REGISTRY_BUSY', 'the registry is busy; try again', {
      retry: true,
      cause: error,
    })
  }
  if (primary === SQLITE_IOERR || primary === SQLITE_FULL) {
    const message = `the registry cannot be written (${toMessage(error)}); free some disk space`
    return new NguonError('REGISTRY_DISK', message, { retry: true, cause: error })
  }
  return error
}

function readResultCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : 0
}
