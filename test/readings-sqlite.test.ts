import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'

import { readingsContract } from './contracts/readings.ts'
import { compareWithModel } from './contracts/readings/compare.ts'
import { readingsProgram } from './contracts/readings/program.ts'
import { openStore } from './readings-sqlite-store.ts'

readingsContract('SQLite', () => openStore())

test('a store that is closed at any step and opened again agrees with the model, wherever its days begin', async () => {
  const offsets = fc.constantFrom(0, 7 * HOUR, 5 * HOUR + 30 * MINUTE)
  const property = fc.asyncProperty(readingsProgram, offsets, async (program, dayOffset) => {
    await using store = await openStore({ dayOffset })
    const { actual, expected } = await compareWithModel(store, program, store.reopen)
    expect(actual).toEqual(expected)
  })
  await fc.assert(property, { numRuns: 30 })
}, 120_000)
