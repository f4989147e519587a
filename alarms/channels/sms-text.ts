import type { Message } from '#domain/notification/message.ts'

import { toLine } from './cut.ts'
import { countSegments, isGsm, toGsm } from './gsm.ts'

/** With less room for words than this, a link would stand alone: nobody taps that. */
const WORDS_MIN = 40
const CUT = '...'

/**
 * The message as an SMS of at most so many segments: its subject, what to do about the worst, and the link that acknowledges it.
 * What is too long ends at a word; the link is whole or not there at all.
 */
export function formatSms({ subject, notices }: Message, segmentsMax: number): string {
  const [worst] = notices
  const isOver = worst?.kind === 'resolved' || worst?.isOver === true
  const response = worst === undefined || isOver ? '' : worst.response
  const sentences = [subject, response].map(toLine).filter(Boolean).join('. ')
  const words = toLine(toGsm(sentences))
  const link = worst?.acknowledgeUrl ?? ''
  if (link !== '' && isGsm(link)) {
    const room = cutWords(words, (cut) => countSegments(`${cut} ${link}`) <= segmentsMax)
    if (room === words || room.length >= WORDS_MIN) return `${room} ${link}`
  }
  return cutWords(words, (cut) => countSegments(cut) <= segmentsMax)
}

/** The most of it that fits, up to a word; '' when not even the first one does. */
function cutWords(text: string, fits: (cut: string) => boolean): string {
  if (fits(text)) return text
  for (let end = text.lastIndexOf(' '); end > 0; end = text.lastIndexOf(' ', end - 1)) {
    const cut = `${text.slice(0, end)}${CUT}`
    if (fits(cut)) return cut
  }
  return ''
}
