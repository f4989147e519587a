import { DatabaseSync } from 'node:sqlite'

import { expect, test } from 'vitest'

import { DAY } from '#domain/time.ts'

import { MIDNIGHT, minutes, readAll, settle, top } from './contracts/readings/fixture.ts'
import { openStore } from './readings-sqlite-store.ts'

test('a maintenance worker that died is replaced, and sealing goes on', async () => {
  await using store = await openStore()
  await store.writer.write(minutes(top, 10))
  using file = new DatabaseSync(store.path)
  // The worker starts with the first step, and dies of what is missing.
  file.exec('ALTER TABLE chunk RENAME TO elsewhere')
  await expect(settle(store.writer, MIDNIGHT + DAY)).rejects.toThrow('no such table: chunk')
  file.exec('ALTER TABLE elsewhere RENAME TO chunk')
  await settle(store.writer, MIDNIGHT + DAY)
  expect(file.prepare('SELECT count FROM day').get()).toEqual({ count: 10 })
  expect(await readAll(store.reader, top)).toHaveLength(10)
})
