import type { Text } from '../text.ts'
import type { Instant } from '../time.ts'

/**
 * The life of one alarm: one limit watched on one subject, such as "vat 7 is too warm". After ISA-18.2, with the names
 * of OPC UA Part 9 for its settings. In prose:
 *
 * What is watched is at a level: 0 is in order, 1 the mildest trouble, and each further level is worse and includes the
 * ones below it. The alarm does not follow at once. A level is _on_ when the condition has been at it, or above, for the
 * level's on-delay without a break, and with it all levels below; it is _off_ again when the condition has been below it
 * for the off-delay. So the alarm has the highest level that is on, and changes its priority without becoming another.
 *
 * - normal: no level is on, nothing to answer.
 * - pending: the same, but the condition is in trouble and the on-delay runs. Nobody is told.
 * - active-unacknowledged: a level is on, and somebody must answer. A rise to a higher level asks again; a fall does not.
 * - active-acknowledged: somebody has answered. Where a re-alarm time is set, it asks again after that time.
 * - clearing: a level is on, but the condition is in order and the off-delay runs.
 * - cleared-unacknowledged: no level is on, and nobody has answered for it. It stays so until somebody does, also when it
 *   is raised again in between. An alarm that was answered goes back to normal by itself.
 *
 * Beside all this the alarm may be silent: _shelved_ by a person, for a time or until it clears (one-shot), never longer than
 * the maximum; _suppressed_ by logic, for one or several reasons; _out of service_ while somebody works on it. A silent alarm lives on
 * and its history is kept, but nobody is told. One that clears while it is silent asks for no answer; one that is active when it ceases to
 * be silent asks again, whatever was answered before.
 *
 * It may also be _past_: what it tells is behind the clock, for its device catches up after an outage, or somebody brought in
 * old readings. It lives on and its history is kept, but in the past nobody is told and nothing is asked: what was asked before
 * still waits, what is raised and over in the past asks for no answer, and somebody may answer what is active in it. What
 * begins with the first observation of the present is of the present, what ends with it was of the past. Then the alarm
 * has caught up, and if it is active and nobody has answered, it asks.
 *
 * Time is event time and never goes back. Every state is that of an instant and depends on what was observed and done until then,
 * not on when anybody looked: what is kept on disk in the middle of a delay goes on as if nothing had happened.
 */
export const PHASES = [
  'normal',
  'pending',
  'active-unacknowledged',
  'active-acknowledged',
  'clearing',
  'cleared-unacknowledged',
] as const
export type Phase = (typeof PHASES)[number]

/** A level is on. */
export const ACTIVE_PHASES = [
  'active-unacknowledged',
  'active-acknowledged',
  'clearing',
] as const satisfies readonly Phase[]

export function isActive(phase: Phase): boolean {
  return ACTIVE_PHASES.some((one) => one === phase)
}

export const PHASE_NAMES: Readonly<Record<Phase, Text>> = {
  normal: { vi: 'Bình thường', en: 'Normal' },
  pending: { vi: 'Đang theo dõi', en: 'Pending' },
  'active-unacknowledged': { vi: 'Đang báo, chưa ai nhận', en: 'Active, unacknowledged' },
  'active-acknowledged': { vi: 'Đang báo, đã có người nhận', en: 'Active, acknowledged' },
  clearing: { vi: 'Đang trở lại bình thường', en: 'Returning to normal' },
  'cleared-unacknowledged': { vi: 'Đã hết, chưa ai nhận', en: 'Cleared, unacknowledged' },
}

/** Durations in milliseconds. */
export interface AlarmSettings {
  /** For each level, from the mildest up: how long the condition lasts at it before the alarm is raised. */
  readonly onDelays: readonly number[]
  /** How long the condition must be below a level before that level is over. */
  readonly offDelay: number
  /** After how long an alarm that was acknowledged and is still active asks again; undefined: never. */
  readonly reAlarmTime?: number
  /** No shelving lasts longer. */
  readonly maxTimeShelved: number
}

/** Plain data, fit for JSON. */
export interface AlarmState {
  /** Everything until then is told in it. */
  readonly at: Instant
  /** The condition's level, before any delay. */
  readonly observed: number
  readonly levels: readonly Level[]
  /** Whether somebody has to answer (`awaited`) or has answered (`given`). */
  readonly answer: 'none' | 'awaited' | 'given'
  /** When it was given. */
  readonly answeredAt: Instant | null
  readonly shelving: Shelving | null
  /** Reasons, each once. */
  readonly suppressions: readonly string[]
  readonly outOfService: boolean
  /** What it tells is behind the clock. */
  readonly past: boolean
}

export interface Level {
  readonly on: boolean
  /** Since when the condition has said otherwise without a break; null when it agrees. */
  readonly disputedAt: Instant | null
}

export interface Shelving {
  readonly until: Instant
  /** Ends when the alarm clears, if that comes first. */
  readonly oneShot: boolean
}

/** An alarm before anything was observed. */
export function createAlarmState({ onDelays }: AlarmSettings, at: Instant): AlarmState {
  return {
    at,
    observed: 0,
    levels: onDelays.map(() => ({ on: false, disputedAt: null })),
    answer: 'none',
    answeredAt: null,
    shelving: null,
    suppressions: [],
    outOfService: false,
    past: false,
  }
}

/** The same alarm under a limit that has more levels or fewer; the worst of those that are left stay on. */
export function resizeLevels(state: AlarmState, { onDelays }: AlarmSettings): AlarmState {
  if (state.levels.length === onDelays.length) return state
  const off = { on: false, disputedAt: null }
  const levels = onDelays.map((_delay, index) => state.levels[index] ?? off)
  return { ...state, levels, observed: Math.min(state.observed, levels.length) }
}

/** The highest level that is on; 0: none. */
export function levelOf({ levels }: AlarmState): number {
  return levels.findLastIndex(({ on }) => on) + 1
}

export function phaseOf(state: AlarmState): Phase {
  if (levelOf(state) === 0) {
    if (state.answer === 'awaited') return 'cleared-unacknowledged'
    return state.observed > 0 ? 'pending' : 'normal'
  }
  if (state.observed === 0) return 'clearing'
  return state.answer === 'given' ? 'active-acknowledged' : 'active-unacknowledged'
}

/** Nobody is told of what happens to it. */
export function isSilent(state: AlarmState): boolean {
  return state.past || isSilenced(state)
}

/** It was made silent, by a person or by logic. */
export function isSilenced({ shelving, suppressions, outOfService }: AlarmState): boolean {
  return shelving !== null || suppressions.length > 0 || outOfService
}
