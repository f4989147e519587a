// Appends batches of seven until it is killed and prints the sequence of each that was acknowledged.
import { writeSync } from 'node:fs'

import { openSqliteJournal } from '#store/journal/sqlite.ts'

import { message } from './journal-message.ts'

const journal = await openSqliteJournal({ path: process.argv[2] ?? '' })
for (;;) {
  const last = await journal.append([1, 2, 3, 4, 5, 6, 7].map((number) => message(number)))
  writeSync(1, `${last}\n`)
}
