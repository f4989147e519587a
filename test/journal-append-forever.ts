// Appends batches of seven until it is killed, or as many as are asked for, and prints the sequence of each that was acknowledged.
import { writeSync } from 'node:fs'

import { openSqliteJournal } from '#store/journal/sqlite.ts'

import { message } from './journal-message.ts'

const journal = await openSqliteJournal({ path: process.argv[2] ?? '' })
const batchesMax = Number(process.argv[3] ?? Infinity)
for (let count = 0; count < batchesMax; count++) {
  const last = await journal.append([1, 2, 3, 4, 5, 6, 7].map((number) => message(number)))
  writeSync(1, `${last}\n`)
}
