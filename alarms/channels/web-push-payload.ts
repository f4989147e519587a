import type { Message } from '#domain/notification/message.ts'
import type { Language, Notice } from '#domain/notification/notice.ts'

import { cutCharacters, cutLines } from './cut.ts'
import { PLAINTEXT_BYTES_MAX } from './web-push-encryption.ts'

/** What the service worker of a page is handed, as JSON. */
export interface WebPushPayload {
  /** The `tag` of the notification: one that comes twice replaces itself. */
  readonly key: string
  readonly language: Language
  readonly title: string
  readonly body: string
  /** The worst first; those that found room. */
  readonly notices: readonly Pick<Notice, 'kind' | 'alarm' | 'priority' | 'acknowledgeUrl'>[]
}

const TITLE_CHARACTERS_MAX = 120
/** Phones show a few lines; in Vietnamese a character has up to three bytes. */
const BODY_CHARACTERS_MAX = 600
const NOTICES_MAX = 5

/** As much as one push message holds: notices of the mildest alarms go first. */
export function encodePayload({ key, language, subject, text, notices }: Message): Buffer {
  const title = cutCharacters(subject, TITLE_CHARACTERS_MAX)
  const body = cutLines(text, BODY_CHARACTERS_MAX)
  for (let count = Math.min(notices.length, NOTICES_MAX); count >= 0; count--) {
    const shown = notices.slice(0, count).map(toShown)
    const payload: WebPushPayload = { key, language, title, body, notices: shown }
    const bytes = Buffer.from(JSON.stringify(payload))
    if (bytes.length <= PLAINTEXT_BYTES_MAX) return bytes
  }
  throw new Error('a title and a body of so few characters always find room')
}

function toShown({ kind, alarm, priority, acknowledgeUrl }: Notice) {
  return { kind, alarm, priority, ...(acknowledgeUrl !== undefined && { acknowledgeUrl }) }
}
