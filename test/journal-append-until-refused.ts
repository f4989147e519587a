// Appends until the journal refuses; prints how many entries it took and the code of the refusal.
import { openSqliteJournal } from '#store/journal/sqlite.ts'

import { message } from './journal-message.ts'

const journal = await openSqliteJournal({ path: process.argv[2] ?? '' })
const entry = message(1, { payload: Buffer.alloc(10_000, 1) })
let count = 0
let code = ''
while (code === '') {
  try {
    count = await journal.append([entry])
  } catch (error) {
    code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
console.log(JSON.stringify({ count, code }))
