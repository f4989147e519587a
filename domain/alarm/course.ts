import type { Instant } from '../time.ts'
import {
  isSilent,
  isSilenced,
  levelOf,
  type AlarmSettings,
  type AlarmState,
  type Level,
} from './state.ts'
import { goOn, type Course, type TransitionKind } from './transition.ts'

/** What comes by itself until then: delays that end, shelving that is over, an answer that has aged. */
export function advance(state: AlarmState, settings: AlarmSettings, at: Instant): Course {
  let course: Course = { state, transitions: [] }
  for (;;) {
    const due = findDue(course.state, settings)
    if (due === undefined || due.at > at) break
    course = due.pass({ ...course, state: { ...course.state, at: due.at } })
  }
  return { ...course, state: { ...course.state, at } }
}

/** The condition is at this level from `at` on; 0: in order. `past`: the clock is further on. */
export function observe(
  state: AlarmState,
  settings: AlarmSettings,
  { at, level, past = false }: { at: Instant; level: number; past?: boolean },
): Course {
  const before = advance(state, settings, at)
  if (past) return see({ ...before, state: { ...before.state, past } }, settings, level)
  // What begins with it is of the present, what ends with it was of the past.
  const begins = level > before.state.observed
  return begins ? see(catchUp(before), settings, level) : catchUp(see(before, settings, level))
}

function see(before: Course, settings: AlarmSettings, level: number): Course {
  const observed = { ...before.state, observed: level }
  const disputed = { ...observed, levels: dispute(observed.levels, level, observed.at) }
  const kind = nameObservation(before.state, disputed)
  const after =
    kind === undefined ? { ...before, state: disputed } : goOn(before, disputed, { kind })
  return join(after, settings)
}

/** What is active and unanswered asks when its past is over. */
function catchUp(course: Course): Course {
  if (!course.state.past) return course
  const state = { ...course.state, past: false }
  if (levelOf(state) === 0 || state.answer === 'given' || isSilent(state))
    return { ...course, state }
  return goOn(course, ask(state), { kind: 'caught-up' })
}

/** Goes on with what is due at this very instant, such as a level without delay. */
export function join({ state, transitions }: Course, settings: AlarmSettings): Course {
  const rest = advance(state, settings, state.at)
  return { state: rest.state, transitions: [...transitions, ...rest.transitions] }
}

/** When something comes by itself, if nothing else happens before; undefined: never. */
export function nextDueAt(state: AlarmState, settings: AlarmSettings): Instant | undefined {
  return findDue(state, settings)?.at
}

interface Due {
  readonly at: Instant
  readonly pass: (course: Course) => Course
}

/** What comes next by itself. */
function findDue(state: AlarmState, settings: AlarmSettings): Due | undefined {
  const { shelving, answer, answeredAt } = state
  const dues: Due[] = state.levels.flatMap((level, index) => {
    const at = turnsAt(level, index, settings)
    return at === undefined ? [] : [{ at, pass: (course) => turnLevels(course, settings) }]
  })
  if (shelving !== null) dues.push({ at: shelving.until, pass: endShelving })
  if (settings.reAlarmTime !== undefined && answer === 'given' && answeredAt !== null) {
    dues.push({ at: answeredAt + settings.reAlarmTime, pass: askAgain })
  }
  return dues.reduce<Due | undefined>(
    (first, due) => (first && first.at <= due.at ? first : due),
    undefined,
  )
}

function turnsAt(
  { on, disputedAt }: Level,
  index: number,
  { onDelays, offDelay }: AlarmSettings,
): Instant | undefined {
  if (disputedAt === null) return undefined
  return disputedAt + (on ? offDelay : (onDelays[index] ?? 0))
}

/** All levels whose delay is over at the same instant turn together. */
function turnLevels(course: Course, settings: AlarmSettings): Course {
  const { state } = course
  const turned = state.levels.map((level, index) => {
    const at = turnsAt(level, index, settings)
    return at !== undefined && at <= state.at ? !level.on : level.on
  })
  const highest = turned.lastIndexOf(true)
  const levels = state.levels.map((level, index) => ({ ...level, on: index <= highest }))
  const next = { ...state, levels: dispute(levels, state.observed, state.at) }
  const [before, after] = [levelOf(state), levelOf(next)]
  if (after === before) return { ...course, state: next }
  if (after > before) return rise(course, next, before === 0 ? 'raised' : 'worsened')
  return after > 0 ? goOn(course, next, { kind: 'eased' }) : clear(course, next)
}

function rise(course: Course, state: AlarmState, kind: TransitionKind): Course {
  return goOn(course, want(state), { kind })
}

/** Who has answered, or was never asked, has nothing left to answer. */
function clear(course: Course, state: AlarmState): Course {
  const answered = state.answer === 'given' || isSilenced(state)
  const answer = answered ? 'none' : state.answer
  const cleared = goOn(course, { ...state, answer, answeredAt: null }, { kind: 'cleared' })
  return cleared.state.shelving?.oneShot === true ? endShelving(cleared) : cleared
}

function endShelving(course: Course): Course {
  return goOn(course, ask({ ...course.state, shelving: null }), { kind: 'unshelved' })
}

function askAgain(course: Course): Course {
  return goOn(course, want(course.state), { kind: 'asked-again' })
}

/** An answer is wanted; in the past nothing asks, and only what was asked before still waits. */
function want(state: AlarmState): AlarmState {
  const answer = state.past && state.answer !== 'awaited' ? 'none' : 'awaited'
  return { ...state, answer, answeredAt: null }
}

/** What ceases to be silent asks for an answer, whatever was answered before. */
export function ask(state: AlarmState): AlarmState {
  return isSilent(state) || levelOf(state) === 0 ? state : want(state)
}

/** Levels that the condition speaks against, since when. */
function dispute(levels: readonly Level[], observed: number, at: Instant): Level[] {
  return levels.map(({ on, disputedAt }, index) => {
    const agrees = on === observed > index
    return { on, disputedAt: agrees ? null : (disputedAt ?? at) }
  })
}

/** What an observation changes before any delay; undefined: nothing that has a name. */
function nameObservation(before: AlarmState, after: AlarmState): TransitionKind | undefined {
  const [was, is] = [before.observed > 0, after.observed > 0]
  if (was === is) return undefined
  if (levelOf(after) > 0) return is ? 'continued' : 'clearing'
  return is ? 'pended' : 'withdrawn'
}
