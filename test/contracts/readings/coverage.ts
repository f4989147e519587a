import { expect, test } from 'vitest'

import { MINUTE, SECOND } from '#domain/time.ts'

import { BAD, MIDNIGHT, minutes, type OpenEngine, readingOf, top } from './fixture.ts'

export function coverages(openEngine: OpenEngine): void {
  test('slots without a reading make gaps, the longest first', async () => {
    await using engine = await openEngine()
    const missing = new Set([3, 7, 8])
    await engine.writer.write(minutes(top, 10).filter((_, i) => !missing.has(i)))
    const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + 10 * MINUTE + 1 }
    expect(await engine.reader.coverage({ ...span, expectedEvery: MINUTE })).toEqual({
      expectedCount: 10,
      receivedCount: 7,
      readingCount: 7,
      gaps: [
        { from: MIDNIGHT + 7 * MINUTE, until: MIDNIGHT + 9 * MINUTE },
        { from: MIDNIGHT + 3 * MINUTE, until: MIDNIGHT + 4 * MINUTE },
      ],
    })
  })

  test('readings of any quality fill their slot, and two in a slot are two readings', async () => {
    await using engine = await openEngine()
    const bad = { ...readingOf(top, MIDNIGHT, -127), quality: BAD }
    await engine.writer.write([bad, readingOf(top, MIDNIGHT + SECOND, 20)])
    const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + 2 * MINUTE }
    expect(await engine.reader.coverage({ ...span, expectedEvery: MINUTE })).toEqual({
      expectedCount: 2,
      receivedCount: 1,
      readingCount: 2,
      gaps: [{ from: MIDNIGHT + MINUTE, until: MIDNIGHT + 2 * MINUTE }],
    })
  })
}
