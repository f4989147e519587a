import { connectAsync } from 'mqtt'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { startPlatform, type Platform } from './platform-fixture.ts'

const items = z.object({ items: z.array(z.record(z.string(), z.unknown())) })
const TOPIC = 'nguon/v1/vat-a/readings'

test('as the README says: enrol a device, publish as it, read it back, see what was refused', async () => {
  await using platform = await startPlatform()
  const password = await platform.enrol('vat-a')
  const url = (await platform.runFile('gateway')).addresses['mqtt'] ?? ''
  await expect(
    connectAsync(url, { username: 'vat-a', password: 'guessed', reconnectPeriod: 0 }),
  ).rejects.toThrow(/not authorized|bad user ?name or password/i)

  const device = await connectAsync(url, { username: 'vat-a', password, reconnectPeriod: 0 })
  await device.publishAsync(TOPIC, '{"temperature": 31.2, "lid": "closed"}', { qos: 1 })
  await device.publishAsync(TOPIC, '{"temperature": "hot"', { qos: 1 })
  await device.endAsync()
  await platform.untilDrained()

  expect(await list(platform, '/readings/latest?device=vat-a')).toMatchObject([
    { channel: 'temperature', value: 31.2, unit: 'Cel', status: 'good', timeQuality: 'gateway' },
    { channel: 'lid', value: 0 },
  ])
  const one = '/readings?device=vat-a&channel=temperature'
  expect(await list(platform, one)).toMatchObject([{ value: 31.2 }])
  const windows = await list(platform, `${one}&window=1h`)
  expect(windows.filter(({ count }) => count !== 0)).toMatchObject([{ count: 1, mean: 31.2 }])
  expect(await list(platform, '/rejections?device=vat-a')).toMatchObject([
    { device: 'vat-a', code: expect.any(String), count: 1 },
  ])
})

async function list(platform: Platform, target: string) {
  return (await platform.get(`/api/v1${target}`, items)).items
}
