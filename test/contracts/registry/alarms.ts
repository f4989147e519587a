import { expect, onTestFinished, test } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'
import type { AlarmObservation, LimitVersion } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'

import { VAT_HOT } from '../../vat-hot.ts'
import { settle, START, VAT, type OpenRegistry } from './fixture.ts'

const APPROVED = {
  approvedBy: 'lan',
  reason: 'start',
  validFrom: START,
  recordedAt: START,
  withdrawn: false,
}

/** A vat with a probe that is watched by one limit. */
async function watch(open: OpenRegistry) {
  const registry = await open()
  onTestFinished(() => registry[Symbol.asyncDispose]())
  await settle(registry, 'probe-1')
  const channel = await registry.channels.ensure('probe-1', 'temperature/top', 'temperature')
  const limit = await registry.limits.add({ limit: VAT_HOT, ...APPROVED })
  const see = (level: number, minute: number, change: Partial<AlarmObservation> = {}) =>
    registry.alarms.observe([
      {
        limit,
        channel,
        place: VAT.id,
        at: START + minute * MINUTE,
        level,
        value: 40 + 5 * level,
        ...change,
      },
    ])
  const pass = async (until: number, alarms = registry.alarms) => {
    const due = await alarms.listDue(until, 100)
    return await alarms.advance(due.map(({ id }) => ({ id, until })))
  }
  return { registry, channel, limit, see, pass }
}

async function onlyAlarm({ alarms }: Registry) {
  const [alarm] = await alarms.list({ limit: 10 })
  if (alarm === undefined) throw new Error('there is no alarm')
  return alarm
}

export function limitsWithVersions(open: OpenRegistry): void {
  const add = async (versions: Partial<LimitVersion>[]) => {
    const registry = await open()
    onTestFinished(() => registry[Symbol.asyncDispose]())
    for (const version of versions) {
      await registry.limits.add({ limit: VAT_HOT, ...APPROVED, ...version })
    }
    return registry.limits
  }

  test('the version in force is that of the instant', async () => {
    const limits = await add([{}, { validFrom: START + HOUR, approvedBy: 'minh' }])
    const inForce = async (at: number) =>
      (await limits.list({ at, limit: 10 })).map(({ version, approvedBy }) => [version, approvedBy])
    expect(await inForce(START - 1)).toEqual([])
    expect(await inForce(START)).toEqual([[1, 'lan']])
    expect(await inForce(START + HOUR)).toEqual([[2, 'minh']])
    expect((await limits.versions('vat-hot')).map(({ version }) => version)).toEqual([2, 1])
    expect((await limits.versions('vat-hot'))[1]).toEqual({
      ...APPROVED,
      limit: VAT_HOT,
      version: 1,
    })
  })

  test('a limit that is withdrawn watches nothing from then on', async () => {
    const limits = await add([{}, { validFrom: START + HOUR, withdrawn: true }])
    expect(await limits.list({ at: START + HOUR - 1, limit: 10 })).toHaveLength(1)
    expect(await limits.list({ at: START + HOUR, limit: 10 })).toEqual([])
  })

  test('one that is withdrawn already is not withdrawn again, but sooner it may be', async () => {
    const limits = await add([{}, { validFrom: START + HOUR, withdrawn: true }])
    const again = { limit: VAT_HOT, ...APPROVED, withdrawn: true, approvedBy: 'minh' }
    const kept = { version: 2, approvedBy: 'lan', validFrom: START + HOUR }
    expect(await limits.add({ ...again, validFrom: START + HOUR })).toMatchObject(kept)
    expect(await limits.add({ ...again, validFrom: START + 2 * HOUR })).toMatchObject(kept)
    expect(await limits.versions('vat-hot')).toHaveLength(2)
    expect(await limits.add(again)).toMatchObject({ version: 3, approvedBy: 'minh' })
    expect(await limits.list({ at: START, limit: 10 })).toEqual([])
  })

  test('what was in force does not change afterwards', async () => {
    const limits = await add([{ validFrom: START + HOUR }])
    const recordedAt = START + 2 * HOUR
    const early = { limit: VAT_HOT, ...APPROVED, recordedAt, validFrom: START + HOUR - 1 }
    await expect(limits.add(early)).rejects.toMatchObject({ code: 'REGISTRY_CONFLICT' })
  })

  test('what was not in force yet can be superseded', async () => {
    const far = Date.parse('2100-01-01')
    const limits = await add([{}, { validFrom: far, approvedBy: 'a slip of the pen' }])
    const next = { limit: VAT_HOT, ...APPROVED, validFrom: START + HOUR, approvedBy: 'minh' }
    expect(await limits.add(next)).toMatchObject({ version: 3 })
    for (const at of [START + HOUR, far]) {
      expect(await limits.list({ at, limit: 10 })).toMatchObject([{ version: 3 }])
    }
  })

  test('what is shipped changes nothing that people have changed', async () => {
    const limits = await add([{}, { approvedBy: 'minh' }])
    const other = { ...VAT_HOT, id: 'vat-cold' }
    const shipping = { ...APPROVED, approvedBy: 'nguon' }
    const shipped = [VAT_HOT, other].map((limit) => Object.assign({ limit }, shipping))
    await limits.ship(shipped)
    await limits.ship(shipped)
    const list = await limits.list({ at: START, limit: 10 })
    expect(list.map(({ limit, version, approvedBy }) => [limit.id, version, approvedBy])).toEqual([
      ['vat-cold', 1, 'nguon'],
      ['vat-hot', 2, 'minh'],
    ])
  })
}

export function livesOfAlarms(open: OpenRegistry): void {
  test('what is in order makes no alarm', async () => {
    const { registry, see } = await watch(open)
    expect(await see(0, 0)).toEqual([])
    expect(await registry.alarms.list({ limit: 10 })).toEqual([])
  })

  test('an alarm is raised when its delay is over, and is told with its limit and its value', async () => {
    const { registry, see, pass } = await watch(open)
    await see(1, 0)
    expect(await pass(START + 29 * MINUTE)).toEqual([])
    const [raised, ...others] = await pass(START + 45 * MINUTE)
    expect(others).toEqual([])
    const at = START + 30 * MINUTE
    expect(raised).toMatchObject({ kind: 'raised', at, level: 1, value: 45, limitVersion: 1 })
    expect(await onlyAlarm(registry)).toMatchObject({
      limit: 'vat-hot',
      limitVersion: 1,
      device: 'probe-1',
      channel: 'temperature/top',
      place: VAT.id,
      phase: 'active-unacknowledged',
      level: 1,
      priority: 'medium',
      since: at,
      raisedAt: at,
      value: 45,
    })
  })

  test('what a delay raised is told with what was measured when it ran, not with what ended it', async () => {
    const { registry, see } = await watch(open)
    await see(1, 0)
    await see(0, 45)
    const history = await registry.alarms.history({ limit: 9 })
    expect(history.map(({ kind, value }) => [kind, value])).toEqual([
      ['pended', 45],
      ['raised', 45],
      ['clearing', 40],
    ])
  })

  test('what was seen before what is known changes nothing', async () => {
    const { registry, see } = await watch(open)
    await see(2, 0)
    await see(0, 5)
    expect(await see(2, 4)).toEqual([])
    expect(await see(0, 5)).toEqual([])
    expect(await onlyAlarm(registry)).toMatchObject({ phase: 'clearing' })
    const late = { at: START + 4 * MINUTE, seenAt: START + 6 * MINUTE }
    expect(await see(2, 4, late)).toMatchObject([{ kind: 'continued', at: START + 5 * MINUTE }])
  })

  test('the same observation again changes nothing', async () => {
    const { registry, see } = await watch(open)
    await see(2, 0)
    const before = await registry.alarms.history({ limit: 100 })
    expect(await see(2, 0)).toEqual([])
    expect(await registry.alarms.history({ limit: 100 })).toEqual(before)
    expect(before.map(({ kind }) => kind)).toEqual(['pended', 'raised'])
  })

  test('two processes that watch raise one alarm once', async () => {
    const { registry, see, pass } = await watch(open)
    await see(1, 0)
    const other = await open({ beside: registry })
    onTestFinished(() => other[Symbol.asyncDispose]())
    const until = START + HOUR
    const told = await Promise.all([pass(until), pass(until, other.alarms)])
    expect(told.flat().map(({ kind }) => kind)).toEqual(['raised'])
  })

  test('time that passes is told no further than what came, so that a reading under way still counts', async () => {
    const { registry, see, pass } = await watch(open)
    await see(1, 0)
    await pass(START + HOUR)
    await see(0, 40)
    expect(await onlyAlarm(registry)).toMatchObject({
      phase: 'clearing',
      since: START + 40 * MINUTE,
    })
  })

  test('its whole life is kept, with who did what and why', async () => {
    const { registry, see, pass } = await watch(open)
    await see(2, 0)
    const { id } = await onlyAlarm(registry)
    const at = (minute: number) => START + minute * MINUTE
    const why = { by: 'minh', reason: 'she is near' }
    await registry.alarms.assign(id, { at: at(1), assignee: 'lan', ...why })
    await registry.alarms.act(id, { kind: 'acknowledge', at: at(2), by: 'lan', reason: 'going' })
    await registry.alarms.comment(id, { at: at(3), by: 'lan', text: 'pump stands still' })
    const action = { kind: 'corrective-action', text: 'fuse replaced' } as const
    await registry.alarms.comment(id, { at: at(4), by: 'lan', ...action })
    await see(0, 5)
    await pass(at(15))
    const history = await registry.alarms.history({ alarm: id, limit: 100 })
    expect(history.map(({ kind, by, reason, to }) => [kind, by, reason, to])).toEqual([
      ['pended', null, null, 'pending'],
      ['raised', null, null, 'active-unacknowledged'],
      ['assigned', 'minh', 'she is near', 'active-unacknowledged'],
      ['acknowledged', 'lan', 'going', 'active-acknowledged'],
      ['commented', 'lan', 'pump stands still', 'active-acknowledged'],
      ['corrective-action', 'lan', 'fuse replaced', 'active-acknowledged'],
      ['clearing', null, null, 'clearing'],
      ['cleared', null, null, 'normal'],
    ])
    expect(history[2]).toMatchObject({ assignee: 'lan' })
    for (const { limitVersion } of history) expect(limitVersion).toBe(1)
    expect(await registry.alarms.get(id)).toMatchObject({ phase: 'normal', assignee: 'lan' })
  })

  test('what cannot be done is refused and kept nowhere', async () => {
    const { registry, see } = await watch(open)
    await see(2, 0)
    const { id } = await onlyAlarm(registry)
    const shelve = {
      kind: 'shelve',
      at: START,
      by: 'lan',
      reason: '?',
      duration: 9 * HOUR,
    } as const
    await expect(registry.alarms.act(id, shelve)).rejects.toMatchObject({
      code: 'ALARM_SHELVED_TOO_LONG',
    })
    await expect(registry.alarms.act(99, shelve)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    })
    expect(await registry.alarms.history({ limit: 100 })).toHaveLength(2)
  })

  test('a new version of a limit goes on with the same alarm', async () => {
    const { registry, see, limit } = await watch(open)
    await see(2, 0)
    const levels = VAT_HOT.levels.slice(0, 1)
    const next = await registry.limits.add({ ...limit, limit: { ...VAT_HOT, levels } })
    await see(1, 5, { limit: next })
    expect(await onlyAlarm(registry)).toMatchObject({
      limitVersion: 2,
      level: 1,
      priority: 'medium',
    })
  })

  test('many are done at once, and what cannot be done to one keeps none from being done', async () => {
    const { registry, see } = await watch(open)
    await see(2, 0)
    const command = { kind: 'acknowledge', at: START, by: 'lan' } as const
    const outcomes = await registry.alarms.actAll([1, 1, 99].map((id) => ({ id, command })))
    expect(outcomes).toMatchObject([
      { id: 1, alarm: { phase: 'active-acknowledged' } },
      { id: 1, error: { code: 'ALARM_NOTHING_TO_ACKNOWLEDGE' } },
      { id: 99, error: { code: 'REGISTRY_NOT_FOUND' } },
    ])
    const kinds = (await registry.alarms.history({ limit: 9 })).map(({ kind }) => kind)
    expect(kinds).toEqual(['pended', 'raised', 'acknowledged'])
  })

  test('one that is born suppressed is told to nobody, and not suppressed again when seen again', async () => {
    const { registry, see } = await watch(open)
    await see(2, 0, { suppressions: ['typhoon'] })
    await see(1, 1, { suppressions: ['typhoon', 'maintenance'] })
    const history = await registry.alarms.history({ limit: 9 })
    expect(history.map(({ kind, silent, by }) => [kind, silent, by])).toEqual([
      ['suppressed', true, 'Nguồn'],
      ['pended', true, null],
      ['raised', true, null],
    ])
    expect(await onlyAlarm(registry)).toMatchObject({ suppressions: ['typhoon'], silent: true })
  })

  test('what is observed of the past is silent, and asks when the present goes on with it', async () => {
    const { registry, see } = await watch(open)
    await see(2, 0, { past: true })
    expect(await onlyAlarm(registry)).toMatchObject({ past: true, silent: true })
    const [caughtUp] = await see(2, 5)
    expect(caughtUp).toMatchObject({ kind: 'caught-up', silent: false, at: START + 5 * MINUTE })
    expect(await onlyAlarm(registry)).toMatchObject({ past: false, silent: false })
  })

  test('what is done to an alarm of the past leaves its past to its readings', async () => {
    const { registry, see } = await watch(open)
    await see(1, 0, { past: true })
    const now = START + 9 * HOUR
    const shelve = {
      kind: 'shelve',
      at: now,
      by: 'lan',
      reason: 'typhoon',
      duration: HOUR,
    } as const
    await registry.alarms.act(1, shelve)
    await see(0, 20, { past: true })
    const history = await registry.alarms.history({ limit: 9 })
    expect(history.map(({ kind, at }) => [kind, at])).toEqual([
      ['pended', START],
      ['shelved', now],
      ['withdrawn', START + 20 * MINUTE],
    ])
    await see(0, 9 * 60 + 59)
    expect(await onlyAlarm(registry)).toMatchObject({ silent: true })
    await see(0, 10 * 60)
    expect(await onlyAlarm(registry)).toMatchObject({ silent: false })
  })

  test('alarms are found by phase, place and device, and more, page by page', async () => {
    const { registry, see } = await watch(open)
    await registry.devices.enrol({ id: 'probe-2', name: '2', model: null, enrolledAt: START })
    const channel = await registry.channels.ensure('probe-2', 'temperature/top', 'temperature')
    await see(2, 0)
    await see(1, 0, { channel, place: 'room-1' })
    const find = async (query: object) =>
      (await registry.alarms.list({ limit: 10, ...query })).map(({ device }) => device)
    expect(await find({ phases: ['active-unacknowledged'] })).toEqual(['probe-1'])
    expect(await find({ place: ['room-1', 'nowhere'] })).toEqual(['probe-2'])
    expect(await find({ device: 'probe-1' })).toEqual(['probe-1'])
    expect(await find({ site: 'phu-khuong' })).toEqual(['probe-1', 'probe-2'])
    expect(await find({ site: ['elsewhere'] })).toEqual([])
    expect(await find({ limitId: ['vat-hot'] })).toEqual(['probe-1', 'probe-2'])
    expect(await find({ limitId: 'vat-cold' })).toEqual([])
    expect(await find({ priorities: ['high', 'urgent'] })).toEqual(['probe-1'])
    await registry.alarms.assign(1, { at: START, by: 'minh', assignee: 'lan' })
    expect(await find({ assignee: 'lan' })).toEqual(['probe-1'])
    const stop = { kind: 'take-out-of-service', at: START, by: 'lan', reason: 'empty' } as const
    await registry.alarms.act(2, stop)
    expect(await find({ silent: true })).toEqual(['probe-2'])
    expect(await find({ silent: false })).toEqual(['probe-1'])
    const [first] = await registry.alarms.list({ limit: 1 })
    expect(await find({ after: first?.id })).toEqual(['probe-2'])
  })
}
