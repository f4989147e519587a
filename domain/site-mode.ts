import type { Priority } from './alarm/limit.ts'
import type { Text } from './text.ts'
import { HOUR, type Instant } from './time.ts'

/** A time in which a site is not as usual, and people want to hear of less. */
interface Mode {
  readonly name: Text
  /** It ends by itself; nobody forgets it for longer. */
  readonly durationMax: number
  /** Alarms of this priority and of worse ones are told all the same. */
  readonly tellsFrom: Priority
  /** So is what is measured of these quantities. */
  readonly tellsOf: readonly string[]
}

export const SITE_MODES = {
  /** Everything is tied down and covered: what lets the rain in matters, a vat that is a little cold does not. */
  typhoon: {
    name: { vi: 'Chống bão', en: 'Typhoon' },
    durationMax: 72 * HOUR,
    tellsFrom: 'urgent',
    tellsOf: ['lid', 'rain', 'rain-rate'],
  },
  /** Vats are open and probes in the air. */
  maintenance: {
    name: { vi: 'Bảo trì', en: 'Maintenance' },
    durationMax: 12 * HOUR,
    tellsFrom: 'high',
    tellsOf: [],
  },
} as const satisfies Record<string, Mode>
export type SiteModeName = keyof typeof SITE_MODES
export const SITE_MODE_NAMES = ['typhoon', 'maintenance'] as const satisfies readonly SiteModeName[]

/** Set by a person, with a reason, and with an end. */
export interface SiteMode {
  readonly site: string
  readonly mode: SiteModeName
  readonly from: Instant
  readonly until: Instant
  readonly by: string
  readonly reason: string
}
