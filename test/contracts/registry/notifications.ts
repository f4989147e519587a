import { expect, onTestFinished, test } from 'vitest'

import { MINUTE, SECOND } from '#domain/time.ts'
import type { NewNotice } from '#store/registry/contract-notifications.ts'
import type { Registry } from '#store/registry/contract.ts'

import { VAT_HOT } from '../../vat-hot.ts'
import { settle, START, VAT, type OpenRegistry } from './fixture.ts'

const LAN = {
  id: 'lan',
  name: 'Lan',
  language: 'vi',
  timezone: 'Asia/Ho_Chi_Minh',
  addresses: [{ channel: 'email', address: 'lan@x', use: 'always' }],
  quietHours: null,
} as const

const NOTICE: NewNotice = {
  alarm: 1,
  event: 1,
  route: 'all',
  kind: 'raised',
  step: 0,
  person: 'lan',
  channel: 'email',
  address: 'lan@x',
  priority: 'high',
  madeAt: START,
  dueAt: START,
  inDigest: false,
}
const LAN_BY_MAIL = { person: 'lan', channel: 'email' } as const
const CALL = { alarm: 1, event: 1, route: 'all', askedAt: START, step: 0, dueAt: START }
const NOTHING = { calls: [], ended: [], answered: [], notices: [] }

/** Two registries on one database, as two processes have them, with an alarm that was raised. */
async function openTwo(open: OpenRegistry): Promise<{ registry: Registry; other: Registry }> {
  const registry = await open()
  onTestFinished(() => registry[Symbol.asyncDispose]())
  const other = await open({ beside: registry })
  onTestFinished(() => other[Symbol.asyncDispose]())
  await settle(registry, 'probe-1')
  const channel = await registry.channels.ensure('probe-1', 'temperature/top', 'temperature')
  const approval = { approvedBy: 'lan', reason: 'start', validFrom: START, recordedAt: START }
  const limit = await registry.limits.add({ limit: VAT_HOT, ...approval, withdrawn: false })
  const seen = { limit, channel, place: VAT.id, at: START, level: 2, value: 51 }
  await registry.alarms.observe([seen])
  return { registry, other }
}

async function compose({ notifications }: Registry, key: string, ids: readonly number[]) {
  const to = { person: 'lan', channel: 'email', address: 'lan@x' } as const
  await notifications.compose([{ key, ...to, createdAt: START, body: '{}', notices: ids }])
}

async function waitingIds({ notifications }: Registry): Promise<number[]> {
  return (await notifications.dueNotices(START, 100)).map(({ id }) => id)
}

export function whoIsTold(open: OpenRegistry): void {
  test('a setting is written whole, found, listed by id and removed', async () => {
    const { registry } = await openTwo(open)
    const { people } = registry
    expect(await people.put(LAN)).toBe(true)
    expect(await people.put({ ...LAN, name: 'Lan Anh' })).toBe(false)
    await people.put({ ...LAN, id: 'an' })
    expect((await people.get('lan'))?.name).toBe('Lan Anh')
    expect((await people.list({ limit: 10 })).map(({ id }) => id)).toEqual(['an', 'lan'])
    expect(await people.list({ limit: 10, after: 'an' })).toHaveLength(1)
    await people.remove('lan')
    expect(await people.get('lan')).toBeUndefined()
    await expect(people.remove('lan')).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' })
  })

  test('events are worked through once, by whichever process is faster', async () => {
    const { registry, other } = await openTwo(open)
    const { after, events } = await registry.notifications.unread(10)
    expect(events.map(({ kind }) => kind)).toEqual(['pended', 'raised'])
    const span = { after, through: events.at(-1)?.id ?? 0 }
    const plan = { ...NOTHING, calls: [CALL], notices: [NOTICE] }
    expect(await registry.notifications.keepPlan(span, plan)).toBe(true)
    expect(await other.notifications.keepPlan(span, plan)).toBe(false)
    expect((await registry.notifications.unread(10)).events).toEqual([])
    expect(await registry.notifications.dueCalls(START, 10)).toHaveLength(1)
    expect(await waitingIds(registry)).toHaveLength(1)
  })

  test('a step of a call is taken once, and none after the last', async () => {
    const { registry, other } = await openTwo(open)
    await registry.notifications.keepPlan({ after: 0, through: 2 }, { ...NOTHING, calls: [CALL] })
    const [call] = await registry.notifications.dueCalls(START, 10)
    if (call === undefined) throw new Error('no call')
    const next = { step: 1, dueAt: START + MINUTE }
    expect(await registry.notifications.keepStep(call, next, [NOTICE])).toBe(true)
    expect(await other.notifications.keepStep(call, next, [NOTICE])).toBe(false)
    expect(await registry.notifications.dueCalls(START + MINUTE - 1, 10)).toEqual([])
    const [second] = await other.notifications.dueCalls(START + MINUTE, 10)
    expect(second).toEqual({ ...call, ...next })
    expect(await other.notifications.keepStep({ ...call, ...next }, null, [])).toBe(true)
    expect(await registry.notifications.dueCalls(Infinity, 10)).toEqual([])
  })

  test('an answer ends calls and what was not said, but not a digest, nor what is over', async () => {
    const { registry } = await openTwo(open)
    const { notifications } = registry
    const notices = [NOTICE, { ...NOTICE, address: 'digest', inDigest: true }]
    const over = { ...NOTICE, address: 'over', kind: 'resolved' } as const
    const plan = { ...NOTHING, calls: [CALL], notices: [...notices, over] }
    await notifications.keepPlan({ after: 0, through: 1 }, plan)
    await notifications.keepPlan({ after: 1, through: 2 }, { ...NOTHING, ended: [1] })
    expect(await notifications.dueCalls(Infinity, 10)).toEqual([])
    const left = await notifications.dueNotices(START, 10)
    expect(left.map(({ address }) => address)).toEqual(['digest', 'over'])
  })

  test('nobody is told the same twice, and a notice is in one message', async () => {
    const { registry, other } = await openTwo(open)
    await registry.notifications.addNotices([NOTICE, { ...NOTICE, dueAt: START + 1 }])
    await registry.notifications.addNotices([NOTICE, { ...NOTICE, kind: 'reminder' }])
    const ids = await waitingIds(registry)
    expect(ids).toHaveLength(2)
    await compose(registry, 'A', ids)
    await compose(other, 'B', ids)
    const keys = (await other.notifications.messages({ limit: 10 })).map(({ key }) => key)
    expect(keys).toEqual(['A'])
    const put = await registry.notifications.noticesIn('A')
    expect(put.map(({ state, message }) => `${state} ${message}`)).toEqual(
      Array(2).fill('in-message A'),
    )
  })

  test('what waits can be put off or cancelled; what is in a message cannot', async () => {
    const { registry } = await openTwo(open)
    const { notifications } = registry
    await notifications.addNotices([NOTICE, { ...NOTICE, step: 1 }, { ...NOTICE, step: 2 }])
    const [first = 0, second = 0, third = 0] = await waitingIds(registry)
    await compose(registry, 'A', [first])
    await notifications.postpone([first, second], START + MINUTE)
    await notifications.cancel([first, third], 'settled')
    const states = (await notifications.noticesOf(1)).map(({ state, dueAt }) => [state, dueAt])
    expect(states).toEqual([
      ['in-message', START],
      ['waiting', START + MINUTE],
      ['cancelled', START],
    ])
    const reasons = (await notifications.noticesOf(1)).map(({ reason }) => reason)
    expect(reasons).toEqual([null, null, 'settled'])
  })

  test('what is held back is due again when people change who is told, and when', async () => {
    const { registry } = await openTwo(open)
    const { notifications, people } = registry
    const dueIds = async () => (await notifications.dueNotices(START, 100)).map(({ id }) => id)
    await notifications.addNotices([NOTICE, { ...NOTICE, step: 1 }, { ...NOTICE, step: 2 }])
    const [first = 0, second = 0, third = 0] = await dueIds()
    const change = [() => people.put(LAN), () => people.put(LAN), () => people.remove('lan')]
    for (const write of change) {
      await notifications.hold([first, second], START + MINUTE)
      expect(await dueIds()).toEqual([third])
      await write()
      expect(await dueIds()).toEqual([first, second, third])
    }
    const held = (await notifications.noticesOf(1)).map(({ inDigest }) => inDigest)
    expect(held).toEqual([false, false, false])
  })

  test('what was over before is removed, the oldest first, and nothing else', async () => {
    const { registry } = await openTwo(open)
    const { notifications, alarms } = registry
    const [first] = await alarms.list({ limit: 1 })
    const [limit] = await registry.limits.list({ limit: 1, at: START })
    if (first === undefined || limit === undefined) throw new Error('there is no alarm')
    await notifications.keepPlan({ after: 0, through: 2 }, { ...NOTHING, calls: [CALL] })
    await notifications.addNotices([0, 1, 2, 3].map((step) => Object.assign({}, NOTICE, { step })))
    const [sent = 0, failed = 0, cancelled = 0] = await waitingIds(registry)
    await compose(registry, 'A', [sent])
    await compose(registry, 'B', [failed])
    await compose(registry, 'C', [])
    await notifications.cancel([cancelled], 'settled')
    for (const key of ['A', 'C']) {
      await notifications.settle(key, { kind: 'accepted', at: START, providerId: null }, START)
    }
    await notifications.settle('B', { kind: 'dead', error: 'gone' }, START)
    const left = async () => ({
      notices: (await notifications.noticesOf(1)).map(({ step }) => step),
      messages: (await notifications.messages({ limit: 10 })).map(({ key }) => key),
    })
    const later = Date.now() + MINUTE
    // It is not over: only what is of no alarm goes.
    expect(await notifications.prune(later, 100)).toBe(1)
    expect(await left()).toEqual({ notices: [0, 1, 2, 3], messages: ['A', 'B'] })
    const channel = { id: first.channelId, device: first.device, name: first.channel }
    const seen = { limit, channel, place: VAT.id, level: 0, value: 40 }
    await alarms.observe([{ ...seen, at: START + MINUTE }])
    await alarms.advance([{ id: 1, until: START + 60 * MINUTE }])
    const { events } = await notifications.unread(10)
    const ended = { ...NOTHING, ended: [1] }
    await notifications.keepPlan({ after: 2, through: events.at(-1)?.id ?? 0 }, ended)
    expect(events.map(({ kind }) => kind)).toContain('cleared')
    expect(await notifications.prune(START, 100)).toBe(0)
    // At most one of each kind: the call, a notice, and its message.
    expect(await notifications.prune(later, 1)).toBe(3)
    expect(await notifications.prune(later, 100)).toBeGreaterThan(0)
    expect(await notifications.prune(later, 100)).toBe(0)
    expect(await left()).toEqual({ notices: [1], messages: ['B'] })
    expect(await alarms.history({ alarm: 1, limit: 100 })).toHaveLength(2 + events.length)
  })

  test('a message is taken by one process for a while, and is due again when nothing came of it', async () => {
    const { registry, other } = await openTwo(open)
    await compose(registry, 'A', [])
    const take = ({ notifications }: Registry, at: number) =>
      notifications.claim({ channel: 'email', at, until: at + 25 * SECOND, limit: 10 })
    expect(await take(registry, START - 1)).toEqual([])
    expect(await take(registry, START)).toMatchObject([{ key: 'A', state: 'sending', attempts: 1 }])
    expect(await take(other, START + 24 * SECOND)).toEqual([])
    expect(await take(other, START + 25 * SECOND)).toMatchObject([{ key: 'A', attempts: 2 }])
    await other.notifications.settle('A', { kind: 'accepted', at: START, providerId: 'x' }, START)
    // The first comes late with another tale.
    await registry.notifications.settle('A', { kind: 'dead', error: 'gave up' }, START)
    const [message] = await registry.notifications.messages({ limit: 10 })
    expect(message).toMatchObject({ state: 'accepted', providerId: 'x', acceptedAt: START })
    expect(await take(registry, Infinity)).toEqual([])
  })

  test('messages are told by state and person, counted, and a dead one can be sent again', async () => {
    const { registry } = await openTwo(open)
    const { notifications } = registry
    for (const key of ['A', 'B', 'C']) await compose(registry, key, [])
    await notifications.settle('A', { kind: 'dead', error: 'no such mailbox' }, START)
    await notifications.settle('B', { kind: 'again', nextAt: START + MINUTE, error: 'busy' }, START)
    const list = async (query: object) =>
      (await notifications.messages({ limit: 10, ...query })).map(({ key }) => key)
    expect(await list({ states: ['dead'] })).toEqual(['A'])
    expect(await list({ after: 'A' })).toEqual(['B', 'C'])
    expect(await list({ person: 'minh' })).toEqual([])
    expect(await notifications.countMessages(LAN_BY_MAIL, { from: START - 1, until: START })).toBe(
      3,
    )
    expect(await notifications.countMessages(LAN_BY_MAIL, { from: START, until: START + 1 })).toBe(
      0,
    )
    expect(await notifications.backlog()).toEqual([
      { channel: 'email', state: 'dead', count: 1, oldestAt: START },
      { channel: 'email', state: 'waiting', count: 2, oldestAt: START },
    ])
    await notifications.revive('A', START + SECOND)
    expect(await list({ states: ['dead'] })).toEqual([])
    const again = () => notifications.revive('A', START)
    await expect(again()).rejects.toMatchObject({ code: 'REGISTRY_CONFLICT' })
    const nowhere = () => notifications.revive('Z', START)
    await expect(nowhere()).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' })
  })
}
