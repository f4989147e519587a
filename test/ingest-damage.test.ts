import { join } from 'node:path'

import { expect, test } from 'vitest'

import { entryOf } from './ingest-fixture.ts'
import { Platform } from './ingest-platform.ts'
import { damageBatch } from './journal-damage.ts'

const AT = Date.now() - 60_000

test('entries that are damaged on disk are given up, which is logged, counted and shown; all others are stored', async () => {
  await using platform = await Platform.open()
  await platform.stop()
  for (let number = 0; number < 5; number++) {
    const payloads = [0, 1].map((offset) =>
      JSON.stringify({ time: AT + 2 * number + offset, ph: number }),
    )
    await platform.journal.append(payloads.map((payload) => entryOf(payload, { receivedAt: AT })))
  }
  const path = join(platform.folder, 'journal.db')
  for (const firstSequence of [3, 9]) damageBatch(path, firstSequence)
  platform.start()
  await platform.drained()
  expect(await platform.valuesOf('ph')).toEqual([0, 0, 2, 2, 3, 3])
  const given = platform.logLines.filter(
    ({ msg }) => msg === 'damaged journal entries are given up',
  )
  expect(given).toMatchObject([
    { level: 50, firstSequence: 3, lastSequence: 4, count: 2 },
    { level: 50, firstSequence: 9, lastSequence: 10, count: 2 },
  ])
  expect(await platform.metric('damaged_total')).toBe(4)
  expect(await platform.health()).toMatchObject({ ok: true, detail: { damagedCount: 4 } })
  await platform.publish({ time: AT + 100, ph: 7 })
  await platform.drained()
  expect(await platform.valuesOf('ph')).toEqual([0, 0, 2, 2, 3, 3, 7])
  // Also what it is done with may be damaged, now or since.
  await platform.stop()
  damageBatch(path, 5)
  platform.start()
  await platform.publish({ time: AT + 101, ph: 8 })
  await platform.drained()
  expect(await platform.valuesOf('ph')).toEqual([0, 0, 2, 2, 3, 3, 7, 8])
})
