import { beginningOfName } from '../channel.ts'
import { SITE_MODES, type SiteModeName } from '../site-mode.ts'
import type { Text } from '../text.ts'
import { PRIORITIES, type AlarmLimit, type Priority } from './limit.ts'

/** Why logic keeps an alarm silent. */
export const SUPPRESSIONS = {
  typhoon: { vi: 'Cơ sở đang chống bão', en: 'The site is in typhoon mode' },
  maintenance: { vi: 'Cơ sở đang bảo trì', en: 'The site is being maintained' },
  'site-silent': {
    vi: 'Cả cơ sở mất tín hiệu hoặc vừa có lại, báo một lần cho tất cả',
    en: 'The whole site is silent or has just come back; one alarm says so for all',
  },
} as const satisfies Record<string, Text>
export type Suppression = keyof typeof SUPPRESSIONS

/** Who suppresses and says so in the history. */
export const LOGIC = 'Nguồn'

/** What holds at a site now. */
export interface Circumstances {
  readonly mode?: SiteModeName
  /** Most of its devices fell silent together: their uplink, their power or the gateway failed. */
  readonly isSilent?: boolean
}

interface Suppressible {
  readonly limit: AlarmLimit
  /** Name of the channel. */
  readonly channel: string
  /** null while no level is on. */
  readonly priority: Priority | null
}

/** Why an alarm at a site is to be silent; empty: it speaks. */
export function findSuppressions(
  alarm: Suppressible,
  { mode, isSilent = false }: Circumstances,
): Suppression[] {
  const reasons: Suppression[] = []
  if (mode !== undefined && isHushed(alarm, mode)) reasons.push(mode)
  if (isSilent && OF_ABSENCE.has(alarm.limit.measure.kind)) reasons.push('site-silent')
  return reasons
}

/** Measures of what does not come: when nothing comes of a whole site, its cause is one. */
const OF_ABSENCE: ReadonlySet<string> = new Set(['absent', 'intervals-missed'])

function isHushed({ limit, channel, priority }: Suppressible, name: SiteModeName): boolean {
  const { tellsFrom, tellsOf }: { tellsFrom: Priority; tellsOf: readonly string[] } =
    SITE_MODES[name]
  if (tellsOf.includes(beginningOfName(channel))) return false
  return !isAsUrgent(priority ?? mildestOf(limit), tellsFrom)
}

function isAsUrgent(priority: Priority, as: Priority): boolean {
  return PRIORITIES.indexOf(priority) >= PRIORITIES.indexOf(as)
}

/** As what an alarm of the limit would be raised first. */
function mildestOf({ levels }: AlarmLimit): Priority {
  return levels[0]?.priority ?? 'low'
}

/** Whether logic suppresses for this reason, and so takes it back. */
export function isSuppression(reason: string): reason is Suppression {
  return Object.hasOwn(SUPPRESSIONS, reason)
}
