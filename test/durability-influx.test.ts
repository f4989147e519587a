import { setTimeout as delay } from 'node:timers/promises'

import { expect, test, vi } from 'vitest'
import { z } from 'zod'

import { describeWithInfluxd } from './influxd-describe.ts'
import { startInfluxd, type Influxd } from './influxd.ts'
import { startPlatform, type Platform } from './platform-fixture.ts'
import { expectAllStored, startDevices } from './platform-numbers.ts'

const OUTAGE_MS = Number(process.env['NGUON_TEST_OUTAGE_SECONDS'] ?? 5) * 1_000
const DEVICE_COUNT = 4
const RUN_MS = 2_000

describeWithInfluxd('the platform on a real influxd', () => {
  test(
    `influxd is away for ${OUTAGE_MS / 1_000} s under load: nothing is lost, nothing doubled`,
    { timeout: 120_000 + 4 * OUTAGE_MS },
    async () => {
      await using influxd = await startInfluxd()
      const env = { NGUON_INFLUX_URL: influxd.url, NGUON_MESSAGES_PER_SECOND_MAX: '300' }
      await using platform = await startPlatform({ env })
      const { port } = new URL((await platform.runFile('gateway')).addresses['mqtt'] ?? '')
      const firstAt = Date.now() - 3_600_000
      const options = { port: Number(port), count: DEVICE_COUNT, firstAt }
      const devices = await startDevices(platform, options)
      await delay(RUN_MS)
      const before = devices.map(({ acknowledged }) => acknowledged.size)
      await influxd.stop()
      await untilUnwell(platform)
      await delay(OUTAGE_MS)
      const during = devices.map(({ acknowledged }) => acknowledged.size)
      await influxd.start()
      await delay(RUN_MS)
      await Promise.all(devices.map((device) => device.stop()))
      await platform.untilDrained(60_000 + OUTAGE_MS)

      const counts: Record<string, number> = {}
      for (const [index, device] of devices.entries()) {
        expect(during[index], 'heard while influxd was away').toBeGreaterThan(before[index] ?? 0)
        expect(device.acknowledged.size).toBe(device.saidCount)
        counts[device.id] = await expectAllStored(platform, device, firstAt)
        expect(counts[device.id]).toBe(device.saidCount)
      }
      expect(await countInInflux(influxd)).toEqual(counts)
    },
  )

  test('influxd is down when the platform starts: devices are heard, and all is stored later', async () => {
    await using influxd = await startInfluxd()
    await influxd.stop()
    await using platform = await startPlatform({ env: { NGUON_INFLUX_URL: influxd.url } })
    const { port } = new URL((await platform.runFile('gateway')).addresses['mqtt'] ?? '')
    const firstAt = Date.now() - 3_600_000
    const options = { port: Number(port), count: 2, firstAt }
    const devices = await startDevices(platform, options)
    await untilUnwell(platform)
    await Promise.all(devices.map((device) => device.stop()))
    await influxd.start()
    await platform.untilDrained(60_000)
    for (const device of devices) {
      expect(await expectAllStored(platform, device, firstAt)).toBe(device.saidCount)
    }
  }, 90_000)
})

async function untilUnwell(platform: Platform): Promise<void> {
  const look = async () => expect((await platform.health()).status).toBe(503)
  await vi.waitFor(look, { timeout: 20_000, interval: 100 })
}

const counted = z.object({
  results: z.tuple([
    z.object({
      series: z.array(
        z.object({
          tags: z.object({ device: z.string() }),
          values: z.tuple([z.tuple([z.number(), z.number()])]),
        }),
      ),
    }),
  ]),
})

async function countInInflux(influxd: Influxd): Promise<Record<string, number>> {
  const answer = await influxd.run('SELECT count(value) FROM nguon..reading GROUP BY device')
  const [{ series }] = counted.parse(JSON.parse(answer)).results
  return Object.fromEntries(series.map(({ tags, values: [[, count]] }) => [tags.device, count]))
}
