import canonicalize from 'canonicalize'

import { NguonError } from '#domain/error.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'

/*
 * What is hashed into the logs, byte by byte (docs/evidence.md tells it for others). Integers are big-endian.
 *
 *   journal  u8 version 1 · u8 kind · u8 flags · u64 sequence · u64 receivedAt (ms) ·
 *            u16 length, device · u16 length, topic · u32 length, payload
 *            kind: 1 message, 2 presence, 3 damaged (the bytes were lost on disk: all else is 0 or empty)
 *            flags: 1 retained
 *   records  u8 version 1 · u8 16 · u64 number · u16 length, kind · u16 length, id · u32 length, JSON (RFC 8785)
 *
 * Texts are UTF-8. Every field says where it ends, so no two entries have the same bytes.
 */
const VERSION = 1
const KINDS = { message: 1, presence: 2, damaged: 3 } as const
const RECORD = 16
const FLAG_RETAINED = 1
const JOURNAL_HEAD_BYTES = 3 + 8 + 8

/** An entry whose bytes were damaged on disk before they were hashed: that it was there is all that is known. */
export interface DamagedLeaf {
  readonly kind: 'damaged'
  readonly sequence: number
}

export type JournalLeaf = SequencedEntry | DamagedLeaf

/** Something that people or partners recorded; never changed afterwards. */
export interface RecordLeaf {
  /** Upwards, in the store that keeps it. */
  readonly number: number
  /** What it is: `event`, `operation`, `lab-report` … */
  readonly kind: string
  readonly id: string
  readonly value: unknown
}

/** Throws a NguonError `EVIDENCE_LEAF` when a text is longer than its length can say. */
export function encodeJournalLeaf(leaf: JournalLeaf): Buffer {
  if (leaf.kind === 'damaged') return encodeDamaged(leaf)
  const { device, topic, payload } = leaf
  const [deviceBytes, topicBytes] = [Buffer.byteLength(device), Buffer.byteLength(topic)]
  requireShort(deviceBytes, topicBytes)
  const bytes = Buffer.allocUnsafe(
    JOURNAL_HEAD_BYTES + 8 + deviceBytes + topicBytes + payload.length,
  )
  let at = writeHead(bytes, leaf)
  at = bytes.writeUInt16BE(deviceBytes, at)
  at += bytes.write(device, at)
  at = bytes.writeUInt16BE(topicBytes, at)
  at += bytes.write(topic, at)
  at = bytes.writeUInt32BE(payload.length, at)
  bytes.set(payload, at)
  return bytes
}

function writeHead(
  bytes: Buffer,
  { kind, retained, sequence, receivedAt }: SequencedEntry,
): number {
  bytes[0] = VERSION
  bytes[1] = KINDS[kind]
  bytes[2] = retained ? FLAG_RETAINED : 0
  return writeInteger(bytes, receivedAt, writeInteger(bytes, sequence, 3))
}

function encodeDamaged({ sequence }: DamagedLeaf): Buffer {
  const bytes = Buffer.alloc(JOURNAL_HEAD_BYTES + 8)
  bytes[0] = VERSION
  bytes[1] = KINDS.damaged
  writeInteger(bytes, sequence, 3)
  return bytes
}

/** Eight bytes without a BigInt for each: numbers are below 2^53. Returns where they end. */
function writeInteger(bytes: Buffer, value: number, at: number): number {
  const middle = bytes.writeUInt32BE(Math.floor(value / 0x1_0000_0000), at)
  return bytes.writeUInt32BE(value % 0x1_0000_0000, middle)
}

function requireShort(...lengths: readonly number[]): void {
  const long = lengths.find((length) => length > 0xffff)
  if (long === undefined) return
  throw new NguonError('EVIDENCE_LEAF', `a name of ${long} bytes; a leaf takes at most 65535`)
}

export function encodeRecordLeaf({ number, kind, id, value }: RecordLeaf): Buffer {
  const json = Buffer.from(toCanonicalJson(value))
  const [kindBytes, idBytes] = [Buffer.from(kind), Buffer.from(id)]
  requireShort(kindBytes.length, idBytes.length)
  const head = Buffer.alloc(2 + 8)
  head[0] = VERSION
  head[1] = RECORD
  writeInteger(head, number, 2)
  return Buffer.concat([
    head,
    toLength16(kindBytes.length),
    kindBytes,
    toLength16(idBytes.length),
    idBytes,
    toLength32(json.length),
    json,
  ])
}

function toLength16(length: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(length)
  return bytes
}

function toLength32(length: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  return bytes
}

/** JSON as RFC 8785 writes it: equal values, equal bytes. Throws on what JSON cannot say. */
export function toCanonicalJson(value: unknown): string {
  const json = canonicalize(value)
  if (json === undefined) throw new TypeError(`${typeof value} cannot be written as JSON`)
  return json
}

/** The entry back from its leaf; `undefined` when the bytes are not one whole leaf of the journal, written as we write it. */
export function decodeJournalLeaf(bytes: Uint8Array): JournalLeaf | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const leaf = readJournalLeaf(buffer)
  // There is one way to write a leaf; what reads back otherwise was not written by us.
  return leaf !== undefined && encodeJournalLeaf(leaf).equals(buffer) ? leaf : undefined
}

function readJournalLeaf(bytes: Buffer): JournalLeaf | undefined {
  if (bytes.length < JOURNAL_HEAD_BYTES + 8 || bytes[0] !== VERSION) return undefined
  const sequence = readInteger(bytes, 3)
  if (bytes[1] === KINDS.damaged) return { kind: 'damaged', sequence }
  const kind = bytes[1] === KINDS.presence ? 'presence' : 'message'
  const device = readText(bytes, JOURNAL_HEAD_BYTES)
  if (device === undefined) return undefined
  const topic = readText(bytes, device.end)
  if (topic === undefined || topic.end + 4 > bytes.length) return undefined
  return {
    kind,
    retained: bytes[2] === FLAG_RETAINED,
    sequence,
    receivedAt: readInteger(bytes, 11),
    device: device.text,
    topic: topic.text,
    payload: bytes.subarray(topic.end + 4),
  }
}

function readInteger(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4)
}

function readText(bytes: Buffer, at: number) {
  if (at + 2 > bytes.length) return undefined
  const end = at + 2 + bytes.readUInt16BE(at)
  if (end > bytes.length) return undefined
  return { text: bytes.toString('utf8', at + 2, end), end }
}
