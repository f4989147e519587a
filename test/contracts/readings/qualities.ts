import { expect, test } from 'vitest'

import { DAY, MINUTE } from '#domain/time.ts'

import { BAD, GOOD, MIDNIGHT, minutes, type OpenEngine, settle, top } from './fixture.ts'

const LATE = GOOD + 4

export function qualities(openEngine: OpenEngine): void {
  test('readings are counted by quality, before and after they are sealed', async () => {
    await using engine = await openEngine()
    const written = minutes(top, 60).map(({ channel, measuredAt, value }, index) => {
      const quality = index < 10 ? LATE : index < 12 ? BAD : GOOD
      return { channel, measuredAt, value, quality }
    })
    await engine.writer.write(written)
    const query = { channel: top, from: MIDNIGHT + 5 * MINUTE, until: MIDNIGHT + 30 * MINUTE }
    const counts = [
      { quality: BAD, count: 2 },
      { quality: GOOD, count: 18 },
      { quality: LATE, count: 5 },
    ]
    expect(await engine.reader.qualities(query)).toEqual(counts)
    await settle(engine.writer, MIDNIGHT + 9 * DAY)
    expect(await engine.reader.qualities(query)).toEqual(counts)
    const nothing = { ...query, from: MIDNIGHT - DAY, until: MIDNIGHT }
    expect(await engine.reader.qualities(nothing)).toEqual([])
  })
}
