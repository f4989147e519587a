import { z } from 'zod'

import { LOG_NAMES, type LogName } from '../evidence-reader.ts'

/** What a signature over a manifest is for; see docs/evidence.md for the whole layout. */
export const BUNDLE_TYPE = 'nguon-bundle/1'

export const MANIFEST = 'manifest.json'
export const MANIFEST_SIGNATURE = 'manifest.sig'
export const KEYS = 'keys.json'
export const ENTRIES = 'entries.jsonl'
export const RECORDS = 'records.jsonl'
export const READINGS = 'readings.csv'
export const EVENTS = 'events.jsonld'

/** Facts beside the readings, a JSON object a line. */
export const SECTIONS = [
  'limits',
  'alarms',
  'calibrations',
  'installations',
  'lab-reports',
] as const
export type Section = (typeof SECTIONS)[number]

export function sectionFile(section: Section): string {
  return `${section}.jsonl`
}

/** Of each log: its heads, and what proves the leaves and that each head continues the one before. */
export function logFiles(log: LogName) {
  return {
    heads: `proofs/${log}-heads.jsonl`,
    consistency: `proofs/${log}-consistency.jsonl`,
    leaves: `proofs/${log}-leaves.bin`,
    nodes: `proofs/${log}-nodes.bin`,
  } as const
}

/** A leaf in `proofs/…-leaves.bin`: u64be number, u64be index, hash. */
export const LEAF_ROW_BYTES = 8 + 8 + 32

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const instant = z.iso.datetime()

const scopeShape = z.strictObject({
  device: z.string(),
  channel: z.string(),
  /** Inclusive. */
  from: instant,
  /** Exclusive. */
  to: instant,
})

const fileShape = z.strictObject({
  path: z.string(),
  bytes: z.number().int().min(0),
  sha256: hex,
})

export const manifestShape = z.strictObject({
  type: z.literal(BUNDLE_TYPE),
  createdAt: instant,
  /** What the bundle is about, for people; a batch, a device. */
  subject: z.record(z.string(), z.json()),
  /** Every value that the entries hold of these channels in these times is among the readings. */
  scope: z.array(scopeShape),
  /** Number of the head of each log that covers the leaves; null where the bundle has none of that log. */
  heads: z.strictObject({ journal: z.number().nullable(), records: z.number().nullable() }),
  /** Of the key that signed the manifest. */
  key: hex,
  files: z.array(fileShape),
})

export type Manifest = z.output<typeof manifestShape>
export type Scope = Manifest['scope'][number]

/** Every file that a bundle may hold beside manifest and signature. */
export const BUNDLE_FILES: readonly string[] = [
  KEYS,
  ENTRIES,
  RECORDS,
  READINGS,
  EVENTS,
  ...SECTIONS.map(sectionFile),
  ...LOG_NAMES.flatMap((log) => Object.values(logFiles(log))),
]
