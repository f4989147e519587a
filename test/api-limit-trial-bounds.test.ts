import { expect, test } from 'vitest'

import { selectWatched } from '#api/trial-channels.ts'
import { toTrialView } from '#api/trial-view.ts'
import { runTrial } from '#api/trial.ts'
import { DAY } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'

import { LIMIT, openVats, SPAN, START, TRY } from './api-limit-trial.ts'
import { VAT_HOT } from './vat-hot.ts'

test('one trial too many is told to come again, and is let in when another is done', async () => {
  const gate = Promise.withResolvers<void>()
  await using api = await openVats(['a'], ({ readings }) => ({
    readings: {
      ...bind(readings),
      window: async (query) => {
        await gate.promise
        return await readings.window(query)
      },
    },
  }))
  const attempt = () => api.send('POST', TRY, { ...LIMIT, ...SPAN })
  const first = [attempt(), attempt(), attempt()]
  const refused = await Promise.race(first)
  expect([refused.status, refused.body['code']]).toEqual([503, 'TRIALS_BUSY'])
  expect(refused.headers.get('retry-after')).toBe('5')
  gate.resolve()
  const statuses = (await Promise.all(first)).map(({ status }) => status)
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 503])
  expect((await attempt()).status).toBe(200)
})

test('what is not reached in time is left out, and what is done stays', async () => {
  await using api = await openVats(['a', 'b', 'c'])
  const limit = { ...VAT_HOT, id: 'tried' }
  const span = { from: START, until: START + 2 * DAY }
  const channels = await selectWatched(api.registry, [limit], { span })
  const late = new AbortController()
  const slow: Pick<ReadingsReader, 'range' | 'window'> = {
    range: (query) => api.readings.range(query),
    window: (query) => {
      if (query.channel.device === 'box-b') late.abort()
      return api.readings.window(query)
    },
  }
  const done = await runTrial(slow, { limit, inForce: null, channels, signal: late.signal })
  expect(done.map(({ watched }) => watched.place)).toEqual(['vat-a'])
  const frame = { ...span, zone: 'UTC', channelCount: channels.length, inForceVersion: null }
  expect(toTrialView(done, frame)).toMatchObject({ channelCount: 3, channelsLeftOut: 2 })
})

/** The methods of a reader, to put others in their place. */
function bind(readings: ReadingsReader): ReadingsReader {
  return {
    latest: (channels) => readings.latest(channels),
    range: (query) => readings.range(query),
    window: (query) => readings.window(query),
    coverage: (query) => readings.coverage(query),
    qualities: (query) => readings.qualities(query),
    series: () => readings.series(),
    [Symbol.asyncDispose]: () => readings[Symbol.asyncDispose](),
  }
}
