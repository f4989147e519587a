import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { createValueDecoder } from '#ingest/decode-values.ts'
import type { BundleSource } from '#trace/evidence/bundle/bundle-source.ts'
import { BUNDLE_FILES, ENTRIES, EVENTS, READINGS, RECORDS } from '#trace/evidence/bundle/layout.ts'
import { writeBundle } from '#trace/evidence/bundle/write-bundle.ts'
import { hashHead } from '#trace/evidence/head.ts'
import { createSigningKey } from '#trace/evidence/signing-key.ts'
import { formatReport } from '#trace/evidence/verify/report.ts'
import { verifyBundle } from '#trace/evidence/verify/verify-bundle.ts'

import {
  eachOf,
  openBundleFolder,
  rezip,
  toList,
  unzip,
  type BundleFolder,
} from './evidence-bundle-fixture.ts'

let folder: BundleFolder
let honest: string

beforeAll(async () => {
  folder = await openBundleFolder()
  honest = await folder.write(folder.source())
})
afterAll(() => folder[Symbol.asyncDispose]())

function verify(file: string, known: { knownKey?: string; knownHead?: string } = {}) {
  return verifyBundle({ file, decode: createValueDecoder(), ...known })
}

/** `kind subject` of all flaws that are named. */
async function flawsOf(file: string): Promise<string[]> {
  const { flaws } = await verify(file)
  return flaws.named.map(({ kind, subject }) => `${kind} ${subject}`)
}

async function flawsWith(change: Partial<BundleSource>): Promise<string[]> {
  return flawsOf(await folder.write(folder.source(change), 'changed.zip'))
}

test('an honest bundle holds, and says so in both languages', async () => {
  const verdict = await verify(honest, { knownKey: folder.key.publicKey.id })
  expect(verdict.flaws.named).toEqual([])
  expect(verdict.counts).toEqual({
    entryCount: 80,
    readingCount: verdict.counts.readingCount,
    recordCount: 6,
    eventCount: 5,
  })
  expect(verdict.counts.readingCount).toBeGreaterThan(140)
  expect(formatReport(verdict, 'vi', folder.key.publicKey.id)).toContain('mọi điều đều đúng')
  const page = formatReport(verdict, 'en', folder.key.publicKey.id)
  expect(page).toContain('✓ 80 raw messages are in the log, byte by byte')
  expect(page).toContain('the one that is known')
  expect(page.split('\n').length).toBeLessThan(40)
})

test('any flipped bit is found', async () => {
  const bytes = await readFile(honest)
  const file = path.join(folder.data, 'flipped.zip')
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
      const changed = Buffer.from(bytes)
      const at = Math.floor(bit / 8)
      changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8))
      await writeFile(file, changed)
      const { flaws } = await verify(file)
      expect(flaws.count, `bit ${bit}`).toBeGreaterThan(0)
      expect(flaws.named.every(({ subject }) => subject !== '')).toBe(true)
    }),
    { numRuns: 150 },
  )
})

test('a file that is cut short is found', async () => {
  const bytes = await readFile(honest)
  const file = path.join(folder.data, 'short.zip')
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (length) => {
      await writeFile(file, bytes.subarray(0, length))
      expect((await verify(file)).flaws.count).toBeGreaterThan(0)
    }),
    { numRuns: 30 },
  )
})

describe('in a bundle that is packed anew', () => {
  async function repacked(change: (files: Map<string, Buffer>) => void): Promise<string[]> {
    const files = await unzip(honest)
    change(files)
    const file = path.join(folder.data, 'repacked.zip')
    await rezip(file, files)
    return flawsOf(file)
  }

  test('that it is another zip file, and nothing else, is said', async () => {
    expect(await repacked(() => {})).toEqual(['zip-changed zip'])
  })

  test('every file that is taken away is named', async () => {
    for (const name of BUNDLE_FILES) {
      const flaws = await repacked((files) => files.delete(name))
      expect(flaws).toContain(`file-missing ${name}`)
    }
  })

  test('every file of which a byte is changed is named', async () => {
    const names = [...(await unzip(honest)).entries()].filter(([, bytes]) => bytes.length > 1)
    for (const [name] of names.filter(([one]) => BUNDLE_FILES.includes(one))) {
      const flaws = await repacked((files) => {
        const bytes = files.get(name) ?? Buffer.of()
        const at = Math.floor(Math.random() * bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8))
      })
      expect(flaws).toContain(`file-changed ${name}`)
    }
  })

  test('a file too many is named', async () => {
    const flaws = await repacked((files) => files.set('readings-2.csv', Buffer.from('1')))
    expect(flaws).toContain('file-unknown readings-2.csv')
  })

  test('an entry, a reading, an event and a record that are taken away are named', async () => {
    const cases = [
      [ENTRIES, 10, /^entry-missing entry \d+$/],
      [READINGS, 20, /^reading-missing reading \d+ vat-01 \S+ 2026-11-20T/],
      [RECORDS, 2, /^record-missing record 3$/],
      [EVENTS, 3, /^event-missing event urn:uuid:event-3$/],
    ] as const
    for (const [name, line, expected] of cases) {
      const flaws = await repacked((files) => {
        const lines = String(files.get(name)).split('\n').toSpliced(line, 1)
        files.set(name, Buffer.from(lines.join('\n')))
      })
      expect(flaws).toContain(`file-changed ${name}`)
      expect(flaws).toContainEqual(expect.stringMatching(expected))
    }
  })
})

describe('under the right signatures, by the producer itself', () => {
  const readings = () => toList(folder.source().readings)

  test('an altered reading is named', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.double({ noNaN: true }), async (pick, value) => {
        const all = await readings()
        const at = pick % all.length
        const one = all[at]
        fc.pre(one !== undefined && one.value !== value && Number.isFinite(value))
        if (one === undefined) return
        const flaws = await flawsWith({ readings: eachOf(all.with(at, { ...one, value })) })
        const when = new Date(one.measuredAt).toISOString()
        expect(flaws).toContain(
          `reading-changed reading ${one.sequence} vat-01 ${one.channel} ${when}`,
        )
      }),
      { numRuns: 20 },
    )
  })

  test('a reading that was left out or made up is named', async () => {
    const all = await readings()
    const one = all[33]
    if (one === undefined) throw new Error('no reading')
    const when = new Date(one.measuredAt).toISOString()
    const name = `reading ${one.sequence} vat-01 ${one.channel} ${when}`
    expect(await flawsWith({ readings: eachOf(all.toSpliced(33, 1)) })).toEqual([
      `reading-missing ${name}`,
    ])
    const invented = { ...one, channel: 'co2' }
    const flaws = await flawsWith({ readings: eachOf(all.toSpliced(33, 0, invented)) })
    expect(flaws).toEqual([`reading-unknown ${name.replace(one.channel, 'co2')}`])
  })

  test('what a later message replaced may be left out', async () => {
    const all = await readings()
    const first = all.findIndex(({ value, channel }) => value === 31.5 && channel === 'temperature')
    expect(
      all.filter(
        (one) => one.channel === 'temperature' && one.measuredAt === all[first]?.measuredAt,
      ),
    ).toHaveLength(2)
    expect(await flawsWith({ readings: eachOf(all.toSpliced(first, 1)) })).toEqual([])
  })

  test('an event that is not among the records, and one that is left out, are named', async () => {
    const events = await toList(folder.source().events)
    const left = await flawsWith({ events: eachOf(events.toSpliced(2, 1)) })
    expect(left).toEqual(['event-missing event urn:uuid:event-3'])
    const changed = events.with(2, { ...events[2], bizStep: 'shipping' })
    const flaws = await flawsWith({ events: eachOf(changed) })
    expect(flaws).toEqual(['event-unknown event 3', 'event-missing event urn:uuid:event-3'])
  })

  test('an entry that is not what was hashed is not packed at all', async () => {
    const entries = await toList(folder.source().entries)
    const [first] = entries
    if (first === undefined) throw new Error('no entry')
    const forged = entries.with(0, { ...first, bytes: Buffer.from('other') })
    await expect(folder.write(folder.source({ entries: eachOf(forged) }))).rejects.toMatchObject({
      code: 'BUNDLE_NOT_LOGGED',
    })
  })
})

test('another key, and a head that was kept and is not there, are named', async () => {
  const stranger = createSigningKey(Buffer.alloc(32, 7))
  const file = path.join(folder.data, 'stranger.zip')
  const context = { reader: folder.reader, key: stranger, at: Date.now() }
  await writeBundle(file, folder.source(), context)
  expect(await flawsOf(file)).toEqual([])
  const { flaws } = await verify(file, {
    knownKey: folder.key.publicKey.id,
    knownHead: 'f'.repeat(64),
  })
  expect(flaws.named.map(({ kind }) => kind)).toEqual(['key-other', 'head-known'])
  const kept = folder.reader.heads('journal', { after: 0, limit: 1 })[0]?.body ?? ''
  expect((await verify(honest, { knownHead: hashHead(kept) })).flaws.count).toBe(0)
})

test('a reading that is given twice is named', async () => {
  const all = await toList(folder.source().readings)
  const twice = await flawsWith({ readings: eachOf(all.toSpliced(3, 0, ...all.slice(3, 4))) })
  expect(twice).toEqual([expect.stringMatching(/^reading-unknown/)])
})
