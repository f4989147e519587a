import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import { MIDNIGHT, minutes, readAll, readingOf, top } from './contracts/readings/fixture.ts'
import { type InfluxEngine, useInfluxd, VERSIONS } from './influx-engine.ts'
import { describeWithInfluxd } from './influxd-describe.ts'

/** No quality is NaN; the encoder trusts that, and no InfluxDB can parse what comes of it. */
function toUnparsable(reading: Reading): Reading {
  return { ...reading, quality: Number.NaN }
}

describeWithInfluxd('a reading that InfluxDB refuses', () => {
  const { getInfluxd, open, openStandIn } = useInfluxd()

  /** Another program has written `value` as an integer in this week: 1.x and 2.x then refuse our floats there. */
  async function spoil({ options }: InfluxEngine, at: number): Promise<void> {
    const parameters = new URLSearchParams({ db: options.database, rp: 'raw', precision: 'ms' })
    await fetch(`${getInfluxd().url}/write?${parameters.toString()}`, {
      method: 'POST',
      body: `reading,device=other value=1i ${at}`,
    })
  }

  describe.each(VERSIONS)('in InfluxDB %s', (version) => {
    test('of a type that conflicts is returned, and the others of its batch are stored', async () => {
      await using engine = await open(version)
      await engine.writer.write([readingOf(top, MIDNIGHT - DAY, 1)])
      await spoil(engine, MIDNIGHT + 30 * DAY)
      const good = minutes(top, 100)
      const bad = minutes(top, 5, MIDNIGHT + 30 * DAY)
      const refusals = await engine.writer.write([...good.slice(0, 50), ...bad, ...good.slice(50)])
      expect(refusals.map(({ reading }) => reading)).toEqual(bad)
      expect(refusals.every(({ reason }) => /conflict/.test(reason))).toBe(true)
      expect(await readAll(engine.reader, top)).toHaveLength(101)
    })

    test('is found among any others, wherever they are', async () => {
      await using engine = await open(version)
      const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 })
      let from = MIDNIGHT
      const property = fc.asyncProperty(flags, async (isBad) => {
        from += HOUR
        const readings = minutes(top, isBad.length, from)
        const batch = readings.map((one, i) => (isBad[i] ? toUnparsable(one) : one))
        const refusals = await engine.writer.write(batch)
        const until = from + isBad.length * MINUTE
        const span = { channel: top, from, until, limit: 100 }
        const stored = await engine.reader.range(span)
        expect(refusals.map(({ reading }) => reading)).toEqual(batch.filter((_, i) => isBad[i]))
        expect(stored.map(({ measuredAt }) => measuredAt)).toEqual(
          readings.filter((_, i) => !isBad[i]).map(({ measuredAt }) => measuredAt),
        )
      })
      await fc.assert(property, { numRuns: 10 })
    })
  })

  test('because its request is too large for the server goes in a smaller one', async () => {
    await using engine = await openStandIn('2')
    engine.standIn.answerNext('/api/v2/write', [
      { status: 204 },
      { status: 413, body: { code: 'request too large', message: 'too large' } },
      { status: 413, body: { code: 'request too large', message: 'too large' } },
    ])
    expect(await engine.writer.write(minutes(top, 100))).toEqual([])
    expect(await readAll(engine.reader, top)).toHaveLength(100)
  })

  test('is not one when the server refuses the request itself', async () => {
    await using engine = await openStandIn('2')
    await engine.writer.write([readingOf(top, MIDNIGHT, 1)])
    const answer = { status: 400, body: { code: 'invalid', message: 'precision is invalid' } }
    engine.standIn.answerNext('/api/v2/write', [answer])
    await expect(engine.writer.write([readingOf(top, MIDNIGHT, 2)])).rejects.toMatchObject({
      code: 'READINGS_CONFIGURATION',
      retry: false,
    })
    await engine.writer.write([readingOf(top, MIDNIGHT, 2)])
    expect(await readAll(engine.reader, top)).toMatchObject([{ value: 2 }])
  })

  test('by a 3.x that may have named only the first hundred is looked for', async () => {
    await using engine = await openStandIn('3')
    const bad = minutes(top, 150).map(toUnparsable)
    const refusals = await engine.writer.write([...bad, readingOf(top, MIDNIGHT + DAY, 1)])
    expect(refusals).toHaveLength(150)
    expect(await readAll(engine.reader, top)).toHaveLength(1)
  })
})
