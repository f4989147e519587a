import type { X509Certificate } from 'node:crypto'

import { toMessage } from '#domain/error.ts'

import type { DecodeEntries } from '../bundle/decoded-value.ts'
import { ENTRIES } from '../bundle/layout.ts'
import { verifySeal } from '../bundle/seal.ts'
import { LOG_NAMES, type LogName } from '../evidence-reader.ts'
import { checkFiles, checkManifest, readKeys, readManifest } from './check-files.ts'
import { checkHeads, type CheckedHeads } from './check-heads.ts'
import { checkLeaves } from './check-leaves.ts'
import { ReadingCheck } from './check-readings.ts'
import { checkRecords } from './check-records.ts'
import { Flaws } from './flaw.ts'
import { attempt, type OpenedBundle } from './opened-bundle.ts'
import { ZipReader } from './zip-reader.ts'

export interface VerifyOptions {
  readonly file: string
  /** Begins anew for each bundle: how messages without a time are dated depends on those before. */
  readonly decode: DecodeEntries
  /** Id of the producer's key, learned by another way than this file. */
  readonly knownKey?: string | undefined
  /** SHA-256 of the body of a head that was kept from earlier. */
  readonly knownHead?: string | undefined
  /** Of the time-stamp authority, or of who certifies it. */
  readonly authority?: X509Certificate | undefined
}

/** What the examination came to; the bundle holds only if there are no flaws. */
export interface Verdict {
  readonly flaws: Flaws
  readonly bundle: Pick<OpenedBundle, 'manifest'>
  readonly counts: Readonly<
    Record<'entryCount' | 'readingCount' | 'recordCount' | 'eventCount', number>
  >
  readonly heads: Readonly<Record<LogName, CheckedHeads>>
}

const NO_HEADS: CheckedHeads = { heads: [], hashes: new Set(), lastStamp: undefined }
const NOTHING = { entryCount: 0, readingCount: 0, recordCount: 0, eventCount: 0 }

/** Examines a bundle with nothing but the file. */
export async function verifyBundle(options: VerifyOptions): Promise<Verdict> {
  const flaws = new Flaws()
  try {
    using zip = await ZipReader.open(options.file)
    const manifest = await readManifest(zip, flaws)
    const keys = await readKeys(zip, flaws)
    return await examine({ zip, manifest, keys, flaws }, options)
  } catch (error) {
    flaws.add('zip-unreadable', options.file, toMessage(error))
    const heads = { journal: NO_HEADS, records: NO_HEADS }
    return { flaws, bundle: { manifest: undefined }, counts: NOTHING, heads }
  }
}

async function examine(bundle: OpenedBundle, options: VerifyOptions): Promise<Verdict> {
  const { flaws } = bundle
  await checkFiles(bundle)
  await checkManifest(bundle)
  await checkSealOf(bundle, options.file)
  const heads = {
    journal: await checkHeads(bundle, 'journal', options.authority),
    records: await checkHeads(bundle, 'records', options.authority),
  }
  checkKnown(bundle, heads, options)
  const rows = await checkLeaves(bundle, 'journal', heads.journal.heads)
  const raw = await attempt(bundle, ENTRIES, () =>
    new ReadingCheck(bundle, options.decode, rows).run(),
  )
  const recordRows = await checkLeaves(bundle, 'records', heads.records.heads)
  const records = await checkRecords(bundle, recordRows)
  return { flaws, bundle, counts: { ...NOTHING, ...raw, ...records }, heads }
}

async function checkSealOf({ manifest, keys, flaws }: OpenedBundle, file: string): Promise<void> {
  const key = keys.get(manifest?.key ?? '')
  if (key === undefined || !(await verifySeal(file, key))) flaws.add('zip-changed', 'zip')
}

function checkKnown(
  { manifest, flaws }: OpenedBundle,
  heads: Verdict['heads'],
  { knownKey, knownHead }: VerifyOptions,
): void {
  if (knownKey !== undefined && manifest?.key !== knownKey) {
    flaws.add('key-other', 'key', `${manifest?.key ?? ''} ≠ ${knownKey}`)
  }
  if (knownHead === undefined) return
  if (!LOG_NAMES.some((log) => heads[log].hashes.has(knownHead))) {
    flaws.add('head-known', 'head', knownHead)
  }
}
