import { isUtf8 } from 'node:buffer'

import { z } from 'zod'

import type { Instant } from '#domain/time.ts'

import type { JournalLeaf } from '../leaf.ts'
import { toCanonicalJson } from '../leaf.ts'
import type { DecodedValue } from './decoded-value.ts'

/* How entries and readings are written, a line each. There is one way to write a line, so that none can be changed without a change in its meaning. */

const messageShape = z.strictObject({
  kind: z.enum(['message', 'presence']),
  sequence: z.number().int(),
  receivedAt: z.number().int(),
  device: z.string(),
  topic: z.string(),
  retained: z.boolean(),
  /** Where it is UTF-8. */
  payload: z.string().optional(),
  payloadBase64: z.base64().optional(),
})
const damagedShape = z.strictObject({ kind: z.literal('damaged'), sequence: z.number().int() })
const entryShape = z.union([messageShape, damagedShape])

export function formatEntry(leaf: JournalLeaf): string {
  if (leaf.kind === 'damaged') return toCanonicalJson(leaf)
  const { payload, ...others } = leaf
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const text = isUtf8(bytes)
    ? { payload: bytes.toString('utf8') }
    : { payloadBase64: bytes.toString('base64') }
  return toCanonicalJson({ ...others, ...text })
}

/** Undefined when the line is not an entry, written as we write it. */
export function parseEntry(line: string): JournalLeaf | undefined {
  const parsed = entryShape.safeParse(parseJson(line))
  if (!parsed.success) return undefined
  const leaf = toLeaf(parsed.data)
  return formatEntry(leaf) === line ? leaf : undefined
}

function toLeaf(entry: z.output<typeof entryShape>): JournalLeaf {
  if (entry.kind === 'damaged') return entry
  const { payload, payloadBase64 = '', ...others } = entry
  const bytes =
    payload === undefined ? Buffer.from(payloadBase64, 'base64') : Buffer.from(payload, 'utf8')
  return { ...others, payload: bytes }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const READINGS_HEADER = 'sequence,device,channel,quantity,measuredAt,value,quality'

/** Names of devices and channels need no quotes (they hold neither commas nor quotes). Times are RFC 3339, UTC. */
export function formatReading(value: DecodedValue): string {
  const { sequence, device, channel, quantity, measuredAt, quality } = value
  return `${sequence},${device},${channel},${quantity},${toUtc(measuredAt)},${value.value},${quality}`
}

// The values of a message mostly share their instant, and writing it costs more than all else of a line.
let lastWritten = { at: 0, text: new Date(0).toISOString() }

function toUtc(at: Instant): string {
  if (lastWritten.at !== at) lastWritten = { at, text: new Date(at).toISOString() }
  return lastWritten.text
}

/** Undefined when the line is not a reading, written as we write it. */
export function parseReading(line: string): DecodedValue | undefined {
  const [sequence, device = '', channel = '', quantity = '', at = '', value, quality] =
    line.split(',')
  const reading = {
    sequence: Number(sequence),
    device,
    channel,
    quantity,
    measuredAt: Date.parse(at),
    value: Number(value),
    quality: Number(quality),
  }
  const isWhole = Number.isFinite(reading.measuredAt) && formatReading(reading) === line
  return isWhole ? reading : undefined
}
