import { expect, test } from 'vitest'

import type { Journal } from '#store/journal/contract.ts'

import { RECEIVED_AT, understand, entryOf } from './ingest-fixture.ts'
import { Platform } from './ingest-platform.ts'

const tens = (first: number) => Array.from({ length: 10 }, (_, i) => ({ co2: first + i }))
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

test('arrays without times that arrive within milliseconds lose nothing, also when the last one is read again', async () => {
  let isReplay = false
  const journal = (real: Journal) => forward(real, () => isReplay)
  await using platform = await Platform.open({ journal })
  await platform.publish(tens(0), { receivedAt: RECEIVED_AT })
  await platform.publish(tens(10), { receivedAt: RECEIVED_AT + 2 })
  await platform.drained()
  expect(await platform.valuesOf('co2')).toEqual(upTo(20))
  await platform.stop()
  isReplay = true
  platform.start()
  await platform.publish(tens(20), { receivedAt: RECEIVED_AT + 3 })
  await platform.drained()
  expect(await platform.valuesOf('co2')).toEqual(upTo(30))
})

test('what is more than a minute behind stays at its arrival, as after a clock was set back', () => {
  const payload = JSON.stringify(tens(0))
  const hourBefore = RECEIVED_AT - 3_600_000
  const { values } = understand(
    entryOf(payload, { sequence: 1 }),
    entryOf(payload, { sequence: 2, receivedAt: hourBefore }),
    entryOf(payload, { sequence: 3, receivedAt: hourBefore + 1 }),
    entryOf(payload, { sequence: 4, device: 'vat-2', topic: 'nguon/v1/vat-2/readings' }),
  )
  const ends = [9, 19, 29, 39].map((index) => values[index]?.measuredAt)
  expect(ends).toEqual([RECEIVED_AT, hourBefore, hourBefore + 10, RECEIVED_AT])
})

/** While `isReplay`, a journal whose cursor is one entry behind, as after a crash. */
function forward(journal: Journal, isReplay: () => boolean): Journal {
  return {
    append: (entries) => journal.append(entries),
    read: (after, max) => journal.read(after, max),
    advance: (consumer, sequence) => journal.advance(consumer, sequence),
    trim: (now) => journal.trim(now),
    online: () => journal.online(),
    readSealed: (place) => journal.readSealed(place),
    status: async () => {
      const status = await journal.status()
      return isReplay() ? { ...status, cursors: new Map([['ingest', 1]]) } : status
    },
    [Symbol.asyncDispose]: () => journal[Symbol.asyncDispose](),
  }
}
