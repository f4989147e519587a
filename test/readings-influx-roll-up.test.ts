import { setImmediate } from 'node:timers/promises'

import { expect, test } from 'vitest'

import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import { MIDNIGHT, minutes, readingOf, settle, top } from './contracts/readings/fixture.ts'
import { type InfluxEngine, openEngine, useInfluxd, VERSIONS } from './influx-engine.ts'
import { describeWithInfluxd } from './influxd-describe.ts'

const day = { channel: top, from: MIDNIGHT, until: MIDNIGHT + DAY, every: DAY, offset: 7 * HOUR }

describeWithInfluxd('hourly roll-ups in InfluxDB', () => {
  const { getInfluxd, open, openV1 } = useInfluxd()

  /** count of every hour that was marked or rolled up, and whether it is stale. */
  async function readHours({ options }: InfluxEngine): Promise<unknown> {
    const from = `"${options.database}"."hourly"."reading_1h"`
    const text = await getInfluxd().run(`SELECT "count", "seal" FROM ${from}`)
    const { results } = JSON.parse(text) as { results: { series?: { values: unknown[][] }[] }[] }
    return results[0]?.series?.[0]?.values.map(([, count, seal]) => [count, seal === 0]) ?? []
  }

  test.each(VERSIONS)(
    '%s.x: an hour is stale from its first reading until it is rolled up',
    async (version) => {
      await using engine = await open(version)
      await engine.writer.write(minutes(top, 90))
      expect(await readHours(engine)).toEqual([
        [null, true],
        [null, true],
      ])
      await settle(engine.writer, MIDNIGHT + HOUR + 10 * MINUTE)
      expect(await readHours(engine)).toEqual([
        [60, false],
        [null, true],
      ])
    },
  )

  test('hours that were stale when the ingest crashed are rolled up by the next one', async () => {
    await using engine = await openV1()
    await engine.writer.write(minutes(top, 120))
    await settle(engine.writer, MIDNIGHT + DAY)
    await engine.writer.write([readingOf(top, MIDNIGHT + 1, 99)])
    await using next = openEngine(engine.options, async () => {})
    expect(await readHours(engine)).toEqual([
      [60, true],
      [60, false],
    ])
    expect(await next.reader.window(day)).toMatchObject([{ count: 121, max: 99 }])
    await settle(next.writer, MIDNIGHT + DAY)
    expect(await readHours(engine)).toEqual([
      [61, false],
      [60, false],
    ])
  })

  test('late readings that arrive during maintenance are in every answer from their acknowledgement on', async () => {
    await using engine = await openV1()
    const late = minutes(top, 300)
    const state = { isDone: false }
    const maintain = async () => {
      while (!state.isDone) {
        await engine.writer.maintain(MIDNIGHT + DAY)
        // With nothing due it resolves at once, and would let nothing else run.
        await setImmediate()
      }
    }
    const counts: number[] = []
    const write = async () => {
      for (const reading of late) {
        await engine.writer.write([reading])
        const [window] = await engine.reader.window(day)
        counts.push(window?.count ?? 0)
      }
      state.isDone = true
    }
    await Promise.all([maintain(), write()])
    expect(counts).toEqual(late.map((_, i) => i + 1))
    await settle(engine.writer, MIDNIGHT + DAY)
    expect(await readHours(engine)).toEqual(Array.from({ length: 5 }, () => [60, false]))
  })

  test('an hour whose raw readings are gone keeps the roll-up it had', async () => {
    await using engine = await openV1()
    const old = Math.floor(Date.now() / HOUR) * HOUR - 10 * DAY
    await engine.writer.write(minutes(top, 60, old))
    await settle(engine.writer, Date.now())
    await engine.writer.write([readingOf(top, old + 1, 99)])
    const shorter = { ...engine.options, retention: { raw: 2 * DAY, hourly: null } }
    await using next = openEngine(shorter, async () => {})
    await settle(next.writer, Date.now())
    expect(await readHours(engine)).toEqual([[60, false]])
  })

  test('a reading older than raw readings are kept is refused and disturbs no roll-up', async () => {
    await using engine = await openV1({ retention: { raw: 2 * DAY, hourly: null } })
    const old: Reading = readingOf(top, Date.now() - 3 * DAY, 1)
    expect(await engine.writer.write([old])).toMatchObject([{ reading: old }])
    expect(await readHours(engine)).toEqual([])
  })

  test('an hour whose sum is beyond any number is answered as far as it can be, and holds up no other', async () => {
    await using engine = await openV1()
    const huge = [0, 1].map((i) => readingOf(top, MIDNIGHT + i, Number.MAX_VALUE))
    await engine.writer.write([...huge, ...minutes(top, 60, MIDNIGHT + 2 * DAY)])
    await settle(engine.writer, MIDNIGHT + 4 * DAY)
    expect(await readHours(engine)).toEqual([
      [null, true],
      [60, false],
    ])
  })
})
