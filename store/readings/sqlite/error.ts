import { NguonError, toMessage } from '#domain/error.ts'

/** Primary result codes, https://sqlite.org/rescode.html. */
const SQLITE = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
}

const CODES = new Map<number, { readonly code: string; readonly retry: boolean }>([
  [SQLITE.busy, { code: 'READINGS_BUSY', retry: true }],
  [SQLITE.locked, { code: 'READINGS_BUSY', retry: true }],
  [SQLITE.ioError, { code: 'READINGS_IO', retry: true }],
  [SQLITE.full, { code: 'READINGS_DISK', retry: true }],
  [SQLITE.readOnly, { code: 'READINGS_CONFIGURATION', retry: false }],
  [SQLITE.cantOpen, { code: 'READINGS_CONFIGURATION', retry: false }],
  [SQLITE.corrupt, { code: 'READINGS_CONFIGURATION', retry: false }],
  [SQLITE.notADatabase, { code: 'READINGS_CONFIGURATION', retry: false }],
])

/** The world's errors get a code and say whether to retry; ours (a wrong statement, a bug) stay what they are. */
export function toReadingsError(error: unknown, path: string): unknown {
  const known = CODES.get(resultCode(error) & 0xff)
  if (known === undefined) return error
  return new NguonError(known.code, `${path}: ${toMessage(error)}`, {
    retry: known.retry,
    cause: error,
  })
}

function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error)) return 0
  return typeof error.errcode === 'number' ? error.errcode : 0
}
