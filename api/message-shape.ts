import { z } from 'zod'

import { CANCEL_REASONS } from '#domain/notification/cancel-reason.ts'
import type { Message } from '#domain/notification/message.ts'
import { formatInstant } from '#domain/zone.ts'
import type { MessageRecord, NoticeRecord } from '#store/registry/contract-notifications.ts'

import { channel, personName } from './notification-shape.ts'
import { formatOptional, instant, text } from './shapes.ts'

/** Messages and notices as answers carry them. */

const STATES = ['waiting', 'sending', 'accepted', 'dead', 'withdrawn'] as const
export const messageState = z.enum(STATES, `one of ${STATES.join(', ')}`)
const KEY_RULE = 'the key of a message, 26 letters and digits'
export const messageKey = z.string(KEY_RULE).regex(/^[0-9A-Z]{26}$/, KEY_RULE)

export const messageShape = z
  .object({
    key: messageKey,
    person: personName,
    channel,
    address: z.string(),
    state: messageState.meta({
      description:
        'dead: given up, somebody has to look. withdrawn: there was nothing left to say, or it was dismissed.',
    }),
    subject: z.string(),
    text: z.string(),
    createdAt: instant,
    acceptedAt: instant.nullable(),
    attempts: z.number().int(),
    nextAt: instant.meta({ description: 'When it is tried next, while it waits.' }),
    error: z.string().nullable().meta({ description: 'Why it was not accepted the last time.' }),
    providerId: z.string().nullable(),
  })
  .meta({ description: 'What one person is told at once on one channel.' })

export const noticeShape = z
  .object({
    id: z.number().int(),
    alarm: z.number().int(),
    event: z.number().int().meta({ description: 'The event of the alarm that it tells of.' }),
    kind: z.string().meta({ examples: ['raised'] }),
    route: z.string(),
    step: z.number().int(),
    person: personName,
    channel,
    address: z.string(),
    dueAt: instant,
    madeAt: instant,
    state: z.enum(['waiting', 'in-message', 'cancelled']),
    reason: z
      .string()
      .nullable()
      .meta({
        description: `Why it was cancelled: ${Object.keys(CANCEL_REASONS).join(', ')}.`,
        examples: ['settled'],
      }),
    reasonName: text.nullable(),
    message: z.string().nullable(),
  })
  .meta({ description: 'Somebody who is told of an alarm, or was.' })

export function toMessageView(
  { body, ...record }: MessageRecord,
  zone: string,
): z.output<typeof messageShape> {
  const { subject, text: words }: Message = JSON.parse(body)
  const { createdAt, acceptedAt, nextAt } = record
  return {
    ...record,
    subject,
    text: withoutLinks(words),
    createdAt: formatInstant(zone, createdAt),
    acceptedAt: formatOptional(zone, acceptedAt),
    nextAt: formatInstant(zone, nextAt),
  }
}

/** A link acknowledges in the name of whom it was sent to. */
function withoutLinks(words: string): string {
  return words.replaceAll(/(\/a\/)\S+/g, '$1…')
}

export function toNoticeView(notice: NoticeRecord, zone: string): z.output<typeof noticeShape> {
  const { dueAt, madeAt, reason } = notice
  return {
    ...notice,
    madeAt: formatInstant(zone, madeAt),
    dueAt: formatInstant(zone, dueAt),
    reasonName: reason === null ? null : CANCEL_REASONS[reason],
  }
}
