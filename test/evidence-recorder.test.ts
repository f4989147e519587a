import { stat } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { describe, expect, test } from 'vitest'

import { DAY } from '#domain/time.ts'
import { EVIDENCE_CONSUMER } from '#store/journal/contract.ts'
import { FrameEncoder } from '#store/journal/frame.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'
import { readArchive } from '#trace/evidence/archive-read.ts'
import { hashHead, verifyHead } from '#trace/evidence/head.ts'
import { decodeJournalLeaf, encodeJournalLeaf, encodeRecordLeaf } from '#trace/evidence/leaf.ts'
import { verifyConsistency, verifyInclusion } from '#trace/evidence/merkle-verify.ts'
import { hashLeaf } from '#trace/evidence/merkle.ts'
import { createTraceRecords } from '#trace/evidence/trace-records.ts'

import { openEvidenceFolder, until, untilSigned, type EvidenceFolder } from './evidence-fixture.ts'
import { damageBatch } from './journal-damage.ts'
import { message, START } from './journal-message.ts'

async function append({ journal }: EvidenceFolder, count: number): Promise<void> {
  const { lastSequence } = await journal.status()
  const entries = Array.from({ length: count }, (_, index) => message(lastSequence + 1 + index))
  for (let from = 0; from < count; from += 100)
    await journal.append(entries.slice(from, from + 100))
}

function toHex(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex')
}

function toTree({ size, root }: { readonly size: number; readonly root: string }) {
  return { size, root: Buffer.from(root, 'hex') }
}

describe('the log of the journal', () => {
  test('holds each entry, proves it, and goes on after a restart', async () => {
    await using folder = await openEvidenceFolder()
    const { journal, key } = folder
    using reader = folder.openReader()
    await append(folder, 700)
    {
      await using _first = await folder.record()
      await untilSigned(reader, journal)
    }
    await append(folder, 301)
    await using _second = await folder.record()
    await untilSigned(reader, journal)

    const last = reader.lastHead('journal')
    if (last === undefined) throw new Error('no head')
    expect(last.head).toMatchObject({ size: 1_001, findings: [] })
    const entries = [...(await journal.read(0, 600)), ...(await journal.read(600, 600))]
    expect(entries).toHaveLength(1_001)
    for (const entry of entries) {
      const index = reader.indexOf('journal', entry.sequence) ?? -1
      const leaf = { index, hash: hashLeaf(encodeJournalLeaf(entry)) }
      const proof = reader.inclusion('journal', index, 1_001)
      expect(verifyInclusion(leaf, proof, toTree(last.head))).toBe(true)
    }
    const heads = reader.heads('journal', { after: 0, limit: 100 })
    for (const [index, signed] of heads.entries()) {
      const before = heads[index - 1]
      expect(verifyHead(signed, key.publicKey)).toBe(true)
      expect(signed.head.previous).toBe(before === undefined ? null : hashHead(before.body))
      if (before === undefined) continue
      const proof = reader.consistency('journal', before.head.size, signed.head.size)
      expect(verifyConsistency(toTree(before.head), toTree(signed.head), proof)).toBe(true)
    }
  })

  test('an entry that was changed after its PUBACK, before it was hashed, is told in a signed head', async () => {
    await using folder = await openEvidenceFolder()
    using reader = folder.openReader()
    await append(folder, 1)
    await append(folder, 1)
    await append(folder, 1)
    {
      using database = new DatabaseSync(path.join(folder.data, 'journal.db'))
      const frame = new FrameEncoder().encode([message(2, { payload: Buffer.from('{}') })])
      database.prepare('UPDATE batch SET bytes = ? WHERE first_sequence = 2').run(frame)
    }
    await using _recorder = await folder.record()
    await untilSigned(reader, folder.journal)
    expect(reader.heads('journal', { after: 0, limit: 9 })[0]?.head.findings).toEqual([
      { kind: 'seal', firstNumber: 2, lastNumber: 3 },
    ])
  })

  test('entries that were damaged on disk keep their place', async () => {
    await using folder = await openEvidenceFolder()
    using reader = folder.openReader()
    for (let count = 0; count < 3; count++) await append(folder, 2)
    damageBatch(path.join(folder.data, 'journal.db'), 3)
    await using _recorder = await folder.record()
    await untilSigned(reader, folder.journal)
    const [first] = reader.heads('journal', { after: 0, limit: 1 })
    expect(first?.head).toMatchObject({
      size: 6,
      findings: [{ kind: 'damaged', firstNumber: 3, lastNumber: 4 }],
    })
    const damaged = hashLeaf(encodeJournalLeaf({ kind: 'damaged', sequence: 4 }))
    expect(Buffer.from(reader.leaf('journal', 3))).toEqual(damaged)
  })

  test('a journal that was put back gets its numbers a second time, and the log says so', async () => {
    await using folder = await openEvidenceFolder()
    using reader = folder.openReader()
    await append(folder, 5)
    {
      await using _recorder = await folder.record()
      await untilSigned(reader, folder.journal)
    }
    const older = path.join(folder.data, 'older.db')
    await using restored = await openSqliteJournal({ path: older })
    await restored.append([message(1), message(2)])
    await using _again = await folder.record({ journal: restored })
    await until(() => reader.wishes().size === 0)
    await until(() => reader.progress('journal').number === 2)
    await restored.append([message(30)])
    await untilSigned(reader, restored)
    const { head } = reader.lastHead('journal') ?? {}
    expect(head?.size).toBe(6)
    expect(reader.indexOf('journal', 3)).toBe(5)
    expect(reader.indexOf('journal', 5)).toBe(4)
    const findings = reader
      .heads('journal', { after: 0, limit: 9 })
      .flatMap((one) => one.head.findings)
    expect(findings).toEqual([{ kind: 'restored', firstNumber: 3, lastNumber: 5 }])
  })

  test('nothing is signed over a log whose hashes were changed', async () => {
    await using folder = await openEvidenceFolder()
    using reader = folder.openReader()
    await append(folder, 300)
    {
      await using _recorder = await folder.record()
      await untilSigned(reader, folder.journal)
    }
    {
      using database = new DatabaseSync(folder.file)
      const select = database.prepare('SELECT hashes FROM tile WHERE level = 0 AND position = 1')
      const hashes = select.get()?.['hashes']
      if (!(hashes instanceof Uint8Array)) throw new Error('no tile')
      hashes[5] = (hashes[5] ?? 0) ^ 1
      database.prepare('UPDATE tile SET hashes = ? WHERE level = 0 AND position = 1').run(hashes)
    }
    const before = reader.lastHead('journal')?.head.number
    await using recorder = await folder.record()
    reader.wish('journal', Date.now())
    await until(() => !recorder.health().ok)
    expect(recorder.health().detail['problem']).toContain('evidence.db was changed or damaged')
    expect(reader.lastHead('journal')?.head.number).toBe(before)
  })
})

describe('the archive', () => {
  test('holds what was hashed, byte by byte, and lets the journal trim only then', async () => {
    await using folder = await openEvidenceFolder()
    const { journal, archiveFolder } = folder
    using reader = folder.openReader()
    await using _recorder = await folder.record({ waitingBytesMax: 20_000 })
    await append(folder, 2_000)
    await journal.advance('ingest', 2_000)
    await until(() => reader.progress('journal').archivedNumber > 1_000)
    const { archivedNumber, size } = reader.progress('journal')
    await until(() => reader.wishes().size === 0)
    expect((await journal.status()).cursors.get(EVIDENCE_CONSUMER)).toBe(archivedNumber)
    const kept = await journal.read(0, 4_000)
    await journal.trim(START + 30 * DAY)

    const leaves: Buffer[] = []
    for (const { name } of reader.archives(1, size)) {
      for await (const leaf of readArchive(path.join(archiveFolder, name))) leaves.push(leaf)
      expect((await stat(path.join(archiveFolder, name))).mode & 0o777).toBe(0o600)
    }
    expect(leaves).toHaveLength(archivedNumber)
    expect(leaves.map((leaf) => decodeJournalLeaf(leaf))).toEqual(kept.slice(0, archivedNumber))
    const hashed = leaves.map((_, index) => toHex(reader.leaf('journal', index)))
    expect(leaves.map((leaf) => toHex(hashLeaf(leaf)))).toEqual(hashed)
    expect((await journal.status()).firstSequence).toBe(archivedNumber + 1)
  })

  test('an entry that was changed after it was hashed is archived and told in the head', async () => {
    await using folder = await openEvidenceFolder()
    using reader = folder.openReader()
    for (let count = 0; count < 4; count++) await append(folder, 1)
    {
      await using _recorder = await folder.record()
      await untilSigned(reader, folder.journal)
    }
    {
      using database = new DatabaseSync(path.join(folder.data, 'journal.db'))
      const frame = new FrameEncoder().encode([message(2, { payload: Buffer.from('{}') })])
      database.prepare('UPDATE batch SET bytes = ? WHERE first_sequence = 2').run(frame)
    }
    await using _recorder = await folder.record({ waitingBytesMax: 1 })
    await until(() => reader.progress('journal').archivedNumber === 4)
    expect(reader.lastHead('journal')?.head).toMatchObject({
      archive: { firstSequence: 1, lastSequence: 4 },
      findings: [{ kind: 'altered', firstNumber: 2, lastNumber: 2 }],
    })
  })
})

test('records have a log of their own, in canonical JSON', async () => {
  await using folder = await openEvidenceFolder()
  using reader = folder.openReader()
  const records = [
    { number: 1, kind: 'epcis-event', id: 'ni:///sha-256;1', value: { b: [1e21, 'ố'], a: null } },
    { number: 2, kind: 'lab-report', id: 'r-2', value: { nitrogen: 31.5 } },
  ]
  const source = {
    read: async (after: number, max: number) => records.slice(after, after + max),
  }
  await using _recorder = await folder.record({ records: source })
  await until(() => reader.lastHead('records')?.head.size === 2)
  const leaf = encodeRecordLeaf({
    ...records[0],
    number: 1,
    kind: 'epcis-event',
    id: 'ni:///sha-256;1',
    value: { a: null, b: [1e21, 'ố'] },
  })
  expect(leaf.subarray(-28).toString()).toBe('{"a":null,"b":[1e+21,"ố"]}')
  expect(Buffer.from(reader.leaf('records', 0))).toEqual(hashLeaf(leaf))
})

test('the leaf of an entry is these bytes', () => {
  const payload = Buffer.from('{"ph":5.1}')
  const entry = {
    ...message(1, { payload, device: 'vat-1', topic: 'nguon/v1/vat-1/readings', retained: true }),
    receivedAt: 1_795_478_400_000,
    sequence: 2 ** 32 + 7,
  }
  const leaf = encodeJournalLeaf(entry)
  expect(leaf.toString('hex')).toBe(
    [
      '010101',
      '0000000100000007',
      '000001a20ada2c00',
      `0005${Buffer.from('vat-1').toString('hex')}`,
      `0017${Buffer.from('nguon/v1/vat-1/readings').toString('hex')}`,
      `0000000a${payload.toString('hex')}`,
    ].join(''),
  )
  expect(decodeJournalLeaf(leaf)).toEqual(entry)
  for (let length = 0; length < leaf.length; length++) {
    expect(decodeJournalLeaf(leaf.subarray(0, length))).toBeUndefined()
  }
})

test('what is written about batches comes into the log of records', async () => {
  await using folder = await openEvidenceFolder()
  using reader = folder.openReader()
  await using trace = await openSqliteTrace({ path: path.join(folder.data, 'trace.db') })
  const by = { at: START, by: 'lan' }
  const report = JSON.stringify({ nitrogen: 31.5, note: '\ud800' })
  await trace.change(async (change) => {
    await change.addRecord({ kind: 'lab-report', id: 'r-1', body: '{"b":1,"a":2}' }, by)
    await change.addRecord({ kind: 'lab-report', id: 'r-2', body: report }, by)
  })
  await using _recorder = await folder.record({ records: createTraceRecords(trace) })
  await until(() => reader.lastHead('records')?.head.size === 2)
  const value = { body: { b: 1, a: 2 }, recordedAt: START, recordedBy: 'lan' }
  const leaf = encodeRecordLeaf({ number: 1, kind: 'lab-report', id: 'r-1', value })
  expect(leaf.toString()).toContain('{"body":{"a":2,"b":1},"recordedAt":')
  expect(toHex(reader.leaf('records', 0))).toBe(toHex(hashLeaf(leaf)))
})
