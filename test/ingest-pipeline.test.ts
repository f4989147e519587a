import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { describe, expect, test, vi } from 'vitest'

import { decodeQuality } from '#domain/quality.ts'
import type { Journal } from '#store/journal/contract.ts'

import { Platform } from './ingest-platform.ts'

/** A minute ago, and the milliseconds after it. */
const AT = Date.now() - 60_000

describe('from the journal to the readings', () => {
  test('a message becomes the latest readings of channels made on first sight', async () => {
    await using platform = await Platform.open()
    await platform.publish({ time: AT, temperature: 31.2, 'temperature/top': 33, door: 'open' })
    await platform.drained()
    expect(await platform.latest('temperature')).toEqual({
      measuredAt: AT,
      value: 31.2,
      quality: 192,
    })
    expect(await platform.latest('temperature/top')).toMatchObject({ value: 33 })
    expect(await platform.latest('door')).toMatchObject({ value: 1 })
    expect(await platform.metric('readings_total')).toBe(3)
  })

  test('one wrong value is a rejection, and the others are stored', async () => {
    await using platform = await Platform.open()
    await platform.publish({ time: AT, temperature: -127, ph: 5.5 })
    await platform.drained()
    expect(await platform.latest('ph')).toMatchObject({ value: 5.5 })
    expect(await platform.rejected()).toEqual([['sentinel', 'temperature']])
    const [rejection] = await platform.registry.rejections.list({ limit: 1 })
    expect(Buffer.from(rejection?.payload ?? []).toString()).toBe(
      `{"time":${AT},"temperature":-127,"ph":5.5}`,
    )
  })

  test('poison between good messages stops nothing', async () => {
    await using platform = await Platform.open()
    const poison = [
      Buffer.from([0xff, 0xfe, 0x00]),
      '{"temperature":',
      `{"temperature":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      `{"${'\\u0000'.repeat(1_000)}\\ud800":1}`,
      '{"__proto__":{"temperature":1},"constructor":{"value":1,"unit":"toString"}}',
      '',
    ]
    for (const [index, payload] of poison.entries()) {
      await platform.publish(payload)
      await platform.publish({ time: AT + index, ph: index })
    }
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([0, 1, 2, 3, 4, 5])
    expect(await platform.rejected()).toHaveLength(7)
    expect(await platform.health()).toMatchObject({ ok: true, detail: { journalDepth: 0 } })
  })

  test('a reading published twice is stored once and counted', async () => {
    await using platform = await Platform.open()
    for (const offset of [0, 1, 2, 1, 2]) await platform.publish({ time: AT + offset, ph: offset })
    await platform.drained()
    await platform.publish({ time: AT + 2, ph: 2 })
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([0, 1, 2])
    expect(await platform.metric('duplicates_total')).toBe(3)
    expect(await platform.metric('readings_total')).toBe(3)
  })

  test('another value for a known instant corrects it', async () => {
    await using platform = await Platform.open()
    await platform.publish([
      { time: AT, ph: 5 },
      { time: AT, ph: 6 },
    ])
    await platform.publish({ time: AT, ph: 7 })
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([7])
    expect(await platform.metric('corrections_total')).toBe(2)
    expect(await platform.metric('duplicates_total')).toBe(0)
  })

  test('a device whose clock was reset loses nothing, and it shows', async () => {
    await using platform = await Platform.open()
    const receivedAt = Date.now()
    await platform.publish(
      [
        { time: 3, ph: 5 },
        { time: 4, ph: 6 },
      ],
      { receivedAt },
    )
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([5, 6])
    const latest = await platform.latest('ph')
    expect(latest?.measuredAt).toBe(receivedAt)
    expect(decodeQuality(latest?.quality ?? 0)).toMatchObject({
      status: 'uncertain',
      timeQuality: 'gateway',
    })
  })

  test('a backfill is late, and the newest reading stays the latest', async () => {
    await using platform = await Platform.open()
    await platform.publish({ time: AT, ph: 5 })
    await platform.publish({ time: AT - 7_200_000, ph: 6 })
    await platform.drained()
    expect(await platform.latest('ph')).toMatchObject({ value: 5 })
    expect(await platform.metric('late_total')).toBe(1)
  })

  test('presence goes to the registry, in order', async () => {
    await using platform = await Platform.open()
    const seen = { kind: 'presence', topic: '' } as const
    await platform.publish('online', { ...seen, receivedAt: AT })
    await platform.publish('offline', { topic: 'nguon/v1/vat-1/status', receivedAt: AT + 1 })
    await platform.publish('online', { ...seen, receivedAt: AT + 2, device: 'ghost' })
    await platform.drained()
    const device = await platform.registry.devices.get('vat-1')
    expect(device).toMatchObject({ presence: 'offline', presenceAt: AT + 1 })
    expect(await platform.registry.presence.history('vat-1', 9)).toHaveLength(2)
    expect(await platform.rejected()).toEqual([['unknown-device', '']])
  })

  test('an unknown device is rejected until it is enrolled', async () => {
    await using platform = await Platform.open()
    const sent = { device: 'vat-2', topic: 'nguon/v1/vat-2/readings' }
    await platform.publish({ time: AT, ph: 5 }, sent)
    await platform.drained()
    expect(await platform.rejected()).toEqual([['unknown-device', 'ph']])
    await platform.enrol('vat-2')
    await platform.publish({ time: AT, ph: 5 }, sent)
    await platform.drained()
    expect(await platform.reader.latest([await platform.channel('ph', 'vat-2')])).toMatchObject([
      { value: 5 },
    ])
  })

  test('a device may have so many channels and no more', async () => {
    await using platform = await Platform.open({ channelsPerDeviceMax: 2 })
    await platform.publish({ time: AT, 'ph/a': 5, 'ph/b': 5, 'ph/c': 5 })
    await platform.stop()
    platform.start()
    await platform.publish({ time: AT + 1, 'ph/d': 5, 'ph/a': 6 })
    await platform.drained()
    expect(await platform.rejected()).toEqual([
      ['too-many-channels', 'ph/d'],
      ['too-many-channels', 'ph/c'],
    ])
    expect(await platform.latest('ph/a')).toMatchObject({ value: 6 })
  })
})

describe('what happens when', () => {
  test('the cursor was lost in a crash: everything comes again and is stored once', async () => {
    let isCrashing = true
    const journal = (real: Journal): Journal => ({
      ...forward(real),
      advance: async (consumer, sequence) => {
        if (!isCrashing) await real.advance(consumer, sequence)
      },
    })
    await using platform = await Platform.open({ journal })
    for (let i = 0; i < 50; i++) await platform.publish({ time: AT + i, ph: i % 14, co2: -1 })
    await vi.waitFor(async () => expect(await platform.metric('messages_total')).toBe(50))
    await platform.stop()
    isCrashing = false
    platform.start()
    await platform.drained()
    expect(await platform.metric('messages_total')).toBe(50)
    expect(await platform.valuesOf('ph')).toEqual(Array.from({ length: 50 }, (_, i) => i % 14))
    const rejections = await platform.registry.rejections.list({ limit: 100 })
    expect(rejections.reduce((sum, { count }) => sum + count, 0)).toBe(50)
  })

  test('the readings are locked: the place is kept, and all is stored in order afterwards', async () => {
    await using platform = await Platform.open()
    await platform.publish({ time: AT, ph: 0 })
    await platform.drained()
    using other = new DatabaseSync(join(platform.folder, 'readings.db'))
    other.exec('begin immediate')
    for (let i = 1; i < 10; i++) await platform.publish({ time: AT + i, ph: i })
    await vi.waitFor(
      async () =>
        expect(await platform.health()).toMatchObject({
          ok: false,
          detail: { journalDepth: 9, code: 'READINGS_BUSY' },
        }),
      { timeout: 20_000 },
    )
    expect(await platform.metric('backing_off')).toBe(1)
    other.exec('rollback')
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await platform.metric('duplicates_total')).toBe(0)
    expect(await platform.health()).toMatchObject({ ok: true })
    expect(platform.logLines.map(({ msg }) => msg)).toEqual([
      'ingest keeps its place and tries again',
      'ingest goes on',
    ])
  })

  test('the registry is locked when a new channel is seen: nothing is lost or doubled', async () => {
    await using platform = await Platform.open()
    await platform.publish({ time: AT, ph: 1, temperature: 999 })
    await platform.drained()
    using other = new DatabaseSync(join(platform.folder, 'registry.db'))
    other.exec('begin immediate')
    await platform.publish({ time: AT + 1, ph: 2, temperature: 999, co2: 400 })
    await vi.waitFor(async () => expect(await platform.metric('backing_off')).toBe(1), {
      timeout: 20_000,
    })
    other.exec('rollback')
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([1, 2])
    expect(await platform.valuesOf('co2')).toEqual([400])
    expect(await platform.metric('rejected_total')).toBe(2)
  })
})

function forward(journal: Journal): Journal {
  return {
    append: (entries) => journal.append(entries),
    read: (after, max) => journal.read(after, max),
    advance: (consumer, sequence) => journal.advance(consumer, sequence),
    trim: (now) => journal.trim(now),
    online: () => journal.online(),
    readSealed: (place) => journal.readSealed(place),
    status: () => journal.status(),
    [Symbol.asyncDispose]: () => journal[Symbol.asyncDispose](),
  }
}
