import { formatDuration } from '../duration.ts'
import { NguonError } from '../error.ts'
import type { Instant } from '../time.ts'
import { advance, ask, join } from './course.ts'
import { levelOf, type AlarmSettings, type AlarmState, type Shelving } from './state.ts'
import { goOn, type Course, type TransitionKind } from './transition.ts'

/** What people, and logic in their stead, do to an alarm. */
export type AlarmCommand =
  | (Done & { readonly kind: 'acknowledge' })
  /** `duration` in milliseconds; with `oneShot` it may also end earlier, when the alarm clears. */
  | (Reasoned & { readonly kind: 'shelve'; readonly duration: number; readonly oneShot?: boolean })
  | (Done & { readonly kind: 'unshelve' })
  /** One alarm may be suppressed for several reasons and is silent until the last one is gone. */
  | (Reasoned & { readonly kind: 'suppress' | 'unsuppress' })
  | (Reasoned & { readonly kind: 'take-out-of-service' })
  | (Done & { readonly kind: 'return-to-service' })

interface Done {
  readonly at: Instant
  readonly by: string
  readonly reason?: string
}
interface Reasoned extends Done {
  readonly reason: string
}

/** Throws a NguonError that says what was received and what is accepted; the alarm is then as before. */
export function act(state: AlarmState, settings: AlarmSettings, command: AlarmCommand): Course {
  const { by, reason, at } = command
  // What is done now does not carry an alarm of the past along: how its past goes on is not known yet.
  const isAside = state.past || ASIDE.has(command.kind)
  const before = advance(state, settings, isAside ? state.at : at)
  const changed = change(before.state, settings, command)
  const cause = { kind: NAMES[command.kind], at, by, ...(reason === undefined ? {} : { reason }) }
  return join(goOn(before, changed, cause), settings)
}

/** Logic silences also those whose devices do not speak just now, and will tell of the time between. */
const ASIDE: ReadonlySet<AlarmCommand['kind']> = new Set<AlarmCommand['kind']>([
  'suppress',
  'unsuppress',
])

const NAMES: Readonly<Record<AlarmCommand['kind'], TransitionKind>> = {
  acknowledge: 'acknowledged',
  shelve: 'shelved',
  unshelve: 'unshelved',
  suppress: 'suppressed',
  unsuppress: 'unsuppressed',
  'take-out-of-service': 'taken-out-of-service',
  'return-to-service': 'returned-to-service',
}

function change(state: AlarmState, settings: AlarmSettings, command: AlarmCommand): AlarmState {
  switch (command.kind) {
    case 'acknowledge':
      return acknowledge(state, command.at)
    case 'shelve':
      return { ...state, shelving: toShelving(state, settings, command) }
    case 'unshelve':
      if (state.shelving === null) refuse('ALARM_NOT_SHELVED', 'The alarm is not shelved.')
      return ask({ ...state, shelving: null })
    case 'suppress':
      return suppress(state, command.reason)
    case 'unsuppress':
      return unsuppress(state, command.reason)
    case 'take-out-of-service':
      if (state.outOfService) refuse('ALARM_OUT_OF_SERVICE', 'The alarm is out of service already.')
      return { ...state, outOfService: true }
    case 'return-to-service':
    default:
      if (!state.outOfService) refuse('ALARM_IN_SERVICE', 'The alarm is in service already.')
      return ask({ ...state, outOfService: false })
  }
}

function acknowledge(state: AlarmState, at: Instant): AlarmState {
  const isActive = levelOf(state) > 0
  if (state.answer === 'given' || (state.answer === 'none' && !isActive)) {
    const why = isActive ? 'It is acknowledged already.' : 'It is not active.'
    refuse('ALARM_NOTHING_TO_ACKNOWLEDGE', `Nothing waits for an answer. ${why}`)
  }
  if (!isActive) return { ...state, answer: 'none', answeredAt: null }
  return { ...state, answer: 'given', answeredAt: at }
}

function toShelving(
  state: AlarmState,
  { maxTimeShelved }: AlarmSettings,
  { at, duration, oneShot = false }: AlarmCommand & { readonly kind: 'shelve' },
): Shelving {
  if (!(duration > 0 && duration <= maxTimeShelved)) {
    const accepted = `more than PT0S and at most ${formatDuration(maxTimeShelved)}`
    const received = `Shelving for ${formatDuration(duration)}`
    refuse('ALARM_SHELVED_TOO_LONG', `${received}; accepted is ${accepted}.`)
  }
  if (oneShot && levelOf(state) === 0) {
    refuse('ALARM_NOT_ACTIVE', 'Shelving until it clears is for an active alarm; give a time.')
  }
  return { until: at + duration, oneShot }
}

function suppress(state: AlarmState, reason: string): AlarmState {
  if (state.suppressions.includes(reason)) {
    refuse('ALARM_SUPPRESSED', `The alarm is suppressed for '${reason}' already.`)
  }
  return { ...state, suppressions: [...state.suppressions, reason] }
}

function unsuppress(state: AlarmState, reason: string): AlarmState {
  if (!state.suppressions.includes(reason)) {
    refuse('ALARM_NOT_SUPPRESSED', `The alarm is not suppressed for '${reason}'.`)
  }
  const suppressions = state.suppressions.filter((one) => one !== reason)
  return ask({ ...state, suppressions })
}

function refuse(code: string, message: string): never {
  throw new NguonError(code, message)
}
