import type { Priority } from '../alarm/limit.ts'
import type { Text } from '../text.ts'
import type { Instant } from '../time.ts'

/** The ways on which a person can be told, in the order in which they are shown. */
export const CHANNELS = {
  email: { vi: 'Thư điện tử', en: 'E-mail' },
  'web-push': { vi: 'Thông báo trên máy', en: 'Web push' },
  'zalo-zns': { vi: 'Zalo ZNS', en: 'Zalo ZNS' },
  'zalo-oa': { vi: 'Zalo OA', en: 'Zalo OA' },
  sms: { vi: 'Tin nhắn SMS', en: 'SMS' },
  telegram: { vi: 'Telegram', en: 'Telegram' },
  webhook: { vi: 'Webhook', en: 'Webhook' },
} as const satisfies Record<string, Text>
export type ChannelName = keyof typeof CHANNELS

export type Language = keyof Text

/** Why somebody is told. `assigned`: somebody gave it to them, whatever the routes say. */
export type NoticeKind = 'raised' | 'reminder' | 'escalated' | 'resolved' | 'assigned' | 'test'

/** One alarm as somebody is told of it, in one language. */
export interface Notice {
  readonly kind: NoticeKind
  readonly alarm: number
  readonly priority: Priority
  readonly site: string
  /** Where: the name of the place. */
  readonly place: string
  /** What: the name of the limit. */
  readonly name: string
  /** The channel, such as `temperature/top`: a place may have several probes. */
  readonly channel?: string
  readonly since: Instant
  /** Since when, as the clock on the wall of the site says it. */
  readonly sinceText: string
  /** When it was over; undefined: it is not, or that is not what is told. */
  readonly end?: NoticeEnd
  /** With its unit, such as `52,3 °C`; undefined: nothing was measured. */
  readonly value?: string
  /** With its unit, such as `≥ 50 °C`. */
  readonly limit: string
  /** What to do. */
  readonly response: string
  /** Who gave it to them, and why; undefined: nobody did. */
  readonly assignment?: { readonly by: string; readonly reason: string | null }
  /** True: it is over, or was answered, by the time that it is told. */
  readonly isOver?: boolean
  /** Acknowledges in one tap, for this person and this alarm alone; undefined: nothing to acknowledge. */
  readonly acknowledgeUrl?: string
}

export interface NoticeEnd {
  readonly at: Instant
  /** As the clock on the wall of the site says it. */
  readonly atText: string
  /** How long it lasted, such as `25 phút`. */
  readonly lastedText: string
}
