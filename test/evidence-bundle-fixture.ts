import { writeFile } from 'node:fs/promises'
import path from 'node:path'

import { openPromise } from 'yauzl'
import { ZipFile } from 'yazl'

import { createValueDecoder } from '#ingest/decode-values.ts'
import type { Entry } from '#store/journal/contract.ts'
import type { BundleSource } from '#trace/evidence/bundle/bundle-source.ts'
import { writeBundle } from '#trace/evidence/bundle/write-bundle.ts'
import { readEntries } from '#trace/evidence/entry-source.ts'
import type { RecordLeaf } from '#trace/evidence/leaf.ts'

import { openEvidenceFolder, until, untilSigned } from './evidence-fixture.ts'

const START = Date.parse('2026-11-20T00:00:00Z')
const [FROM, TO] = ['2026-11-20T00:00:00.000Z', '2026-11-27T00:00:00.000Z']

/** Two vats, of which the bundle is about one: with a time, without one, corrected, late, and not to be used. */
function createEntries(): Entry[] {
  return Array.from({ length: 120 }, (_, index) => {
    const device = index % 3 === 0 ? 'vat-02' : 'vat-01'
    const receivedAt = START + index * 60_000
    const payload = Buffer.from(payloadOf(index, receivedAt))
    const topic = `nguon/v1/${device}/readings`
    return { kind: 'message', receivedAt, device, topic, payload, retained: false } as const
  })
}

function payloadOf(index: number, receivedAt: number): string | Uint8Array {
  const time = new Date(receivedAt - (index % 7) * 1_000).toISOString()
  if (index === 40) return Uint8Array.of(0xff, 0xfe, 0x00, 0x41)
  if (index === 50) return '{"time":"2026-11-20T00:05:30Z","temperature":31.5}'
  if (index === 52) return '{"time":"2026-11-20T00:05:30Z","temperature":31.7}'
  if (index % 5 === 0) return `[{"temperature":${30 + index / 10}},{"temperature":30}]`
  return JSON.stringify({ time, 'temperature/top': 30 + index / 8, ph: 5 + (index % 9) / 10 })
}

const EVENTS = Array.from({ length: 5 }, (_, index) => {
  const eventID = `urn:uuid:event-${index + 1}`
  return { type: 'ObjectEvent', eventID, bizStep: 'receiving' }
})

const RECORDS: readonly RecordLeaf[] = [
  ...Array.from({ length: 5 }, (_, index) => ({
    number: index + 1,
    kind: 'event',
    id: `urn:uuid:event-${index + 1}`,
    value: { body: { event: EVENTS[index], context: [] }, recordedAt: START, recordedBy: 'lan' },
  })),
  { number: 6, kind: 'lab-report', id: 'report-6', value: { nitrogen: 31.5, lab: 'QUATEST 2' } },
]

export type BundleFolder = Awaited<ReturnType<typeof openBundleFolder>>

/** Entries and records of some days under signed heads, and bundles of one device made of them. */
export async function openBundleFolder() {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await openEvidenceFolder())
  const { journal, archiveFolder, key } = folder
  const reader = opening.use(folder.openReader())
  const records = { read: async (after: number, max: number) => RECORDS.slice(after, after + max) }
  const entries = createEntries()
  for (const part of [entries.slice(0, 70), entries.slice(70)]) {
    await journal.append(part)
    await using _recorder = await folder.record({ records, waitingBytesMax: 5_000 })
    await untilSigned(reader, journal)
    await until(() => reader.lastHead('records'))
  }
  const raw = { journal, reader, archiveFolder }
  const wanted = () => wantedEntries(raw, entries.length)

  const resources = opening.move()
  return {
    ...folder,
    reader,
    /** What a bundle of vat-01 is made of; `change` replaces parts of it. */
    source: (change: Partial<BundleSource> = {}): BundleSource => ({
      subject: { device: 'vat-01' },
      scope: ['temperature', 'temperature/top', 'ph'].map((channel) => {
        return { device: 'vat-01', channel, from: FROM, to: TO }
      }),
      entries: wanted(),
      readings: readingsOf(wanted()),
      records: eachOf(RECORDS),
      events: eachOf(EVENTS),
      sections: { limits: eachOf([{ id: 'vat-hot', above: 50 }]), alarms: eachOf([]) },
      ...change,
    }),
    write: async (source: BundleSource, name = 'bundle.zip'): Promise<string> => {
      const file = path.join(folder.data, name)
      await writeBundle(file, source, { reader, key, at: Date.now() })
      return file
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function* wantedEntries(raw: Parameters<typeof readEntries>[0], last: number) {
  for await (const entry of readEntries(raw, 1, last)) {
    if (entry.leaf.kind !== 'damaged' && entry.leaf.device === 'vat-01') yield entry
  }
}

async function* readingsOf(entries: BundleSource['entries']) {
  const decode = createValueDecoder()
  for await (const { leaf } of entries) if (leaf.kind !== 'damaged') yield* decode([leaf])
}

export async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

export async function toList<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

/** The files of a zip file. */
export async function unzip(file: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(file, { autoClose: false })
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    const parts = await toList<Buffer>(await zip.openReadStreamPromise(entry))
    files.set(entry.fileName, Buffer.concat(parts))
  }
  zip.close()
  return files
}

export async function rezip(file: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  const zip = new ZipFile()
  for (const [name, bytes] of files) zip.addBuffer(bytes, name)
  zip.end()
  await writeFile(
    file,
    Buffer.concat(await toList<Buffer>(zip.outputStream as AsyncIterable<Buffer>)),
  )
}
