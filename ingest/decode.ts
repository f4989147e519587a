import { parseDeviceTopic } from '#domain/topic.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'

import type { Batch } from './batch.ts'
import { decodeNative } from './formats/native.ts'
import { decodePresence } from './formats/presence.ts'
import { quote, reject, rejectMistake } from './rejection.ts'

/** By what follows the device in the topic. */
const FORMATS: ReadonlyMap<string, (entry: SequencedEntry, batch: Batch) => void> = new Map([
  ['readings', decodeNative],
  ['status', decodePresence],
])

/** Bytes become claims and changes of presence. */
export function decode(batch: Batch): void {
  for (const entry of batch.entries) {
    try {
      decodeEntry(entry, batch)
    } catch (error) {
      rejectMistake(batch, entry, error)
    }
  }
}

function decodeEntry(entry: SequencedEntry, batch: Batch): void {
  if (entry.kind === 'presence') return decodePresence(entry, batch)
  const topic = parseDeviceTopic(entry.topic)
  const format = topic?.device === entry.device ? FORMATS.get(topic.rest) : undefined
  if (format !== undefined) return format(entry, batch)
  const accepted = `nguon/v1/${entry.device}/readings and nguon/v1/${entry.device}/status`
  const detail = `received on ${quote(entry.topic)}; accepted are ${accepted}`
  reject(batch, entry, { code: 'unknown-topic', detail })
}
