import { toMessage } from '#domain/error.ts'
import type { Rejection } from '#domain/rejection.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'

import type { Batch, Flaw } from './batch.ts'

/**
 * Rejections that one step adds for one message. Each carries the raw bytes, so a message of ten thousand wrong names
 * would cost ten thousand copies; what lies beyond is neither kept nor counted, but stands in the bytes of the first ones.
 */
const REJECTIONS_PER_MESSAGE_MAX = 20
/** Characters of what a device wrote that are shown again; what is longer ends in "…". */
const QUOTE_LENGTH_MAX = 80
const DETAIL_LENGTH_MAX = 300

export interface ChannelFlaw extends Flaw {
  /** As it was written; absent when the whole message is meant. */
  readonly channel?: string
}

/** Adds a rejection of the entry, or of one channel of it. */
export function reject(batch: Batch, entry: SequencedEntry, flaw: ChannelFlaw): void {
  const nth = batch.rejections.at(-REJECTIONS_PER_MESSAGE_MAX)
  if (nth?.sequence === entry.sequence) return
  batch.rejections.push(toRejection(entry, flaw))
}

/** Our own mistake on this entry: it becomes a rejection, and the stream goes on. */
export function rejectMistake(batch: Batch, entry: SequencedEntry, error: unknown): void {
  batch.mistakes.push(error)
  reject(batch, entry, { code: 'internal', detail: toMessage(error) })
}

export function toRejection(entry: SequencedEntry, flaw: ChannelFlaw): Rejection {
  return {
    device: entry.device,
    code: flaw.code,
    channel: toPlainText(flaw.channel ?? '', QUOTE_LENGTH_MAX),
    detail: toPlainText(flaw.detail, DETAIL_LENGTH_MAX),
    topic: entry.topic,
    payload: entry.payload,
    sequence: entry.sequence,
    receivedAt: entry.receivedAt,
  }
}

/** What a device wrote, as it may be shown in a sentence. Looks only at the surface: what is inside may be deep. */
export function quote(written: unknown): string {
  if (Array.isArray(written)) return 'an array'
  if (typeof written === 'object' && written !== null) return 'an object'
  return toPlainText(
    typeof written === 'string' ? `"${written}"` : String(written),
    QUOTE_LENGTH_MAX,
  )
}

/** One line of well-formed text without control characters, however hostile the device. */
function toPlainText(text: string, lengthMax: number): string {
  const short = text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text
  return short.replaceAll(/\p{Cc}/gu, ' ').toWellFormed()
}
