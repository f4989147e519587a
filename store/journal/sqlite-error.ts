import { NguonError, toMessage } from '#domain/error.ts'

// Primary result codes, https://sqlite.org/rescode.html
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_CONSTRAINT = 19
const SQLITE_NOTADB = 26

/** A failure of SQLite in the words of the journal's contract; any other error is ours and comes back as it is. */
export function toJournalError(error: unknown, path: string): unknown {
  const code = sqliteCode(error)
  if (code === undefined) return error
  const because = { cause: error, retry: true }
  switch (code) {
    case SQLITE_FULL:
      return new NguonError('JOURNAL_DISK', `the disk of ${path} is full: free some space`, because)
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return new NguonError(
        'JOURNAL_CORRUPT',
        `${path} is damaged (${toMessage(error)}): stop Nguồn and restore it from a backup`,
        { cause: error },
      )
    case SQLITE_CONSTRAINT:
      return new NguonError(
        'JOURNAL_SHARED',
        `another process appends to ${path}: run one gateway per journal and restart this one`,
        { cause: error },
      )
    default:
      return new NguonError('JOURNAL_IO', `cannot use ${path}: ${toMessage(error)}`, because)
  }
}

/** SQLite's primary result code; `undefined` when the error does not come from SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}
