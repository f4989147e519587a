import { expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import { MIDNIGHT, minutes, type OpenEngine, readAll, settle, top } from './fixture.ts'

export function ranges(openEngine: OpenEngine): void {
  test('from is inclusive and until exclusive', async () => {
    await using engine = await openEngine()
    await engine.writer.write(minutes(top, 10))
    const span = { from: MIDNIGHT + 2 * MINUTE, until: MIDNIGHT + 5 * MINUTE }
    const stored = await engine.reader.range({ channel: top, ...span, limit: 100 })
    expect(stored.map((s) => s.value)).toEqual([20.02, 20.03, 20.04])
  })

  test('newest first is the same list backwards, and the limit cuts from that end', async () => {
    await using engine = await openEngine()
    await engine.writer.write(minutes(top, 10))
    await settle(engine.writer, MIDNIGHT + DAY)
    await engine.writer.write(minutes(top, 3, MIDNIGHT + HOUR))
    const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + DAY }
    const all = await engine.reader.range({ ...span, limit: 100 })
    const newest = await engine.reader.range({ ...span, limit: 5, order: 'newest' })
    expect(newest).toEqual(all.toReversed().slice(0, 5))
  })

  test('pages put together are the whole', async () => {
    await using engine = await openEngine()
    await engine.writer.write(minutes(top, 50))
    await settle(engine.writer, MIDNIGHT + DAY)
    await engine.writer.write(minutes(top, 50, MIDNIGHT + 30 * MINUTE + 1))
    const pages = []
    let from = MIDNIGHT
    for (let page = 0; page < 100; page += 1) {
      const query = { channel: top, from, until: MIDNIGHT + DAY, limit: 7 }
      const stored = await engine.reader.range(query)
      pages.push(...stored)
      if (stored.length < 7) break
      from = (stored.at(-1)?.measuredAt ?? 0) + 1
    }
    expect(pages).toEqual(await readAll(engine.reader, top))
    expect(pages).toHaveLength(100)
  })
}
