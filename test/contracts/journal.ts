import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'
import type { Entry, Journal } from '#store/journal/contract.ts'

import { message, START } from '../journal-message.ts'

/** An engine under test: each journal that it opens is empty, or shares what `beside` holds. */
export interface JournalEngine {
  open(options?: { bytesMax?: number; retention?: number; beside?: Journal }): Promise<Journal>
}

function presence(device: string, word: 'online' | 'offline', receivedAt = START): Entry {
  return message(0, { kind: 'presence', device, topic: '', payload: Buffer.from(word), receivedAt })
}

/** Equal bytes are equal entries, whatever view holds them. */
function plain({ kind, receivedAt, device, topic, payload, retained }: Entry) {
  return [kind, receivedAt, device, topic, Buffer.from(payload).toString('hex'), retained]
}

async function appendOneByOne(journal: Journal, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) await journal.append([message(number)])
}

export function testJournal(name: string, engine: JournalEngine): void {
  describe(`${name} is a journal`, () => {
    testAppendAndRead(engine)
    testSharing(engine)
    testTrimming(engine)
    testBounds(engine)
    testPresence(engine)
    testSeals(engine)
  })
}

function testAppendAndRead(engine: JournalEngine): void {
  test('large entries come a few at a time, and all of them come', async () => {
    await using journal = await engine.open()
    const payload = Buffer.alloc(3 * 1024 * 1024)
    for (let number = 1; number <= 8; number++) await journal.append([message(number, { payload })])
    const counts: number[] = []
    let after = 0
    while (after < 8) {
      const entries = await journal.read(after, 4_000)
      counts.push(entries.length)
      after = entries.at(-1)?.sequence ?? 0
    }
    expect(Math.max(...counts)).toBeLessThan(8)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8)
  })

  test('an empty journal holds nothing and counts from 1', async () => {
    await using journal = await engine.open()
    expect(await journal.read(0, 10)).toEqual([])
    expect(await journal.append([])).toBe(0)
    expect(await journal.status()).toMatchObject({ lastSequence: 0, firstSequence: 1 })
    expect(await journal.append([message(1), message(2)])).toBe(2)
    expect(await journal.append([message(3)])).toBe(3)
    expect(await journal.status()).toMatchObject({ lastSequence: 3, firstSequence: 1 })
  })

  test('what is read is what was appended, in order, from any place', async () => {
    await using journal = await engine.open()
    await journal.append([message(1), message(2), message(3)])
    await journal.append([message(4)])
    await journal.append([message(5), message(6)])
    for (let after = 0; after <= 7; after++) {
      for (const max of [1, 2, 3, 100]) {
        const numbers = [1, 2, 3, 4, 5, 6].filter((number) => number > after).slice(0, max)
        const read = await journal.read(after, max)
        expect(read.map((entry) => entry.sequence)).toEqual(numbers)
        expect(read.map(plain)).toEqual(numbers.map((number) => plain(message(number))))
      }
    }
  })

  test('any entry comes back as it was', async () => {
    const anyEntry: fc.Arbitrary<Entry> = fc.record({
      kind: fc.constantFrom('message' as const, 'presence' as const),
      receivedAt: fc.integer({ min: 0, max: START + 100 * DAY }),
      device: fc.constantFrom('vat-1', 'vat-2', 'cân-1'),
      topic: fc.oneof(
        fc.constantFrom('', 'nguon/v1/vat-1/readings'),
        fc.string({ unit: 'grapheme' }),
      ),
      payload: fc.uint8Array({ maxLength: 300 }),
      retained: fc.boolean(),
    })
    await using journal = await engine.open()
    const anyBatch = fc.array(anyEntry, { minLength: 1, maxLength: 50 })
    await fc.assert(
      fc.asyncProperty(anyBatch, async (entries) => {
        const last = await journal.append(entries)
        const read = await journal.read(last - entries.length, entries.length + 1)
        expect(read.map(plain)).toEqual(entries.map(plain))
      }),
      { numRuns: 50 },
    )
  })

  test('a batch of very many devices and a large payload fit', async () => {
    await using journal = await engine.open()
    const many = Array.from({ length: 20_000 }, (_, number) =>
      message(number, { device: `device-${number}`, topic: `nguon/v1/device-${number}/readings` }),
    )
    await journal.append([message(1, { payload: Buffer.alloc(1_000_000, 7) }), ...many])
    const read = await journal.read(19_999, 100)
    expect(read.map((entry) => entry.device)).toEqual(['device-19998', 'device-19999'])
    expect((await journal.read(0, 1))[0]?.payload).toHaveLength(1_000_000)
  })
}

function testSharing(engine: JournalEngine): void {
  test('a second opener sees what was appended and moves its own cursor', async () => {
    await using journal = await engine.open()
    await using reader = await engine.open({ beside: journal })
    await appendOneByOne(journal, 3)
    expect(await reader.read(0, 10)).toHaveLength(3)
    await reader.advance('ingest', 2)
    await journal.advance('archive', 1)
    expect((await journal.status()).cursors).toEqual(
      new Map([
        ['archive', 1],
        ['ingest', 2],
      ]),
    )
    expect(await journal.append([message(4)])).toBe(4)
    expect(await reader.read(3, 10)).toHaveLength(1)
  })

  test('a cursor never goes back', async () => {
    await using journal = await engine.open()
    await appendOneByOne(journal, 3)
    for (const sequence of [2, 2, 1]) await journal.advance('ingest', sequence)
    expect((await journal.status()).cursors.get('ingest')).toBe(2)
  })

  test('who reopens it finds entries, cursors and numbering', async () => {
    await using first = await engine.open()
    await appendOneByOne(first, 3)
    await first.advance('ingest', 2)
    await using again = await engine.open({ beside: first })
    await first[Symbol.asyncDispose]()
    expect(await again.status()).toMatchObject({
      lastSequence: 3,
      cursors: new Map([['ingest', 2]]),
    })
    expect(await again.append([message(4)])).toBe(4)
  })

  test('it may be closed twice', async () => {
    await using journal = await engine.open()
    await journal[Symbol.asyncDispose]()
    await expect(journal[Symbol.asyncDispose]()).resolves.toBeUndefined()
  })
}

async function trimAll(journal: Journal, now: number): Promise<number> {
  let trimmed = 0
  for (let count = 1; count > 0; trimmed += count) count = await journal.trim(now)
  return trimmed
}

function testTrimming(engine: JournalEngine): void {
  const later = START + 2 * HOUR

  test('without a consumer nothing is trimmed', async () => {
    await using journal = await engine.open({ retention: HOUR })
    await appendOneByOne(journal, 3)
    expect(await trimAll(journal, later)).toBe(0)
  })

  test('what the slowest consumer has passed and is old enough is trimmed', async () => {
    await using journal = await engine.open({ retention: HOUR })
    await appendOneByOne(journal, 5)
    await journal.append([message(6, { receivedAt: later })])
    await journal.advance('ingest', 6)
    await journal.advance('archive', 3)
    expect(await trimAll(journal, START + HOUR)).toBe(0)
    expect(await trimAll(journal, later)).toBe(3)
    expect(await journal.status()).toMatchObject({ firstSequence: 4, lastSequence: 6 })
    await journal.advance('archive', 6)
    expect(await trimAll(journal, later)).toBe(2)
    expect((await journal.read(0, 10)).map((entry) => entry.sequence)).toEqual([6])
  })

  test('sequences go on after everything was trimmed and the journal reopened', async () => {
    await using first = await engine.open({ retention: HOUR })
    await appendOneByOne(first, 5)
    await first.advance('ingest', 5)
    expect(await trimAll(first, later)).toBe(5)
    expect(await first.status()).toMatchObject({ firstSequence: 6, lastSequence: 5 })
    await using again = await engine.open({ beside: first })
    expect(await again.append([message(6)])).toBe(6)
    expect((await again.read(0, 10)).map((entry) => entry.sequence)).toEqual([6])
  })
}

function testBounds(engine: JournalEngine): void {
  test('a full journal takes nothing, says so, and goes on after trimming', async () => {
    await using journal = await engine.open({ bytesMax: 300_000, retention: HOUR })
    const large = message(1, { payload: Buffer.alloc(50_000, 1) })
    const fill = async () => {
      for (let count = 0; count < 100; count++) await journal.append([large])
    }
    await expect(fill()).rejects.toMatchObject({ code: 'JOURNAL_FULL', retry: true })
    const full = await journal.status()
    expect(full.bytes).toBeLessThanOrEqual(full.bytesMax)
    expect(full.lastSequence).toBeGreaterThan(1)
    await journal.advance('ingest', full.lastSequence)
    await trimAll(journal, START + DAY)
    expect(await journal.append([large])).toBe(full.lastSequence + 1)
  })

  test('a full journal of used entries makes room, however young they are', async () => {
    await using journal = await engine.open({ bytesMax: 300_000, retention: DAY })
    const large = message(1, { payload: Buffer.alloc(20_000, 1) })
    await journal.append([large])
    await journal.advance('ingest', 1)
    for (let sequence = 2; sequence <= 100; sequence++) {
      expect(await journal.append([large])).toBe(sequence)
      await journal.advance('ingest', sequence - 1)
    }
    const { bytes, bytesMax, firstSequence } = await journal.status()
    expect(bytes).toBeLessThanOrEqual(bytesMax)
    expect(await journal.read(98, 10), 'the newest are kept').toHaveLength(2)
    expect(firstSequence, 'and no more goes than must').toBeLessThan(95)
  })

  test('near its bound it gives up what all consumers have passed, the oldest first, before its time', async () => {
    await using journal = await engine.open({ bytesMax: 1_000_000, retention: DAY })
    for (let sequence = 1; sequence <= 90; sequence++) {
      await journal.append([message(1, { payload: Buffer.alloc(10_000, 1) })])
    }
    expect((await journal.status()).bytes).toBeGreaterThan(800_000)
    await journal.advance('ingest', 90)
    await journal.advance('archive', 5)
    expect(await trimAll(journal, START)).toBe(5)
    await journal.advance('archive', 90)
    expect(await trimAll(journal, START)).toBeGreaterThan(0)
    const { bytes, firstSequence } = await journal.status()
    expect(bytes).toBeLessThanOrEqual(800_000)
    expect(bytes, 'and no more than that').toBeGreaterThan(700_000)
    expect(await journal.read(0, 100)).toHaveLength(91 - firstSequence)
  })
}

function testPresence(engine: JournalEngine): void {
  test('it knows who is online, also after trimming and reopening', async () => {
    await using journal = await engine.open({ retention: HOUR })
    await journal.append([presence('a', 'online'), message(1), presence('b', 'online')])
    await journal.append([presence('c', 'online'), presence('a', 'offline')])
    await journal.append([presence('c', 'offline'), presence('c', 'online')])
    await journal.advance('ingest', 7)
    expect(await trimAll(journal, START + DAY)).toBe(7)
    await using again = await engine.open({ beside: journal })
    expect((await again.online()).toSorted()).toEqual(['b', 'c'])
  })
}

function testSeals(engine: JournalEngine): void {
  const START_PLACE = { sequence: 0, seal: null }

  test('seals lead from commit to commit, also over a trimmed one and a new start', async () => {
    await using journal = await engine.open({ retention: HOUR })
    await journal.append([message(1), message(2)])
    await journal.append([presence('vat-1', 'online', START)])
    const first = await journal.readSealed(START_PLACE)
    expect(first.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    await journal.advance('ingest', 3)
    expect(await trimAll(journal, START + DAY)).toBe(3)
    await using again = await engine.open({ beside: journal })
    await again.append([message(4)])
    const next = await again.readSealed(first.place)
    expect(next.entries.map(({ sequence }) => sequence)).toEqual([4])
    expect(next.breaks).toEqual([])
    expect(await again.readSealed(next.place)).toEqual({
      entries: [],
      place: next.place,
      breaks: [],
    })
  })

  test('a seal that another journal made does not fit', async () => {
    await using journal = await engine.open()
    await journal.append([message(1)])
    await journal.append([message(2)])
    const place = { sequence: 1, seal: new Uint8Array(32) }
    expect(await journal.readSealed(place)).toMatchObject({ breaks: [2] })
  })
}
