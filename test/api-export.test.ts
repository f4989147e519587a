import { once } from 'node:events'
import { request } from 'node:http'

import { describe, expect, test } from 'vitest'

import { SECOND } from '#domain/time.ts'
import type { RangeQuery, ReadingsReader } from '#store/readings/contract.ts'

import { ADMIN_TOKEN, openApi } from './api-fixture.ts'
import { openVat, replaceRange, SPAN, START, watchRange } from './api-vat.ts'

describe('CSV and NDJSON', () => {
  test('the whole span comes as CSV, with the unit in the header', async () => {
    await using api = await openVat()
    const target = `/api/v1/readings?device=vat-01&channel=temperature/top&${SPAN}`
    const response = await api.ask(target, { headers: { accept: 'text/csv' } })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = (await response.text()).split('\r\n')
    expect(lines.slice(0, 2)).toEqual([
      'device,channel,unit,measuredAt,value [Cel],status,timeQuality,late,derived',
      'vat-01,temperature/top,Cel,2026-10-01T00:00:00+07:00,0,good,device-utc,false,false',
    ])
    expect([lines.length, lines.at(-1)]).toEqual([252, ''])
  })

  test('NDJSON holds the rows that JSON holds', async () => {
    await using api = await openVat()
    for (const extra of ['', '&window=1h', '&limit=7']) {
      const target = `/api/v1/readings?device=vat-01&${SPAN}${extra}`
      const { body } = await api.get(target)
      const text = await (await api.ask(`${target}&format=ndjson`)).text()
      const rows = text.trimEnd().split('\n')
      expect(rows.map((row): unknown => JSON.parse(row))).toEqual(body.items)
    }
  })

  test('windows are streamed beyond what one JSON answer holds, across a change of clocks too', async () => {
    await using api = await openVat()
    const zone = 'timezone=Europe/Berlin&from=2026-10-24&until=2026-10-27'
    // 4 s fit into the hour that comes twice; where 7 s do not, the same time of day is one window.
    for (const [window, hours] of [
      [4, 73],
      [7, 72],
    ] as const) {
      const target = `/api/v1/readings?device=vat-01&channel=salinity&${zone}&window=${window}s`
      const { status, body } = await api.get(target)
      expect([status, body['code']]).toEqual(
        window === 4 ? [400, 'TOO_MANY_WINDOWS'] : [200, undefined],
      )
      const text = await (await api.ask(`${target}&format=ndjson`)).text()
      const rows = text
        .trimEnd()
        .split('\n')
        .map((row): { start: string } => JSON.parse(row))
      const starts = rows.map(({ start }) => Date.parse(start))
      expect(Math.abs(rows.length - (hours * 3_600) / window)).toBeLessThan(2)
      expect(starts.every((at, i) => i === 0 || at > (starts[i - 1] ?? 0))).toBe(true)
    }
  })

  test('nothing to tell is a CSV with a header and no rows', async () => {
    await using api = await openVat()
    const target =
      '/api/v1/readings?device=vat-01&channel=salinity&from=2020-01-01&until=2020-01-02'
    expect(await (await api.ask(`${target}&format=csv`)).text()).toMatch(/^device,.*\r\n$/)
    expect(await (await api.ask(`${target}&format=ndjson`)).text()).toBe('')
  })

  test('a long range is read from the store only as fast as the client reads, and no more when it is gone', async () => {
    const calls: RangeQuery[] = []
    await using api = await openApi(({ readings }) => ({ readings: watchRange(readings, calls) }))
    const [channel] = await api.enrol('vat-01', ['temperature'])
    if (channel === undefined) throw new Error('no channel')
    const count = 400_000
    await api.write(
      channel,
      START,
      SECOND,
      Array.from({ length: count }, (_, index) => index % 50),
    )
    const target = '/api/v1/readings?device=vat-01&from=2026-10-01&until=2027-01-01&format=csv'

    const client = request(new URL(target, api.url), {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    })
    client.end()
    const [response] = await once(client, 'response')
    await once(response, 'readable')
    await settle(calls)
    const whileWaiting = calls.length
    expect(whileWaiting).toBeLessThan(count / 10_000)
    client.destroy()
    await settle(calls)
    expect(calls.length - whileWaiting).toBeLessThanOrEqual(1)

    const lines = (await (await api.ask(target)).text()).split('\r\n')
    expect(lines.length).toBe(count + 2)
  }, 120_000)

  /** Asks for 12,000 rows of a store that fails after so many calls. */
  const askFailing = async (failsAfter: number) => {
    await using api = await openApi(({ readings }) => ({
      readings: failRange(readings, failsAfter),
    }))
    const [channel] = await api.enrol('vat-01', ['temperature'])
    if (channel === undefined) throw new Error('no channel')
    await api.write(
      channel,
      START,
      SECOND,
      Array.from({ length: 12_000 }, () => 1),
    )
    const response = await api.ask(`/api/v1/readings?device=vat-01&${SPAN}&format=ndjson`)
    return { response, body: await response.text() }
  }

  test('a store that fails before the first row is a problem document without our insides', async () => {
    const { response, body } = await askFailing(0)
    expect(response.status).toBe(500)
    expect(response.headers.get('content-type')).toMatch('application/problem+json')
    expect(body).not.toContain('secret path')
  })

  test('a store that fails later cuts the connection, so that half is not taken for whole', async () => {
    await expect(askFailing(1)).rejects.toThrow('terminated')
  })
})

test('closing does not wait for ever for a client that does not read', async () => {
  const endless: ReadingsReader['range'] = async ({ from, limit }) =>
    Array.from({ length: limit }, (_, index) => {
      return { measuredAt: from + index, value: index, quality: 192 }
    })
  await using api = await openApi(({ readings }) => ({ readings: replaceRange(readings, endless) }))
  await api.enrol('vat-01', ['temperature'])
  const response = await api.ask(`/api/v1/readings?device=vat-01&${SPAN}&format=csv`)
  await api[Symbol.asyncDispose]()
  await expect(response.text()).rejects.toThrow('terminated')
})

/** Waits until nothing new has been asked for a while. */
async function settle(calls: readonly unknown[]): Promise<void> {
  let before = -1
  while (before !== calls.length) {
    before = calls.length
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

function failRange(readings: ReadingsReader, failsAfter: number): ReadingsReader {
  let count = 0
  return replaceRange(readings, (query) => {
    count += 1
    if (count > failsAfter) throw new Error('secret path /var/lib/nguon cannot be read')
    return readings.range(query)
  })
}
