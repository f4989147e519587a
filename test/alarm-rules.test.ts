import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { act, type AlarmCommand } from '#domain/alarm/command.ts'
import { advance, observe } from '#domain/alarm/course.ts'
import {
  createAlarmState,
  isSilent,
  levelOf,
  phaseOf,
  type AlarmSettings,
  type AlarmState,
} from '#domain/alarm/state.ts'
import { announces, type Course } from '#domain/alarm/transition.ts'
import { NguonError } from '#domain/error.ts'

import { AlarmRules } from './alarm-rules.ts'

const RUNS = 4_000
const COMMANDS_MAX = 80

/** The machine, as a platform holds it: its state goes to disk and comes back between any two commands. */
class Machine {
  readonly settings: AlarmSettings
  state: AlarmState
  readonly told: number[] = []
  transitionCount = 0

  constructor(settings: AlarmSettings) {
    this.settings = settings
    this.state = createAlarmState(settings, 0)
  }

  keep({ state, transitions }: Course): void {
    this.state = JSON.parse(JSON.stringify(state))
    this.transitionCount += transitions.length
    for (const transition of transitions) {
      if (announces(transition)) this.told.push(transition.at)
    }
  }
}

type Step = fc.Command<AlarmRules, Machine>

function compare(rules: AlarmRules, machine: Machine): void {
  expect(phaseOf(machine.state)).toBe(rules.phase)
  expect(levelOf(machine.state)).toBe(rules.level)
  expect(isSilent(machine.state)).toBe(rules.silent)
  expect(machine.told).toEqual(rules.told)
}

function expectRefusal(doIt: () => Course): void {
  expect(doIt).toThrow(NguonError)
}

/** Time passes; only the rules count each tick. */
const passing = fc.integer({ min: 1, max: 12 }).map<Step>((ticks) => ({
  check: () => true,
  run(rules, machine) {
    for (let tick = 0; tick < ticks; tick++) rules.tick()
    machine.keep(advance(machine.state, machine.settings, rules.now))
    compare(rules, machine)
  },
  toString: () => `wait ${ticks}`,
}))

/** Several ticks pass unseen by the machine before the condition changes. */
const observing = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 6 }), fc.boolean())
  .map<Step>(([level, ticks, past]) => ({
    check: () => true,
    run(rules, machine) {
      for (let tick = 0; tick < ticks; tick++) rules.tick()
      const seen = Math.min(level, machine.settings.onDelays.length)
      rules.observe(seen, past)
      machine.keep(observe(machine.state, machine.settings, { at: rules.now, level: seen, past }))
      compare(rules, machine)
    },
    toString: () => `after ${ticks} see ${level}${past ? ' in the past' : ''}`,
  }))

interface Doing {
  readonly command: (at: number) => AlarmCommand
  readonly isAllowed: (rules: AlarmRules, settings: AlarmSettings) => boolean
  readonly apply: (rules: AlarmRules) => void
}

const by = 'lan'
const acknowledging: Doing = {
  command: (at) => ({ kind: 'acknowledge', by, at }),
  isAllowed: ({ answer, level }) => answer === 'awaited' || (answer === 'none' && level > 0),
  apply(rules) {
    rules.answer = rules.level > 0 ? 'given' : 'none'
    rules.answeredAt = rules.now
  },
}

function shelving(duration: number, oneShot: boolean): Doing {
  return {
    command: (at) => ({ kind: 'shelve', by, reason: 'work', at, duration, oneShot }),
    isAllowed: ({ level }, { maxTimeShelved }) =>
      duration > 0 && duration <= maxTimeShelved && (!oneShot || level > 0),
    apply(rules) {
      Object.assign(rules, { isShelved: true, isOneShot: oneShot })
      rules.shelvedUntil = rules.now + duration
    },
  }
}

const unshelving: Doing = {
  command: (at) => ({ kind: 'unshelve', by, at }),
  isAllowed: ({ isShelved }) => isShelved,
  apply: (rules) => rules.endShelving(),
}

function suppressing(reason: string): Doing {
  return {
    command: (at) => ({ kind: 'suppress', by, reason, at }),
    isAllowed: ({ reasons }) => !reasons.has(reason),
    apply: ({ reasons }) => void reasons.add(reason),
  }
}

function unsuppressing(reason: string): Doing {
  return {
    command: (at) => ({ kind: 'unsuppress', by, reason, at }),
    isAllowed: ({ reasons }) => reasons.has(reason),
    apply(rules) {
      rules.reasons.delete(reason)
      rules.askAfterSilence()
    },
  }
}

const stopping: Doing = {
  command: (at) => ({ kind: 'take-out-of-service', by, reason: 'empty', at }),
  isAllowed: ({ isOutOfService }) => !isOutOfService,
  apply: (rules) => void (rules.isOutOfService = true),
}
const returning: Doing = {
  command: (at) => ({ kind: 'return-to-service', by, at }),
  isAllowed: ({ isOutOfService }) => isOutOfService,
  apply(rules) {
    rules.isOutOfService = false
    rules.askAfterSilence()
  },
}

const reasons = fc.constantFrom('typhoon', 'gateway')
const doing = fc
  .oneof(
    { weight: 4, arbitrary: fc.constant(acknowledging) },
    fc.tuple(fc.integer({ min: -1, max: 14 }), fc.boolean()).map((given) => shelving(...given)),
    fc.constantFrom(unshelving, stopping, returning),
    reasons.map(suppressing),
    reasons.map(unsuppressing),
  )
  .map<Step>((what) => ({
    check: () => true,
    run(rules, machine) {
      const command = what.command(rules.now)
      const doIt = () => act(machine.state, machine.settings, command)
      if (what.isAllowed(rules, machine.settings)) {
        machine.keep(doIt())
        what.apply(rules)
        rules.happen()
      } else expectRefusal(doIt)
      compare(rules, machine)
    },
    toString: () => JSON.stringify(what.command(-1)),
  }))

const delay = fc.integer({ min: 0, max: 7 })
const settings = fc.record(
  {
    onDelays: fc.array(delay, { minLength: 1, maxLength: 3 }),
    offDelay: delay,
    reAlarmTime: fc.integer({ min: 1, max: 9 }),
    maxTimeShelved: fc.integer({ min: 1, max: 12 }),
  },
  { requiredKeys: ['onDelays', 'offDelay', 'maxTimeShelved'] },
)

it(
  'an alarm lives by the rules, whatever is seen, done and waited for',
  { timeout: 120_000 },
  () => {
    let transitionCount = 0
    fc.assert(
      fc.property(
        settings,
        fc.commands([passing, observing, observing, doing], {
          maxCommands: COMMANDS_MAX,
          size: 'max',
        }),
        (given, commands) => {
          const machine = new Machine(given)
          fc.modelRun(() => ({ model: new AlarmRules(given), real: machine }), commands)
          transitionCount += machine.transitionCount
        },
      ),
      { numRuns: RUNS },
    )
    expect(transitionCount).toBeGreaterThan(RUNS)
  },
)
