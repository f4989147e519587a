import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, test, vi } from 'vitest'

import { alarmEventRowShape } from '#api/alarm-row-shape.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import { idsOf, listen, upTo, write } from './alarm-stream-fixture.ts'
import { openAlarmedVats } from './api-alarmed-vats.ts'
import { ADMIN_TOKEN } from './api-fixture.ts'
import type { ServerSentEvent } from './server-sent-events.ts'

describe('the stream of alarms', () => {
  test('tells of what another process writes, with the alarm as it is now', async () => {
    await using api = await openAlarmedVats(2)
    await using stream = await listen(api)
    expect(stream.response.headers['content-type']).toBe('text/event-stream')
    expect(stream.response.headers['cache-control']).toBe('no-store')
    await write(api, 1)
    const events = await stream.take(3)
    const rows = events.map(({ data }) => alarmEventRowShape.parse(JSON.parse(data)))
    expect(rows.map(({ id, kind, priority }) => [id, kind, priority])).toEqual([
      [1, 'pended', null],
      [2, 'raised', 'high'],
      [3, 'clearing', 'high'],
    ])
    expect(rows[0]?.now).toMatchObject({ phase: 'clearing', about: { name: { en: 'Vat hot' } } })
    const { body } = await api.get('/api/v1/alarm-events')
    expect(body.items).toEqual(events.map(({ data }) => JSON.parse(data)))
  })

  test('goes on where a client was, and tells all from the beginning when it is asked to', async () => {
    await using api = await openAlarmedVats(2)
    const newest = await write(api, 400)
    await using all = await listen(api, 'after=0')
    expect(idsOf(await all.take(newest))).toEqual(upTo(newest))
    await using rest = await listen(api, 'after=0', String(newest - 2))
    expect(idsOf(await rest.take(2))).toEqual([newest - 1, newest])
    await using fresh = await listen(api)
    await vi.waitFor(() => expect(fresh.lastId()).toBe(String(newest)))
    const later = await write(api, 1)
    expect(idsOf(await fresh.take(later - newest))).toEqual(upTo(later, newest + 1))
  })

  test(
    'leaves nothing out and tells nothing twice, whenever a client comes',
    { timeout: MINUTE },
    async () => {
      await using api = await openAlarmedVats(2)
      await write(api, 200)
      const written = write(api, 300, 10)
      await using streams = new AsyncDisposableStack()
      const clients = []
      for (let count = 0; count < 30; count++) {
        await delay(100)
        clients.push(streams.use(await listen(api, `after=${count * 10}`)))
      }
      const newest = await written
      for (const [count, client] of clients.entries()) {
        const events = await client.take(newest - count * 10)
        expect(idsOf(events)).toEqual(upTo(newest, count * 10 + 1))
      }
      await delay(1_500)
      await expect(clients[0]?.take(1, 1)).rejects.toThrow('0 of 1')
    },
  )

  test('one reader asks for all clients, once a second, and none when nobody listens', async () => {
    let asked = 0
    await using api = await openAlarmedVats(2, ({ registry }) => {
      const history: typeof registry.alarms.history = (query) => {
        asked++
        return registry.alarms.history(query)
      }
      return { registry: { ...registry, alarms: { ...registry.alarms, history } } }
    })
    const clients = await Promise.all(Array.from({ length: 50 }, () => listen(api)))
    await delay(500)
    asked = 0
    await delay(3_000)
    expect(asked).toBeGreaterThanOrEqual(2)
    expect(asked).toBeLessThanOrEqual(3)
    for (const client of clients) await client[Symbol.asyncDispose]()
    await delay(200)
    asked = 0
    await delay(1_500)
    expect(asked).toBe(0)
  })

  test('keeps to the site, place and priority that are asked for', async () => {
    await using api = await openAlarmedVats(2)
    await using high = await listen(api, 'priority=high')
    await using urgent = await listen(api, 'priority=urgent')
    await using other = await listen(api, 'site=other&timezone=UTC')
    await using nowhere = await listen(api, 'place=')
    const now = Date.now()
    await api.see(0, 1, now)
    await api.pass(now + HOUR)
    await api.see(0, 2, now + HOUR)
    await api.see(1, 2, now)
    await api.see(1, 0, now + MINUTE)
    await api.pass(now + HOUR)
    const parse = ({ data }: ServerSentEvent) => alarmEventRowShape.parse(JSON.parse(data))
    const told = (await other.take(4)).map(parse)
    expect(told.map(({ kind }) => kind)).toEqual(['pended', 'raised', 'clearing', 'cleared'])
    expect(told[0]?.at).toMatch(/\+00:00$/)
    // What is pending and what is over has no priority: it might have been high. Medium is not told.
    const kinds = (await high.take(6)).map(parse).map(({ alarm, kind }) => `${alarm} ${kind}`)
    expect(kinds).toEqual([
      '1 pended',
      '1 worsened',
      '2 pended',
      '2 raised',
      '2 clearing',
      '2 cleared',
    ])
    for (const client of [urgent, nowhere]) {
      await expect(client.take(1, 1)).rejects.toThrow('0 of 1')
    }
    expect((await api.get('/api/v1/alarms/stream?site=nobody')).status).toBe(404)
    expect((await api.get('/api/v1/alarms/stream?priority=hot')).status).toBe(400)
    const wrong = await api.ask('/api/v1/alarms/stream', { headers: { 'last-event-id': 'x' } })
    expect(wrong.status).toBe(400)
  })

  test('is what curl shows', async () => {
    await using api = await openAlarmedVats(2)
    const target = new URL('/api/v1/alarms/stream', api.url).href
    const curl = spawn('curl', ['-sN', '-H', `Authorization: Bearer ${ADMIN_TOKEN}`, target])
    let shown = ''
    curl.stdout.on('data', (bytes: Buffer) => (shown += bytes.toString()))
    await vi.waitFor(() => expect(shown).toContain('id: 0\n\n'), { timeout: 5_000 })
    await write(api, 1)
    await vi.waitFor(() => expect(shown).toContain('"kind":"raised"'), { timeout: 5_000 })
    curl.kill()
    await once(curl, 'close')
  })
})
