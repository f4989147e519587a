import { setTimeout as delay } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { NguonError } from '#domain/error.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { ReadingsWriter } from '#store/readings/contract.ts'

import { MIDNIGHT, minutes, settle, top } from './contracts/readings/fixture.ts'
import { createOptions, openEngine } from './influx-engine.ts'
import { describeWithInfluxd } from './influxd-describe.ts'
import { startInfluxd } from './influxd.ts'

const BATCH = 500
const BATCHES = 40

describeWithInfluxd('while InfluxDB comes and goes', () => {
  test('writes reject with retry while it is stopped, and succeed when it is back', async () => {
    await using influxd = await startInfluxd()
    await using engine = openEngine(createOptions({ url: influxd.url }), async () => {})
    const [before, during] = [minutes(top, 60), minutes(top, 60, MIDNIGHT + HOUR)]
    await engine.writer.write(before)
    await influxd.stop()
    await expect(engine.writer.write(during)).rejects.toMatchObject({ retry: true })
    await expect(engine.reader.latest([top])).rejects.toMatchObject({ retry: true })
    await influxd.start()
    expect(await engine.writer.write(during)).toEqual([])
    expect(await engine.reader.latest([top])).toMatchObject([
      { measuredAt: MIDNIGHT + 119 * MINUTE },
    ])
  })

  test('it is killed again and again under load: nothing acknowledged is lost, nothing is doubled', async () => {
    await using influxd = await startInfluxd()
    await using engine = openEngine(createOptions({ url: influxd.url }), async () => {})
    const work = { isDone: false }
    const disturb = async () => {
      while (!work.isDone) {
        await influxd.kill()
        await influxd.start()
        await delay(100)
      }
    }
    const writeAll = async () => {
      for (let i = 0; i < BATCHES; i += 1) {
        await writeUntilStored(engine.writer, minutes(top, BATCH, MIDNIGHT + i * BATCH * MINUTE))
      }
      work.isDone = true
    }
    await Promise.all([disturb(), writeAll()])
    const total = BATCH * BATCHES
    const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + total * MINUTE }
    const whole = { expectedCount: total, receivedCount: total, readingCount: total, gaps: [] }
    expect(await engine.reader.coverage({ ...span, expectedEvery: MINUTE })).toEqual(whole)
    await settle(engine.writer, span.until + DAY)
    const days = await engine.reader.window({ ...span, every: DAY, offset: 0 })
    expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(total)
  })
})

async function writeUntilStored(writer: ReadingsWriter, readings: ReturnType<typeof minutes>) {
  for (;;) {
    try {
      expect(await writer.write(readings)).toEqual([])
      return
    } catch (error) {
      if (!(error instanceof NguonError && error.retry)) throw error
      await delay(20)
    }
  }
}
