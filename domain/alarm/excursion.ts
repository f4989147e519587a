import type { Instant } from '../time.ts'
import { worseSideOf, type AlarmLimit, type Priority } from './limit.ts'
import type { Transition } from './transition.ts'

/** The fact that something was outside its limit. Whoever was told of it, and whether anybody was, does not matter. */
export interface Excursion {
  /** When it went outside. */
  readonly from: Instant
  /** When it came back, and stayed; null: it has not, or not yet for the off-delay. */
  readonly until: Instant | null
  /** When the on-delay was over; null: it came back before. */
  readonly raisedAt: Instant | null
  /** When nothing was left of it: at `until`, and after the off-delay when it was raised; null: not yet. */
  readonly settledAt: Instant | null
  /** The worst level of the alarm; of one that was never raised, of the condition. */
  readonly level: number
  readonly priority: Priority
  /** What was measured farthest beyond the bound. */
  readonly worst: number
}

/** An excursion on its way. */
interface Draft {
  readonly from: Instant
  back: Instant | null
  raisedAt: Instant | null
  raisedLevel: number
  observedLevel: number
  worst: number
}

type Judged = Pick<AlarmLimit, 'side' | 'levels' | 'measure'>

/** Makes excursions of what happens to an alarm, in the order in which it happens. */
export class ExcursionFold {
  readonly #limit: Judged
  #draft: Draft | undefined

  constructor(limit: Judged) {
    this.#limit = limit
  }

  /** What is under way, as far as it is known; undefined: all is in order. */
  get open(): Excursion | undefined {
    return this.#draft && this.#toExcursion(this.#draft, null)
  }

  /** What was measured while the condition is at a level; behind the transitions of that instant. */
  measure(level: number, value: number): void {
    const draft = this.#draft
    if (draft === undefined || level === 0) return
    draft.observedLevel = Math.max(draft.observedLevel, level)
    const isWorse = worseSideOf(this.#limit) === 'high' ? value > draft.worst : value < draft.worst
    if (isWorse || Number.isNaN(draft.worst)) draft.worst = value
  }

  /** Answers with the excursion that is over with it. */
  take({ kind, at, level }: Pick<Transition, 'kind' | 'at' | 'level'>): Excursion | undefined {
    if (kind === 'pended') this.#draft = toDraft(at)
    const draft = this.#draft
    if (draft === undefined) return undefined
    draft.raisedLevel = Math.max(draft.raisedLevel, level)
    if (kind === 'raised') draft.raisedAt = at
    if (kind === 'continued') draft.back = null
    if (kind === 'clearing' || kind === 'withdrawn') draft.back = at
    if (kind !== 'cleared' && kind !== 'withdrawn') return undefined
    this.#draft = undefined
    return this.#toExcursion(draft, at)
  }

  #toExcursion(draft: Draft, settledAt: Instant | null): Excursion {
    const { from, raisedAt, worst } = draft
    const level = raisedAt === null ? draft.observedLevel : draft.raisedLevel
    const priority = this.#limit.levels[level - 1]?.priority ?? 'low'
    const until = settledAt === null ? null : draft.back
    return { from, until, raisedAt, settledAt, level, priority, worst }
  }
}

function toDraft(from: Instant): Draft {
  return { from, back: null, raisedAt: null, raisedLevel: 0, observedLevel: 0, worst: Number.NaN }
}

/** What ends at an instant because nobody watches any longer: the device was taken away, the limit has changed. */
export function endExcursion(open: Excursion, at: Instant): Excursion {
  return { ...open, until: at, settledAt: at }
}
