import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

import { describe, expect, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'

import { MIDNIGHT, minutes, readAll, readingOf, top } from './contracts/readings/fixture.ts'
import { createOptions, openEngine, useInfluxd } from './influx-engine.ts'
import { describeWithInfluxd } from './influxd-describe.ts'
import { startInfluxd } from './influxd.ts'

const one = [readingOf(top, MIDNIGHT, 1)]
const unavailable = { code: 'READINGS_UNAVAILABLE', retry: true }
const configuration = { code: 'READINGS_CONFIGURATION', retry: false }

describe('opening', () => {
  test('names a database that no InfluxDB would accept', () => {
    const options = createOptions({ url: 'http://127.0.0.1:1', database: 'a"; DROP' })
    expect(() => openEngine(options, async () => {})).toThrow(/NGUON_INFLUX_DATABASE is 'a"; DROP'/)
  })

  test('names an address that is none', () => {
    const options = createOptions({ url: 'influx.example' })
    expect(() => openEngine(options, async () => {})).toThrow(/NGUON_INFLUX_URL/)
  })

  test('works while nothing answers, and calls then ask to be repeated', async () => {
    await using engine = openEngine(createOptions({ url: 'http://127.0.0.1:1' }), async () => {})
    await expect(engine.writer.write(one)).rejects.toMatchObject(unavailable)
    await expect(engine.writer.maintain(MIDNIGHT)).rejects.toMatchObject(unavailable)
    await expect(engine.reader.latest([top])).rejects.toMatchObject(unavailable)
  })

  test('something else than InfluxDB is told apart at the first call', async () => {
    await using server = await listen((_, response) => response.end('hello'))
    await using engine = openEngine(createOptions({ url: server.url }), async () => {})
    await expect(engine.writer.write(one)).rejects.toMatchObject({
      ...configuration,
      message: expect.stringContaining('NGUON_INFLUX_VERSION') as string,
    })
  })
})

describe('closing', () => {
  test('ends a call that a silent server keeps waiting', async () => {
    await using server = await listen(() => {})
    const engine = openEngine(createOptions({ url: server.url }), async () => {})
    const write = engine.writer.write(one).catch((error: unknown) => error)
    await engine[Symbol.asyncDispose]()
    expect(await write).toMatchObject(unavailable)
  })
})

describeWithInfluxd('contact with InfluxDB', () => {
  const { getInfluxd, openStandIn, openV1 } = useInfluxd()

  test('1.x with users takes the right password and names the variables for a wrong one', async () => {
    const admin = { user: 'nguon', password: 'mật khẩu' }
    await using influxd = await startInfluxd({ admin })
    const options = createOptions({ url: influxd.url, ...admin })
    await using right = openEngine(options, async () => {})
    expect(await right.writer.write(one)).toEqual([])
    expect(await readAll(right.reader, top)).toHaveLength(1)
    await using wrong = openEngine({ ...options, password: 'wrong' }, async () => {})
    await expect(wrong.writer.write(one)).rejects.toThrow(/401.*NGUON_INFLUX_PASSWORD/)
    await expect(wrong.reader.latest([top])).rejects.toMatchObject(configuration)
  })

  test('over a network, requests are compressed and arrive as they were', async () => {
    // The same machine, by an address that does not say so.
    const url = getInfluxd().url.replace('127.0.0.1', '0.0.0.0')
    await using engine = openEngine(createOptions({ url }), async () => {})
    const readings = minutes(top, 200)
    expect(await engine.writer.write(readings)).toEqual([])
    expect(await readAll(engine.reader, top)).toHaveLength(readings.length)
  })

  test('1.x keeps each tier as long as configured, and a changed configuration changes it', async () => {
    await using engine = await openV1({ retention: { raw: 30 * DAY, hourly: 400 * DAY } })
    await engine.reader.latest([top])
    const ask = () => getInfluxd().run(`SHOW RETENTION POLICIES ON "${engine.options.database}"`)
    expect(await ask()).toMatch(/"raw","744h0m0s".*"hourly","9624h0m0s"/)
    const longer = { ...engine.options, retention: { raw: null, hourly: 1 } }
    await using later = openEngine(longer, async () => {})
    await later.reader.latest([top])
    expect(await ask()).toMatch(/"raw","0s".*"hourly","0s"/)
  })

  test.each(['2', '3'] as const)('%s.x refuses a wrong token', async (version) => {
    await using engine = await openStandIn(version, { with: { token: 'wrong' } })
    await expect(engine.writer.write(one)).rejects.toThrow(/401.*NGUON_INFLUX_TOKEN/)
    await expect(engine.reader.series()).rejects.toMatchObject(configuration)
  })

  test('2.x without a token is told so before anything is sent there', async () => {
    await using engine = await openStandIn('2', { with: { token: '' } })
    await expect(engine.writer.write(one)).rejects.toThrow(/NGUON_INFLUX_TOKEN is empty/)
  })

  test('2.x does not know the organization', async () => {
    await using engine = await openStandIn('2', { with: { organization: 'nobody' } })
    await expect(engine.writer.write(one)).rejects.toThrow(/404.*NGUON_INFLUX_ORG/)
  })

  test('2.x whose token may make nothing says that the bucket is missing', async () => {
    await using engine = await openStandIn('2', { mayManage: false })
    await expect(engine.writer.write(one)).rejects.toThrow(/bucket.*not found/)
  })

  test('3.x that may hold no more databases needs a person', async () => {
    await using engine = await openStandIn('3', { databasesMax: 1 })
    await expect(engine.writer.write(one)).rejects.toMatchObject(configuration)
  })

  test.each([408, 429, 500, 503])('a status of %i asks to repeat the call', async (status) => {
    await using engine = await openStandIn('3')
    await engine.writer.write(one)
    engine.standIn.answerNext('/api/v3/write_lp', [{ status }])
    await expect(engine.writer.write(one)).rejects.toMatchObject(unavailable)
    expect(await engine.writer.write(one)).toEqual([])
  })

  test('Retry-After is seconds, and the server is left alone for so long', async () => {
    await using engine = await openStandIn('2')
    await engine.writer.write(one)
    const answer = { status: 429, headers: { 'retry-after': '120' } }
    engine.standIn.answerNext('/api/v2/write', [answer])
    const rest = { ...unavailable, retryAfterSeconds: 120 }
    await expect(engine.writer.write(one)).rejects.toMatchObject(rest)
    const sentCount = engine.standIn.requests.length
    await expect(engine.writer.write(one)).rejects.toMatchObject(rest)
    expect(engine.standIn.requests).toHaveLength(sentCount)
  })

  test('a database that somebody dropped is made again', async () => {
    await using engine = await openV1()
    await engine.writer.write(one)
    await getInfluxd().run(`DROP DATABASE "${engine.options.database}"`)
    await expect(engine.writer.write(one)).rejects.toMatchObject(configuration)
    expect(await engine.writer.write(one)).toEqual([])
    const day = {
      channel: top,
      from: MIDNIGHT,
      until: MIDNIGHT + DAY,
      every: DAY,
      offset: 7 * HOUR,
    }
    expect(await engine.reader.window(day)).toMatchObject([{ count: 1 }])
  })
})

async function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
