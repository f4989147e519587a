import { describe, expect, it } from 'vitest'

import { act, type AlarmCommand } from '#domain/alarm/command.ts'
import { advance, observe } from '#domain/alarm/course.ts'
import { createAlarmState, isSilent, phaseOf, type AlarmSettings } from '#domain/alarm/state.ts'
import { announces, type Course, type Transition } from '#domain/alarm/transition.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

const WARM = 1
const HOT = 2
const IN_ORDER = 0
const SETTINGS: AlarmSettings = {
  onDelays: [30 * MINUTE, 5 * MINUTE],
  offDelay: 10 * MINUTE,
  maxTimeShelved: 8 * HOUR,
}

/** One alarm whose whole history is kept; times are minutes. */
function watch(settings: AlarmSettings = SETTINGS) {
  let state = createAlarmState(settings, 0)
  const history: Transition[] = []
  const keep = (course: Course) => {
    state = course.state
    history.push(...course.transitions)
  }
  const by = 'lan'
  const alarm = {
    see: (level: number, minute: number, past = false) =>
      keep(observe(state, settings, { level, at: minute * MINUTE, past })),
    wait: (minute: number) => keep(advance(state, settings, minute * MINUTE)),
    acknowledge: (minute: number) =>
      keep(act(state, settings, { kind: 'acknowledge', by, at: minute * MINUTE })),
    command: (command: AlarmCommand) => keep(act(state, settings, command)),
    phase: () => phaseOf(state),
    silent: () => isSilent(state),
    told: () => history.filter(announces).map(({ kind, at }) => `${kind} at ${at / MINUTE}`),
    kinds: () => history.map(({ kind, at }) => `${kind} at ${at / MINUTE}`),
    history,
  }
  return alarm
}

describe('the life of an alarm', () => {
  it('is raised when the condition has lasted for its on-delay, and at that instant', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.wait(29)
    expect(alarm.phase()).toBe('pending')
    alarm.wait(45)
    expect(alarm.phase()).toBe('active-unacknowledged')
    expect(alarm.told()).toEqual(['raised at 30'])
  })

  it('is withdrawn and told to nobody when the condition ends before', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.see(IN_ORDER, 29)
    alarm.wait(60)
    expect(alarm.kinds()).toEqual(['pended at 0', 'withdrawn at 29'])
    expect(alarm.told()).toEqual([])
  })

  it('becomes worse and better without becoming another, and asks again when it becomes worse', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.acknowledge(31)
    alarm.see(HOT, 40)
    alarm.wait(45)
    expect(alarm.phase()).toBe('active-unacknowledged')
    alarm.acknowledge(46)
    alarm.see(WARM, 50)
    alarm.wait(70)
    expect(alarm.phase()).toBe('active-acknowledged')
    expect(alarm.kinds().slice(1)).toEqual([
      'raised at 30',
      'acknowledged at 31',
      'worsened at 45',
      'acknowledged at 46',
      'eased at 60',
    ])
  })

  it('is raised at once at the worse level when that has the shorter delay', () => {
    const alarm = watch()
    alarm.see(HOT, 0)
    alarm.wait(5)
    expect(alarm.history.at(-1)).toMatchObject({ kind: 'raised', level: HOT, at: 5 * MINUTE })
    alarm.see(WARM, 6)
    alarm.wait(16)
    expect(alarm.history.at(-1)).toMatchObject({ kind: 'eased', level: WARM, at: 16 * MINUTE })
  })

  it('clears after its off-delay and is normal when it was answered', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.acknowledge(35)
    alarm.see(IN_ORDER, 40)
    expect(alarm.phase()).toBe('clearing')
    alarm.see(WARM, 45)
    expect(alarm.phase()).toBe('active-acknowledged')
    alarm.see(IN_ORDER, 50)
    alarm.wait(60)
    expect(alarm.phase()).toBe('normal')
  })

  it('waits for an answer after it has cleared when nobody answered', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.see(IN_ORDER, 40)
    alarm.wait(50)
    expect(alarm.phase()).toBe('cleared-unacknowledged')
    alarm.acknowledge(90)
    expect(alarm.phase()).toBe('normal')
  })

  it('asks again after the re-alarm time while it is still active', () => {
    const alarm = watch({ ...SETTINGS, reAlarmTime: 60 * MINUTE })
    alarm.see(WARM, 0)
    alarm.acknowledge(40)
    alarm.wait(99)
    expect(alarm.phase()).toBe('active-acknowledged')
    alarm.wait(100)
    expect(alarm.told()).toEqual(['raised at 30', 'asked-again at 100'])
  })

  it('has no memory of when anybody looked: a long sleep tells the same history', () => {
    const [awake, asleep] = [watch(), watch()]
    awake.see(HOT, 0)
    for (let minute = 1; minute < 60; minute++) awake.wait(minute)
    awake.see(IN_ORDER, 60)
    awake.wait(80)
    asleep.see(HOT, 0)
    asleep.see(IN_ORDER, 60)
    asleep.wait(80)
    expect(asleep.history).toEqual(awake.history)
  })
})

describe('an alarm that is silent', () => {
  const shelve = { kind: 'shelve', by: 'lan', reason: 'probe is being cleaned' } as const

  it('tells nobody while it is shelved, and asks when the time is over and it is still active', () => {
    const alarm = watch()
    alarm.command({ ...shelve, at: 0, duration: 2 * HOUR })
    alarm.see(WARM, 10)
    alarm.wait(119)
    expect(alarm.phase()).toBe('active-unacknowledged')
    expect(alarm.told()).toEqual([])
    alarm.wait(120)
    expect(alarm.told()).toEqual(['unshelved at 120'])
  })

  it('asks for no answer when it clears while it is shelved', () => {
    const alarm = watch()
    alarm.command({ ...shelve, at: 0, duration: 2 * HOUR })
    alarm.see(WARM, 10)
    alarm.see(IN_ORDER, 50)
    alarm.wait(150)
    expect(alarm.phase()).toBe('normal')
    expect(alarm.told()).toEqual([])
  })

  it('is not shelved any more when a one-shot shelving has seen it clear', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.command({ ...shelve, at: 35 * MINUTE, duration: 8 * HOUR, oneShot: true })
    alarm.see(IN_ORDER, 40)
    alarm.wait(50)
    expect(alarm.silent()).toBe(false)
    alarm.see(WARM, 60)
    alarm.wait(90)
    expect(alarm.told()).toEqual(['raised at 30', 'raised at 90'])
  })

  it('is silent until the last reason of suppression is gone', () => {
    const alarm = watch()
    const logic = { by: 'logic', at: 0 }
    alarm.command({ ...logic, kind: 'suppress', reason: 'typhoon' })
    alarm.command({ ...logic, kind: 'suppress', reason: 'gateway is down' })
    alarm.see(HOT, 1)
    alarm.wait(20)
    alarm.command({ ...logic, kind: 'unsuppress', reason: 'typhoon', at: 20 * MINUTE })
    expect(alarm.told()).toEqual([])
    alarm.command({ ...logic, kind: 'unsuppress', reason: 'gateway is down', at: 30 * MINUTE })
    expect(alarm.told()).toEqual(['unsuppressed at 30'])
  })

  it('is suppressed beside its time: what its device tells later of the time before still counts', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.command({ kind: 'suppress', by: 'logic', reason: 'typhoon', at: 60 * MINUTE })
    alarm.see(IN_ORDER, 20)
    expect(alarm.kinds()).toEqual(['pended at 0', 'suppressed at 60', 'withdrawn at 20'])
  })

  it('tells nobody while it is out of service', () => {
    const alarm = watch()
    const who = { by: 'lan', at: 0 }
    alarm.command({ ...who, kind: 'take-out-of-service', reason: 'vat is empty' })
    alarm.see(HOT, 1)
    alarm.wait(100)
    expect(alarm.told()).toEqual([])
    alarm.command({ ...who, kind: 'return-to-service', at: 101 * MINUTE })
    expect(alarm.told()).toEqual(['returned-to-service at 101'])
  })
})

describe('an alarm in the past', () => {
  const PAST = true

  it('that was raised and over asks for no answer, and its history is kept', () => {
    const alarm = watch()
    alarm.see(WARM, 0, PAST)
    alarm.see(IN_ORDER, 40, PAST)
    alarm.see(IN_ORDER, 60)
    expect(alarm.phase()).toBe('normal')
    expect(alarm.told()).toEqual([])
    expect(alarm.kinds()).toEqual([
      'pended at 0',
      'raised at 30',
      'clearing at 40',
      'cleared at 50',
    ])
    expect(alarm.history.every(({ silent }) => silent)).toBe(true)
  })

  it('asks when it has caught up and is still active', () => {
    const alarm = watch()
    alarm.see(WARM, 0, PAST)
    alarm.wait(40)
    expect(alarm.told()).toEqual([])
    alarm.see(WARM, 50)
    expect(alarm.told()).toEqual(['caught-up at 50'])
    expect(alarm.phase()).toBe('active-unacknowledged')
  })

  it('does not ask for what was answered in the meantime, and is told to nobody while shelved', () => {
    const answered = watch()
    answered.see(WARM, 0, PAST)
    answered.wait(40)
    answered.acknowledge(40)
    answered.see(WARM, 50)
    expect([answered.phase(), answered.told()]).toEqual(['active-acknowledged', []])
    const shelved = watch()
    shelved.see(WARM, 0, PAST)
    shelved.wait(40)
    shelved.command({
      kind: 'shelve',
      by: 'lan',
      reason: 'work',
      at: 40 * MINUTE,
      duration: HOUR,
    })
    shelved.see(WARM, 50)
    shelved.wait(120)
    expect(shelved.kinds().slice(1)).toEqual(['raised at 30', 'shelved at 40', 'unshelved at 100'])
    expect(shelved.told()).toEqual(['unshelved at 100'])
  })

  it('goes on waiting for the answer that was asked before its device fell silent', () => {
    const alarm = watch()
    alarm.see(WARM, 0)
    alarm.wait(30)
    alarm.see(IN_ORDER, 40, PAST)
    alarm.wait(60)
    expect(alarm.phase()).toBe('cleared-unacknowledged')
  })

  it('is of the present when its trouble begins with the present', () => {
    const alarm = watch()
    alarm.see(WARM, 0, PAST)
    alarm.see(IN_ORDER, 10, PAST)
    alarm.see(HOT, 20)
    alarm.wait(25)
    expect(alarm.told()).toEqual(['raised at 25'])
  })
})

describe('what cannot be done to an alarm is refused, saying why', () => {
  const who = { by: 'lan', reason: 'because', at: 0 }
  it.each<[string, AlarmCommand, string]>([
    ['acknowledged when normal', { ...who, kind: 'acknowledge' }, 'It is not active'],
    ['unshelved', { ...who, kind: 'unshelve' }, 'not shelved'],
    [
      'shelved for too long',
      { ...who, kind: 'shelve', duration: 9 * HOUR },
      'for PT9H; accepted is more than PT0S and at most PT8H',
    ],
    ['shelved for no time', { ...who, kind: 'shelve', duration: 0 }, 'for PT0S'],
    ['shelved for NaN', { ...who, kind: 'shelve', duration: Number.NaN }, 'at most PT8H'],
    [
      'shelved until it clears',
      { ...who, kind: 'shelve', duration: 1, oneShot: true },
      'for an active alarm',
    ],
    ['unsuppressed', { ...who, kind: 'unsuppress' }, "not suppressed for 'because'"],
    ['returned to service', { ...who, kind: 'return-to-service' }, 'in service already'],
  ])('%s', (_what, command, message) => {
    const alarm = watch()
    expect(() => alarm.command(command)).toThrow(message)
    expect(alarm.history).toEqual([])
  })

  it('acknowledged, suppressed or taken out of service twice', () => {
    const alarm = watch()
    alarm.see(HOT, 0)
    alarm.acknowledge(6)
    expect(() => alarm.acknowledge(7)).toThrow('acknowledged already')
    const at = 8 * MINUTE
    alarm.command({ ...who, kind: 'suppress', at })
    expect(() => alarm.command({ ...who, kind: 'suppress', at })).toThrow('already')
    alarm.command({ ...who, kind: 'take-out-of-service', at })
    expect(() => alarm.command({ ...who, kind: 'take-out-of-service', at })).toThrow('already')
  })
})
