import { formatDuration } from '../duration.ts'
import type { Text } from '../text.ts'
import { DAY } from '../time.ts'
import type { Measure, Window } from './measure.ts'

/** What is wrong with one field: what was received and what is accepted. */
export interface LimitFlaw {
  readonly field: string
  readonly detail: Text
}

export function flaw(field: string, received: string | Text, accepted: Text): LimitFlaw {
  const said = typeof received === 'string' ? { vi: received, en: received } : received
  const vi = `đã nhận ${said.vi}; phải là ${accepted.vi}`
  return { field, detail: { vi, en: `received ${said.en}; accepted is ${accepted.en}` } }
}

const WINDOW_MAX = 366 * DAY
const HOLD_MAX = 366 * DAY
export const HOLD_RULE = {
  vi: 'hơn PT0S, nhiều nhất P366D',
  en: 'more than PT0S, at most P366D',
}

export function isHold(duration: number): boolean {
  return duration > 0 && duration <= HOLD_MAX
}

export function findMeasureFlaws(measure: Measure, side: 'low' | 'high'): LimitFlaw[] {
  return [...findOwnFlaws(measure), ...findSideFlaws(measure, side)]
}

function findOwnFlaws(measure: Measure): LimitFlaw[] {
  const flaws = 'over' in measure ? findWindowFlaws(measure) : []
  if (measure.kind === 'unchanged' && !(measure.noise >= 0)) {
    flaws.push(
      flaw('measure.noise', String(measure.noise), { vi: 'từ 0 trở lên', en: '0 or more' }),
    )
  }
  if (measure.kind === 'jumps' && !(measure.step > 0)) {
    flaws.push(flaw('measure.step', String(measure.step), { vi: 'hơn 0', en: 'more than 0' }))
  }
  if (measure.kind === 'intervals-missed' && !isHold(measure.intervalMin)) {
    flaws.push(flaw('measure.intervalMin', formatDuration(measure.intervalMin), HOLD_RULE))
  }
  return flaws
}

function findWindowFlaws({ over, holdMax }: Window): LimitFlaw[] {
  const flaws: LimitFlaw[] = []
  if (!(over > 0 && over <= WINDOW_MAX)) {
    flaws.push(flaw('measure.over', formatDuration(over), HOLD_RULE))
  }
  if (!isHold(holdMax)) {
    flaws.push(flaw('measure.holdMax', formatDuration(holdMax), HOLD_RULE))
  }
  return flaws
}

/** Of some only too much is trouble, or only too little. */
const ONE_SIDED: Readonly<Partial<Record<Measure['kind'], 'low' | 'high'>>> = {
  'minutes-run': 'low',
  jumps: 'high',
  misdated: 'high',
  unchanged: 'high',
  absent: 'high',
  'intervals-missed': 'high',
  'calibration-overdue': 'high',
  'sample-overdue': 'high',
}

function findSideFlaws({ kind }: Measure, side: 'low' | 'high'): LimitFlaw[] {
  const only = ONE_SIDED[kind]
  if (only === undefined || only === side) return []
  return [
    flaw('side', side, {
      vi: `${only} khi đo ${kind}`,
      en: `${only} where ${kind} is measured`,
    }),
  ]
}
