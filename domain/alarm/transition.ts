import type { Text } from '../text.ts'
import type { Instant } from '../time.ts'
import { isSilent, levelOf, phaseOf, type AlarmState, type Phase } from './state.ts'

/** What can happen to an alarm, as its history tells it. */
export const TRANSITIONS = {
  pended: { vi: 'Bắt đầu vượt giới hạn', en: 'Went outside the limit' },
  withdrawn: { vi: 'Về lại trước khi báo', en: 'Came back before it was raised' },
  raised: { vi: 'Báo động', en: 'Raised' },
  worsened: { vi: 'Nặng hơn', en: 'Priority raised' },
  eased: { vi: 'Nhẹ hơn', en: 'Priority lowered' },
  clearing: { vi: 'Đang trở lại bình thường', en: 'Returning to normal' },
  continued: { vi: 'Lại vượt giới hạn', en: 'Outside the limit again' },
  cleared: { vi: 'Hết', en: 'Cleared' },
  acknowledged: { vi: 'Đã nhận', en: 'Acknowledged' },
  'asked-again': { vi: 'Nhắc lại', en: 'Asked again' },
  'caught-up': { vi: 'Theo kịp hiện tại, vẫn đang báo', en: 'Caught up, and still active' },
  shelved: { vi: 'Tạm gác', en: 'Shelved' },
  unshelved: { vi: 'Hết tạm gác', en: 'Unshelved' },
  suppressed: { vi: 'Bị nén', en: 'Suppressed' },
  unsuppressed: { vi: 'Hết bị nén', en: 'No longer suppressed' },
  'taken-out-of-service': { vi: 'Ngừng theo dõi', en: 'Taken out of service' },
  'returned-to-service': { vi: 'Theo dõi lại', en: 'Returned to service' },
} as const satisfies Record<string, Text>
export type TransitionKind = keyof typeof TRANSITIONS

export interface Transition {
  readonly kind: TransitionKind
  readonly at: Instant
  readonly from: Phase
  readonly to: Phase
  /** The alarm's level after it. */
  readonly level: number
  /** Kept in the history and told to nobody. */
  readonly silent: boolean
  /** Who did it; undefined: nobody, it came by itself. */
  readonly by?: string
  readonly reason?: string
}

/** A state, and what has led to it. */
export interface Course {
  readonly state: AlarmState
  readonly transitions: readonly Transition[]
}

export interface Cause {
  readonly kind: TransitionKind
  /** The instant of the new state when not given. */
  readonly at?: Instant
  readonly by?: string
  readonly reason?: string
}

/** One more transition. */
export function goOn({ state: before, transitions }: Course, state: AlarmState, cause: Cause) {
  const transition: Transition = {
    at: state.at,
    ...cause,
    from: phaseOf(before),
    to: phaseOf(state),
    level: levelOf(state),
    silent: isSilent(state),
  }
  return { state, transitions: [...transitions, transition] }
}

const ANNOUNCING: ReadonlySet<string> = new Set<TransitionKind>([
  'raised',
  'worsened',
  'asked-again',
  'caught-up',
  'unshelved',
  'unsuppressed',
  'returned-to-service',
])

/** Somebody is to be told that the alarm wants an answer. */
export function announces({
  kind,
  level,
  silent,
}: Pick<Transition, 'level' | 'silent'> & { readonly kind: string }): boolean {
  return !silent && level > 0 && ANNOUNCING.has(kind)
}
