import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { compareWithModel } from './readings/compare.ts'
import { coverages } from './readings/coverage.ts'
import type { OpenEngine } from './readings/fixture.ts'
import { readingsProgram } from './readings/program.ts'
import { qualities } from './readings/qualities.ts'
import { ranges } from './readings/range.ts'
import { rollUps, windowGrids, windows } from './readings/window.ts'
import { identity, writeAndReadBack } from './readings/write.ts'

export interface ReadingsContractOptions {
  /** Random programs to run; a server behind a socket takes fewer than a file. */
  readonly randomRuns?: number
}

/** What every readings engine passes. `openEngine` gives an empty store each time. */
export function readingsContract(
  name: string,
  openEngine: OpenEngine,
  { randomRuns = 25 }: ReadingsContractOptions = {},
): void {
  const reads = { ranges, windows, windowGrids, rollUps, coverages, qualities }
  const areas = { writeAndReadBack, identity, ...reads }
  for (const [area, addTests] of Object.entries(areas)) {
    describe(`readings in ${name}: ${area}`, () => {
      addTests(openEngine)
    })
  }

  test(`readings in ${name}: random writes, overwrites, late readings and maintenance agree with the model`, async () => {
    // A failure prints the seed and the smallest program that fails.
    const property = fc.asyncProperty(readingsProgram, async (program) => {
      await using engine = await openEngine()
      const { actual, expected } = await compareWithModel(engine, program)
      expect(actual).toEqual(expected)
    })
    await fc.assert(property, { numRuns: randomRuns })
  }, 120_000)
}
