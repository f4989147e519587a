import { expect, test } from 'vitest'

import { Platform } from './ingest-platform.ts'

/** No engine holds it, for a count of nanoseconds ends in the year 2262. */
const IN_2264 = Date.UTC(2264, 0, 1)

test('a reading that the store refused is refused again when it is sent again, not taken for stored', async () => {
  await using platform = await Platform.open()
  for (let times = 1; times <= 3; times += 1) {
    await platform.publish({ time: IN_2264, ph: 7 }, { receivedAt: IN_2264 })
    await platform.drained()
  }
  expect(await platform.metric('duplicates_total')).toBe(0)
  const rejections = await platform.registry.rejections.list({ limit: 9 })
  expect(rejections).toMatchObject([{ code: 'store-refused', channel: 'ph', count: 3 }])
})
