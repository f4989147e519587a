import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { describe, expect, test, vi } from 'vitest'

import { FEED_LIMITS } from '#api/alarm-feed.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import { idsOf, listen, upTo, write } from './alarm-stream-fixture.ts'
import { openAlarmedVats, type AlarmedVats } from './api-alarmed-vats.ts'
import { ADMIN_TOKEN } from './api-fixture.ts'

describe('the stream of alarms', () => {
  test('says where it is when nothing happens, and begins anew behind a log that was lost', async () => {
    const streamLimits = { ...FEED_LIMITS, heartbeatEvery: 100 }
    await using api = await openAlarmedVats(2, () => ({ streamLimits }))
    const newest = await write(api, 2)
    await using stream = await listen(api, '', '99999')
    await vi.waitFor(() => expect(stream.text()).toContain(`\n\n:\nid: ${newest}\n\n`))
    expect(stream.text()).toMatch(/^retry: \d+\nid: /)
    await expect(stream.take(1, 1)).rejects.toThrow('0 of 1')
  })

  test('takes so many clients and no more; one that goes makes room', async () => {
    const streamLimits = { ...FEED_LIMITS, listenersMax: 2 }
    await using api = await openAlarmedVats(2, () => ({ streamLimits }))
    await using first = await listen(api)
    const second = await listen(api)
    const third = await api.get('/api/v1/alarms/stream')
    expect([third.status, third.body['code']]).toEqual([503, 'TOO_MANY_STREAMS'])
    expect(await (await api.ask('/metrics')).text()).toContain('nguon_api_alarm_streams 2')
    await second[Symbol.asyncDispose]()
    await vi.waitFor(async () => expect((await listen(api)).response.statusCode).toBe(200))
    expect(first.response.statusCode).toBe(200)
  })

  test(
    'a client that does not read is cut, and the others hear on',
    { timeout: MINUTE },
    async () => {
      const streamLimits = { ...FEED_LIMITS, stallMax: 2_000, heartbeatEvery: 100 }
      await using api = await openAlarmedVats(2, () => ({ streamLimits }))
      const deaf = openDeafSocket(api)
      await once(deaf, 'readable')
      await using stream = await listen(api)
      const isOneLeft = async () =>
        (await (await api.ask('/metrics')).text()).includes('nguon_api_alarm_streams 1')
      // What the kernel holds between the two must be full first.
      for (let heard = 0; !(await isOneLeft());) {
        const newest = await writeMany(api, 1_000)
        const events = await stream.take(newest - heard, 20_000)
        expect(idsOf(events)).toEqual(upTo(newest, heard + 1))
        heard = newest
      }
      deaf.on('error', () => {})
      deaf.resume()
      await once(deaf, 'close')
    },
  )

  test('a client that falls behind a burst reads the log again and misses nothing', async () => {
    const streamLimits = { ...FEED_LIMITS, waitingMax: 5_000 }
    await using api = await openAlarmedVats(2, () => ({ streamLimits }))
    await using stream = await listen(api)
    for (let heard = 0; heard < 3_000;) {
      const newest = await writeMany(api, 400)
      expect(idsOf(await stream.take(newest - heard))).toEqual(upTo(newest, heard + 1))
      heard = newest
    }
  })

  test('ends at once when the API closes', async () => {
    const api = await openAlarmedVats(2)
    const streams = await Promise.all([listen(api), listen(api), listen(api)])
    const startedAt = performance.now()
    await api[Symbol.asyncDispose]()
    await Promise.all(streams.map(({ ended }) => ended))
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

/** It asks for the stream, and then reads nothing. */
function openDeafSocket(api: AlarmedVats): Socket {
  const { hostname, port } = new URL(api.url)
  const socket = connect(Number(port), hostname)
  const lines = ['GET /api/v1/alarms/stream HTTP/1.1', 'Host: nguon']
  socket.write(`${lines.join('\r\n')}\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\n\r\n`)
  return socket.pause()
}

/** What comes of so many observations in one transaction. */
async function writeMany(api: AlarmedVats, count: number): Promise<number> {
  const [channel] = api.channels
  if (channel === undefined) throw new Error('no channel')
  const { alarms } = api.registry
  const [last] = await alarms.history({ limit: 1, newestFirst: true })
  const from = (last?.at ?? Date.now()) + 1
  const seen = { limit: api.limit, channel, place: 'vat-0', value: 51 }
  await alarms.observe(
    Array.from({ length: count }, (_, at) =>
      Object.assign({ at: from + at * HOUR, level: at % 2 === 0 ? 2 : 0 }, seen),
    ),
  )
  return await alarms.newestEvent()
}

test('who gives the stream the `next` of a page is told that it takes the id of an event', async () => {
  await using api = await openAlarmedVats(1)
  const { status, body } = await api.get('/api/v1/alarms/stream?after=NTAw')
  expect(status).toBe(400)
  expect(body['detail']).toContain('accepted is the id of an event, a whole number from 0')
})
