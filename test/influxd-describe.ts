import { existsSync } from 'node:fs'

import { describe } from 'vitest'

import { INFLUXD } from './influxd.ts'

const isLeftOut = !existsSync(INFLUXD) && process.env['CI'] !== 'true'
const why = isLeftOut ? ` (left out: ${INFLUXD} is not installed)` : ''

/** Tests that need influxd. Without it they are listed as left out, by name and count; in CI they fail. */
export function describeWithInfluxd(name: string, addTests: () => void): void {
  describe.skipIf(isLeftOut)(`${name}${why}`, () => {
    addTests()
  })
}
