import { expect, test } from 'vitest'

import { decodeQuality } from '#domain/quality.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

import { Platform } from './ingest-platform.ts'

const START = Date.now() - 12 * HOUR

/** Sends a message each five minutes, ten of them; every second one comes twice where `isWeak`. */
async function live(platform: Platform, hours: number, isWeak: boolean, device = 'vat-1') {
  const topic = `nguon/v1/${device}/readings`
  for (let count = 0; count < 10; count++) {
    const at = START + hours * HOUR + count * 5 * MINUTE
    const times = isWeak && count % 2 === 0 ? [at, at + 1_000] : [at]
    for (const receivedAt of times) {
      await platform.publish({ time: at, ph: count }, { receivedAt, device, topic })
    }
  }
  await platform.drained()
}

test('how often a device repeats itself is told in percent, once an hour, and that it is well again', async () => {
  await using platform = await Platform.open()
  await live(platform, 0, true)
  await live(platform, 2, false)
  await live(platform, 4, false)
  const told = await platform.stored('repeats')
  // Of 15 messages 5 came before; the next share is told with the first message of the next hours.
  expect(told.map(({ value }) => value)).toEqual([33.3, 0])
  expect(told[0]?.measuredAt).toBe(START + 2 * HOUR)
  expect(decodeQuality(told[0]?.quality ?? 0)).toMatchObject({ status: 'good', derived: true })
})

test('a device that never repeated itself is told nothing of, and one does not count for another', async () => {
  await using platform = await Platform.open()
  await platform.enrol('vat-2')
  await live(platform, 0, true)
  await live(platform, 0, false, 'vat-2')
  await live(platform, 2, false)
  await live(platform, 2, false, 'vat-2')
  expect(await platform.valuesOf('repeats')).toEqual([33.3])
  await expect(platform.channel('repeats', 'vat-2')).rejects.toThrow('no channel')
})

test('what is said again with another value, or beside something new, is no repetition', async () => {
  await using platform = await Platform.open()
  for (let count = 0; count < 24; count++) {
    const time = START + count * 6 * MINUTE
    const receivedAt = time
    await platform.publish({ time, ph: count, salinity: 20 }, { receivedAt })
    await platform.publish({ time, ph: count + 0.5 }, { receivedAt })
    await platform.publish(
      [
        { time, salinity: 20 },
        { time: time + 1, salinity: 21 },
      ],
      { receivedAt },
    )
  }
  await platform.drained()
  await expect(platform.channel('repeats')).rejects.toThrow('no channel')
})

test('a device that has as many channels as it may have goes on', async () => {
  await using platform = await Platform.open({ channelsPerDeviceMax: 1 })
  await live(platform, 0, true)
  await live(platform, 2, false)
  await expect(platform.channel('repeats')).rejects.toThrow('no channel')
  expect(await platform.valuesOf('ph')).toHaveLength(20)
  expect(await platform.rejected()).toEqual([])
})
