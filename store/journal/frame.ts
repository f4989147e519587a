import { crc32 } from 'node:zlib'

import { NguonError } from '#domain/error.ts'

import type { Entry, SequencedEntry } from './contract.ts'
import { DamagedEntries } from './damaged-entries.ts'

/*
 * One committed batch as bytes. Integers are unsigned LEB128 unless a size is given:
 *
 *   u8 version · u32le CRC-32 of all that follows · earliest receivedAt · entries …
 *   entry: u8 flags · device · topic · receivedAt − earliest · payload length · payload
 *   device, topic: index into the strings seen so far in this batch; an index one past the last
 *   is a new string: length and UTF-8 follow at once
 *
 * So a batch of a hundred devices holds (and a reader decodes) a hundred names, not a name per entry.
 */
const VERSION = 1
const CHECKED_FROM = 5
const FLAG_PRESENCE = 1
const FLAG_RETAINED = 2
/** Flags and four integers of at most eight bytes, and the lengths of two new strings. */
const ENTRY_OVERHEAD_BYTES_MAX = 1 + 4 * 8 + 2 * 5
const UTF8_BYTES_PER_CODE_UNIT_MAX = 3

/** Encodes batches into one buffer that it reuses: the bytes are valid until the next call. */
export class FrameEncoder {
  #bytes = Buffer.allocUnsafe(64 * 1024)
  #position = 0
  readonly #indexes = new Map<string, number>()
  #device = ''
  #deviceIndex = -1
  #topic = ''
  #topicIndex = -1

  encode(entries: readonly Entry[]): Buffer {
    const earliestAt = this.#begin(entries)
    for (const entry of entries) this.#entry(entry, entry.receivedAt - earliestAt)
    const frame = this.#bytes.subarray(0, this.#position)
    frame.writeUInt32LE(crc32(frame.subarray(CHECKED_FROM)), 1)
    return frame
  }

  #begin(entries: readonly Entry[]): number {
    let earliestAt = entries[0]?.receivedAt ?? 0
    for (const { receivedAt } of entries) if (receivedAt < earliestAt) earliestAt = receivedAt
    this.#indexes.clear()
    this.#deviceIndex = this.#topicIndex = -1
    this.#bytes[0] = VERSION
    this.#position = CHECKED_FROM
    this.#integer(earliestAt)
    return earliestAt
  }

  #entry({ kind, device, topic, payload, retained }: Entry, age: number): void {
    const textBytesMax = (device.length + topic.length) * UTF8_BYTES_PER_CODE_UNIT_MAX
    this.#reserve(ENTRY_OVERHEAD_BYTES_MAX + textBytesMax + payload.length)
    const flags = (kind === 'presence' ? FLAG_PRESENCE : 0) | (retained ? FLAG_RETAINED : 0)
    this.#bytes[this.#position++] = flags
    this.#writeDevice(device)
    this.#writeTopic(topic)
    this.#integer(age)
    this.#integer(payload.length)
    this.#bytes.set(payload, this.#position)
    this.#position += payload.length
  }

  // A device's messages mostly come in runs, so the map is asked once a run.
  #writeDevice(device: string): void {
    if (this.#deviceIndex !== -1 && device === this.#device) return this.#integer(this.#deviceIndex)
    this.#device = device
    this.#deviceIndex = this.#text(device)
  }

  #writeTopic(topic: string): void {
    if (this.#topicIndex !== -1 && topic === this.#topic) return this.#integer(this.#topicIndex)
    this.#topic = topic
    this.#topicIndex = this.#text(topic)
  }

  #text(text: string): number {
    const known = this.#indexes.get(text)
    const index = known ?? this.#indexes.size
    this.#integer(index)
    if (known !== undefined) return index
    this.#indexes.set(text, index)
    this.#integer(Buffer.byteLength(text))
    this.#position += this.#bytes.write(text, this.#position)
    return index
  }

  #integer(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#position++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#position++] = rest
  }

  #reserve(byteCount: number): void {
    if (this.#position + byteCount <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe((this.#bytes.length + byteCount) * 2)
    this.#bytes.copy(larger, 0, 0, this.#position)
    this.#bytes = larger
  }
}

/** Where a batch stands in the journal, and its bytes. */
export interface Frame {
  readonly firstSequence: number
  readonly count: number
  readonly bytes: Uint8Array
}

/** Which entries are wanted: those after sequence `after`, and not more than `max` in all. */
export interface Wanted {
  readonly after: number
  readonly max: number
}

/** Appends to `into` the frame's entries that are wanted, until `into` holds `max`. Payloads are views into the frame. */
export function decodeFrame(frame: Frame, { after, max }: Wanted, into: SequencedEntry[]): void {
  const cursor = openFrame(frame)
  const earliestAt = cursor.integer()
  const end = frame.firstSequence + frame.count
  for (let sequence = frame.firstSequence; sequence < end && into.length < max; sequence++) {
    const entry = cursor.entry(sequence, earliestAt)
    if (sequence > after) into.push(entry)
  }
}

function openFrame({ firstSequence, count, bytes }: Frame): FrameCursor {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const checked = buffer.subarray(CHECKED_FROM)
  const whole = checked.length > 0 && crc32(checked) === buffer.readUInt32LE(1)
  if (whole && buffer[0] === VERSION) return new FrameCursor(buffer)
  const lastSequence = firstSequence + count - 1
  if (!whole) throw new DamagedEntries(firstSequence, lastSequence)
  throw new NguonError(
    'JOURNAL_VERSION',
    `entries ${firstSequence} to ${lastSequence} of the journal have format ${buffer[0]}; this Nguồn reads format ${VERSION}: install the version that wrote them`,
  )
}

class FrameCursor {
  readonly #bytes: Buffer
  readonly #texts: string[] = []
  #position = CHECKED_FROM

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  entry(sequence: number, earliestAt: number): SequencedEntry {
    const flags = this.#bytes[this.#position++] ?? 0
    const device = this.#text()
    const topic = this.#text()
    const receivedAt = earliestAt + this.integer()
    const length = this.integer()
    const payload = this.#bytes.subarray(this.#position, this.#position + length)
    this.#position += length
    const kind = (flags & FLAG_PRESENCE) === 0 ? 'message' : 'presence'
    return {
      kind,
      receivedAt,
      device,
      topic,
      payload,
      retained: (flags & FLAG_RETAINED) !== 0,
      sequence,
    }
  }

  integer(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.#bytes[this.#position++] ?? 0
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 0x80
    }
  }

  #text(): string {
    const known = this.#texts[this.integer()]
    if (known !== undefined) return known
    const length = this.integer()
    const text = this.#bytes.toString('utf8', this.#position, this.#position + length)
    this.#position += length
    this.#texts.push(text)
    return text
  }
}
