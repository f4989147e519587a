import type { ChannelName, Language } from './notice.ts'
import type { DailySpan } from './wall-clock.ts'

/** Somebody who is told of alarms, or something: a webhook has an owner too. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly language: Language
  /** Whose clock quiet hours and digests keep to; IANA. */
  readonly timezone: string
  /** The first is shown first. */
  readonly addresses: readonly Address[]
  /** When only high and urgent alarms may disturb; null: any time is good. */
  readonly quietHours: DailySpan | null
}

export interface Address {
  readonly channel: ChannelName
  readonly address: string
  /** `fallback`: only when a message could not be handed over on the others. */
  readonly use: 'always' | 'fallback'
}
