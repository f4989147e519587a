import { array, assert, asyncProperty, constantFrom, integer, nat, tuple } from 'fast-check'
import { expect, test } from 'vitest'

import type { Registry, RejectionKey } from '#store/registry/contract.ts'

import { type OpenRegistry, rejection, START } from './fixture.ts'

const SAME = Buffer.from([0xff, 0x00, 0x22])

export function rejections(open: OpenRegistry): void {
  test('a rejection is kept with its bytes, also of a device that was never enrolled', async () => {
    await using registry = await open()
    const asked = rejection(7, { payload: SAME, device: 'nobody', code: 'unknown-device' })
    await registry.rejections.add([asked])
    const [kept] = await registry.rejections.list({ limit: 10 })
    expect(kept).toEqual({
      ...asked,
      payload: new Uint8Array(SAME),
      id: expect.any(Number),
      count: 1,
      firstAt: START + 7,
      lastAt: START + 7,
    })
    expect(await registry.rejections.get(kept?.id ?? 0)).toEqual(kept)
    expect(await registry.rejections.get(999)).toBeUndefined()
  })

  test('equal ones are counted on one row, which tells the first and the last', async () => {
    await using registry = await open()
    const payload = SAME
    await registry.rejections.add([rejection(1, { payload }), rejection(2, { payload })])
    await registry.rejections.add([rejection(3, { payload }), rejection(4)])
    await registry.rejections.add([rejection(5, { payload, channel: 'ph' })])
    expect(await registry.rejections.list({ limit: 10 })).toMatchObject([
      { channel: 'ph', count: 1 },
      { sequence: 4, count: 1 },
      { sequence: 3, count: 3, firstAt: START + 1, lastAt: START + 3 },
    ])
  })

  test('what is read again from the journal after a crash counts once', async () => {
    await using registry = await open()
    const payload = SAME
    const batch = [1, 2, 3].map((sequence) => rejection(sequence, { payload }))
    await registry.rejections.add(batch)
    await registry.rejections.add([...batch, rejection(4, { payload })])
    expect(await registry.rejections.list({ limit: 10 })).toMatchObject([{ count: 4 }])
  })

  test('a journal that was begun anew counts on', async () => {
    await using registry = await open()
    await registry.rejections.add([rejection(100, { payload: SAME })])
    const anew = rejection(1, { payload: SAME, receivedAt: START + 1_000 })
    await registry.rejections.add([anew])
    expect(await registry.rejections.list({ limit: 10 })).toMatchObject([{ count: 2 }])
  })

  test('a flood of one device takes no more rows and loses no count', async () => {
    await using registry = await open({ rejections: { keptPerDeviceMax: 5 } })
    const flood = Array.from({ length: 1_000 }, (_, index) => rejection(index + 1))
    for (const part of [flood.slice(0, 3), flood.slice(3), flood.slice(500)]) {
      await registry.rejections.add(part)
    }
    await registry.rejections.add([rejection(1, { device: 'probe-2' })])
    const kept = await registry.rejections.list({ device: 'probe-1', limit: 10 })
    expect(kept).toHaveLength(5)
    expect(kept.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
    expect(kept[0]).toMatchObject({
      sequence: 1_000,
      payload: new Uint8Array(rejection(1_000).payload),
    })
    expect(await registry.rejections.list({ device: 'probe-2', limit: 10 })).toHaveLength(1)
  })

  test('whatever the batches and however often one is read again, each entry counts once', async () => {
    const payloads = array(integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 40 })
    const batches = array(nat(12), { maxLength: 8 })
    const property = asyncProperty(payloads, batches, nat(5), async (contents, sizes, room) => {
      await using registry = await open({ rejections: { keptPerDeviceMax: room + 1 } })
      const all = contents.map((content, index) =>
        rejection(index + 1, { payload: Buffer.from([content]) }),
      )
      let done = 0
      for (const size of sizes) {
        await registry.rejections.add(all.slice(done, done + size))
        // A crash before the cursor moved: every second batch is read again, longer.
        if (size % 2 === 0) done += size
      }
      await registry.rejections.add(all.slice(done))
      const kept = await registry.rejections.list({ limit: 100 })
      expect(kept.length).toBeLessThanOrEqual(room + 1)
      expect(kept.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
    })
    // A failure prints the seed and the smallest example.
    await assert(property, { numRuns: 20 })
  })

  test('whatever the batches, the same rows are kept', async () => {
    const content = tuple(integer({ min: 1, max: 6 }), constantFrom('', 'ph', 'rain'), nat(1))
    const contents = array(content, { minLength: 1, maxLength: 40 })
    const property = asyncProperty(contents, nat(9), nat(5), async (told, size, room) => {
      const limits = { rejections: { keptPerDeviceMax: room + 1 } }
      await using one = await open(limits)
      await using many = await open(limits)
      const all = told.map(([byte, channel, device], index) => {
        const said = { payload: Buffer.from([byte]), channel, device: `probe-${device}` }
        return rejection(index + 1, said)
      })
      for (const each of all) await one.rejections.add([each])
      for (let start = 0; start < all.length; start += size + 1) {
        await many.rejections.add(all.slice(start, start + size + 1))
      }
      expect(await listWithoutIds(many)).toEqual(await listWithoutIds(one))
    })
    // A failure prints the seed and the smallest example.
    await assert(property, { numRuns: 30 })
  })

  test('a new kind of rejection makes room for itself where a device has none', async () => {
    await using registry = await open({ rejections: { keptPerDeviceMax: 3 } })
    await registry.rejections.add([1, 2, 3].map((sequence) => rejection(sequence)))
    await registry.rejections.add([rejection(4, { code: 'bad-time' })])
    const kept = await registry.rejections.list({ limit: 10 })
    expect(kept.map(({ sequence }) => sequence)).toEqual([4, 3, 2])
  })

  test('all together are bounded by rows and by bytes; the oldest go first', async () => {
    const limits = { keptMax: 150, keptBytesMax: 10_000 }
    await using registry = await open({ rejections: limits })
    const many = (from: number, bytes: number) =>
      Array.from({ length: 120 }, (_, index) =>
        rejection(from + index, {
          device: `probe-${index}`,
          payload: Buffer.alloc(bytes, from + index),
        }),
      )
    await registry.rejections.add(many(1, 1))
    await registry.rejections.add(many(121, 1))
    const kept = await registry.rejections.list({ limit: 1_000 })
    expect(kept.length).toBeLessThanOrEqual(limits.keptMax)
    expect(kept[0]?.sequence).toBe(240)
    await registry.rejections.add(many(241, 90))
    const left = await registry.rejections.list({ limit: 1_000 })
    const bytes = left.reduce((sum, { payload }) => sum + payload.length, 0)
    expect(bytes).toBeLessThanOrEqual(limits.keptBytesMax)
    expect(left[0]?.sequence).toBe(360)
  })

  test('where all are full, a flood is counted and pushes out nothing', async () => {
    const limits = { keptMax: 12, keptPerDeviceCrowdedMax: 2 }
    await using registry = await open({ rejections: limits })
    await registry.rejections.add([rejection(1, { device: 'probe-2' })])
    const flood = Array.from({ length: 100 }, (_, index) => rejection(index + 2))
    for (const part of [flood.slice(0, 11), flood.slice(11)]) await registry.rejections.add(part)
    const kept = await registry.rejections.list({ limit: 20 })
    expect(kept).toHaveLength(12)
    expect(kept[0]).toMatchObject({ sequence: 101, count: 90 })
    expect(kept.at(-1)).toMatchObject({ device: 'probe-2' })
  })

  test('one that comes again between two pages is not told twice, nor are the others', async () => {
    await using registry = await open()
    await registry.rejections.add([1, 2, 3, 4, 5, 6].map((sequence) => rejection(sequence)))
    const first = await registry.rejections.list({ limit: 3 })
    const [, , last] = first
    if (last === undefined) throw new Error('no third')
    await registry.rejections.add([rejection(7, { payload: last.payload })])
    const second = await registry.rejections.list({ limit: 3, after: last })
    expect(first.map(({ sequence }) => sequence)).toEqual([6, 5, 4])
    expect(second.map(({ sequence }) => sequence)).toEqual([3, 2, 1])
  })

  test('values of one message that are wrong in the same way count each, also when it is read again', async () => {
    await using registry = await open()
    const [three, one] = [[1, 1, 1].map((sequence) => rejection(sequence)), [rejection(2)]]
    for (const read of [three, three, [...three, ...one], one]) await registry.rejections.add(read)
    const kept = await registry.rejections.list({ limit: 9 })
    expect(kept.map(({ sequence, count }) => [sequence, count])).toEqual([
      [2, 1],
      [1, 3],
    ])
  })

  test('lists come newest first, in pages, by device and by code', async () => {
    await using registry = await open()
    await registry.rejections.add([1, 2, 3, 4].map((sequence) => rejection(sequence)))
    await registry.rejections.add([rejection(5, { device: 'probe-2', code: 'bad-time' })])
    await registry.rejections.add([rejection(6, { payload: rejection(1).payload })])
    const sequences: number[] = []
    let after: RejectionKey | undefined
    do {
      const query = { limit: 2, ...(after !== undefined && { after }) }
      const page = await registry.rejections.list(query)
      sequences.push(...page.map(({ sequence }) => sequence))
      after = page.at(-1)
    } while (after !== undefined)
    expect(sequences).toEqual([6, 5, 4, 3, 2])
    expect(await registry.rejections.list({ limit: 9, device: 'probe-1' })).toHaveLength(4)
    const both = { limit: 9, device: ['probe-1', 'probe-2'] }
    expect(await registry.rejections.list(both)).toHaveLength(5)
    expect(await registry.rejections.list({ limit: 9, code: 'bad-time' })).toHaveLength(1)
    const gone = { id: 999, lastAt: Number.MAX_SAFE_INTEGER }
    expect(await registry.rejections.list({ limit: 9, after: gone })).toHaveLength(5)
  })
}

async function listWithoutIds({ rejections: kept }: Registry) {
  const records = await kept.list({ limit: 100 })
  return records.map((record) => Object.entries(record).filter(([name]) => name !== 'id'))
}
