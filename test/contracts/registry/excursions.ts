import { expect, onTestFinished, test } from 'vitest'

import type { Excursion } from '#domain/alarm/excursion.ts'
import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import type { WatchedSpan } from '#store/registry/contract-excursions.ts'

import { VAT_HOT } from '../../vat-hot.ts'
import { enrol, settle, START, STORE_ROOM, VAT, type OpenRegistry } from './fixture.ts'

const APPROVED = {
  approvedBy: 'lan',
  reason: 'start',
  validFrom: START,
  recordedAt: START,
  withdrawn: false,
}

const at = (minute: number) => START + minute * MINUTE

/** Raised at once, over after ten minutes. */
function excursion(minute: number, change: Partial<Excursion> = {}): Excursion {
  const [from, until] = [at(minute), at(minute + 10)]
  const told = { from, until, raisedAt: from, settledAt: until + 10 * MINUTE }
  return { ...told, level: 2, priority: 'high', worst: 52, ...change }
}

/** A probe at a vat, watched by one limit. */
async function watch(open: OpenRegistry) {
  const registry = await open()
  onTestFinished(() => registry[Symbol.asyncDispose]())
  await settle(registry, 'probe-1')
  const channel = await registry.channels.ensure('probe-1', 'temperature/top', 'temperature')
  await registry.installations.install({ device: 'probe-1', place: VAT.id, from: START })
  await registry.limits.add({ limit: VAT_HOT, ...APPROVED })
  const { excursions } = registry
  for (const mark of await excursions.listDue(Date.now(), 10)) await excursions.settle(mark)
  const spans = async (from = START, until = Infinity) =>
    (await excursions.watched(channel.id, { from, until })) ?? []
  const [span] = await spans()
  if (span === undefined) throw new Error('nothing is watched')
  return { registry, channel, span, spans, excursions }
}

export function marksOfExcursions(open: OpenRegistry): void {
  test('marks of a channel become one, due as soon as the first of them', async () => {
    const {
      excursions,
      channel: { id: channel },
    } = await watch(open)
    await excursions.note([
      { channel, from: at(10), until: at(20), dueAt: at(60) },
      { channel, from: at(5), until: at(8), dueAt: at(90) },
      { channel: channel + 1, from: at(1), until: at(1), dueAt: 0 },
    ])
    expect(await excursions.listDue(at(59), 10)).toMatchObject([{ channel: channel + 1 }])
    expect(await excursions.listDue(at(60), 10)).toMatchObject([
      { channel: channel + 1 },
      { channel, from: at(5), until: at(20), dueAt: at(60) },
    ])
  })

  test('what is noted again while it is told stays', async () => {
    const {
      excursions,
      channel: { id: channel },
    } = await watch(open)
    const mark = { channel, from: at(10), until: at(20), dueAt: 0 }
    await excursions.note([mark])
    const [first] = await excursions.listDue(at(0), 10)
    await excursions.note([mark])
    if (first === undefined) throw new Error('no mark')
    await excursions.settle(first)
    const [second] = await excursions.listDue(at(0), 10)
    expect(second).toMatchObject(mark)
    if (second === undefined) throw new Error('no mark')
    await excursions.settle(second, { dueAt: at(99) })
    expect(await excursions.listDue(at(98), 10)).toEqual([])
    expect(await excursions.listDue(at(99), 10)).toMatchObject([{ from: at(20), until: at(20) }])
  })

  test('a channel is marked where it stood elsewhere, and where a limit is new', async () => {
    const { registry, excursions, channel } = await watch(open)
    const due = async () => {
      const marks = await excursions.listDue(Date.now(), 10)
      for (const mark of marks) await excursions.settle(mark)
      return marks.map(({ channel: id, from }) => [id, from])
    }
    const moved = await registry.installations.install({
      device: 'probe-1',
      place: STORE_ROOM.id,
      from: at(30),
    })
    expect(await due()).toEqual([[channel.id, at(30)]])
    await registry.installations.end(moved.id, at(50))
    expect(await due()).toEqual([[channel.id, at(50)]])
    await registry.installations.remove(moved.id)
    expect(await due()).toEqual([[channel.id, at(30)]])
    await registry.limits.add({ limit: { ...VAT_HOT, id: 'other' }, ...APPROVED })
    expect(await due()).toEqual([[channel.id, 0]])
    await registry.limits.add({ limit: { ...VAT_HOT, id: 'other' }, ...APPROVED })
    await registry.limits.ship([{ limit: VAT_HOT, ...APPROVED }])
    expect(await due()).toEqual([])
  })
}

export function pastOfNewLimits(open: OpenRegistry): void {
  test('a limit that is new marks channels that it watches where they stand, or stood, and no others', async () => {
    const { registry, excursions, channel } = await watch(open)
    for (const device of ['probe-2', 'probe-3']) await enrol(registry, device)
    for (const device of ['probe-2', 'probe-3']) {
      await registry.channels.ensure(device, 'temperature/top', 'temperature')
    }
    const there = { device: 'probe-2', place: STORE_ROOM.id, from: at(10) }
    await registry.installations.install(there)
    for (const mark of await excursions.listDue(Date.now(), 10)) await excursions.settle(mark)
    const due = async (limit: Partial<AlarmLimit>) => {
      await registry.limits.add({ limit: { ...VAT_HOT, ...limit }, ...APPROVED })
      const marks = await excursions.listDue(Date.now(), 10)
      for (const mark of marks) await excursions.settle(mark)
      return marks.map((mark) => mark.channel)
    }
    expect(await due({ id: 'new' })).toEqual([channel.id])
    expect(await due({ id: 'rooms', placeKinds: ['room'] })).toEqual([channel.id + 1])
    expect(await due({ id: 'elsewhere', placeKinds: ['vehicle'] })).toEqual([])
    const absent = { kind: 'lag', over: HOUR, holdMax: HOUR } as const
    expect(await due({ id: 'late', measure: absent })).toEqual([])
  })

  test('of a mark of which a part is told the rest stays, unless it was noted again', async () => {
    const { excursions, channel } = await watch(open)
    const mark = { channel: channel.id, from: at(10), until: at(90), dueAt: 0 }
    await excursions.note([mark])
    const [first] = await excursions.listDue(0, 10)
    if (first === undefined) throw new Error('no mark')
    await excursions.settle(first, { from: at(50), dueAt: at(1) })
    expect(await excursions.listDue(0, 10)).toEqual([])
    const [rest] = await excursions.listDue(at(1), 10)
    expect(rest).toMatchObject({ from: at(50), until: at(90) })
    if (rest === undefined) throw new Error('no rest')
    await excursions.note([{ ...mark, from: at(20), until: at(21) }])
    await excursions.settle(rest, { from: at(80), dueAt: at(2) })
    expect(await excursions.listDue(at(1), 10)).toMatchObject([{ from: at(20), until: at(90) }])
  })
}

export function excursionsOfChannels(open: OpenRegistry): void {
  const tell = (span: WatchedSpan) => {
    const { limit, place, from, until, standingFrom } = span
    return [limit.version, place, from, until, standingFrom]
  }

  test('a channel is watched where its device stood, by the version that was in force', async () => {
    const { registry, spans } = await watch(open)
    await registry.limits.add({ limit: VAT_HOT, ...APPROVED, validFrom: at(60) })
    await registry.limits.add({ limit: VAT_HOT, ...APPROVED, validFrom: at(120), withdrawn: true })
    await registry.installations.install({ device: 'probe-1', place: STORE_ROOM.id, from: at(90) })
    expect((await spans()).map(tell)).toEqual([
      [1, VAT.id, START, at(60), START],
      [2, VAT.id, at(60), at(90), START],
    ])
    expect((await spans(at(61))).map(tell)).toEqual([[2, VAT.id, at(60), at(90), START]])
    expect(await registry.excursions.watched(99, { from: 0, until: 1 })).toBeUndefined()
  })

  test('the first version judges what was before it', async () => {
    const { registry, spans } = await watch(open)
    const limit = { ...VAT_HOT, id: 'late' }
    await registry.limits.add({ limit, ...APPROVED, validFrom: at(600) })
    const late = (await spans()).filter((span) => span.limit.limit.id === 'late')
    expect(late.map(tell)).toEqual([[1, VAT.id, START, Infinity, START]])
  })

  test('what is told anew takes the place of what was told of that time, and of no other', async () => {
    const { excursions, span } = await watch(open)
    const told = async (from: number, until: number, all: Excursion[]) =>
      await excursions.record(span, { from: at(from), until: at(until), excursions: all })
    await told(0, 200, [excursion(10), excursion(50), excursion(100)])
    const [first] = await excursions.list({ limit: 10 })
    await told(40, 100, [excursion(50, { worst: 60 }), excursion(70)])
    const list = await excursions.list({ limit: 10 })
    expect(list.map(({ from, worst }) => [from, worst])).toEqual([
      [at(10), 52],
      [at(50), 60],
      [at(70), 52],
      [at(100), 52],
    ])
    expect(list[0]).toEqual(first)
    expect(list[0]).toMatchObject({
      ...excursion(10),
      limit: VAT_HOT.id,
      limitVersion: 1,
      device: 'probe-1',
      channel: 'temperature/top',
      place: VAT.id,
      alarm: null,
    })
  })

  test('an excursion has the alarm whose history tells of it', async () => {
    const { registry, excursions, span, channel } = await watch(open)
    const see = (level: number, minute: number) =>
      registry.alarms.observe([
        { limit: span.limit, channel, place: VAT.id, at: at(minute), level, value: 52 },
      ])
    await see(2, 50)
    await see(0, 60)
    const all = [excursion(10), excursion(50), excursion(90, { raisedAt: null })]
    await excursions.record(span, { from: START, until: at(500), excursions: all })
    const list = await excursions.list({ limit: 10 })
    expect(list.map(({ alarm }) => alarm)).toEqual([null, 1, null])
    const story = await excursions.recorded(span, at(75))
    expect(story).toEqual({ excursions: all.slice(2), watchedLevel: 0 })
    await see(1, 200)
    expect(await excursions.recorded(span, at(30))).toEqual({ excursions: all, watchedLevel: 1 })
  })

  test('what nobody watched by now is removed', async () => {
    const { registry, excursions, span, spans } = await watch(open)
    const all = [excursion(10), excursion(50), excursion(90)]
    await excursions.record(span, { from: START, until: at(500), excursions: all })
    await registry.installations.install({ device: 'probe-1', place: STORE_ROOM.id, from: at(40) })
    await excursions.prune(span.channel.id, { from: at(40), until: at(60) }, await spans())
    const left = await excursions.list({ limit: 10 })
    expect(left.map(({ from }) => from)).toEqual([at(10), at(90)])
  })

  test('they are found by place, device, limit, time and whether they were raised, page by page', async () => {
    const { excursions, span } = await watch(open)
    const open2 = excursion(90, { until: null, settledAt: null })
    const all = [excursion(10), excursion(50, { raisedAt: null }), open2]
    await excursions.record(span, { from: START, until: at(500), excursions: all })
    const find = async (query: object) =>
      (await excursions.list({ limit: 10, ...query })).map(({ from }) => (from - START) / MINUTE)
    expect(await find({ place: [VAT.id, 'nowhere'] })).toEqual([10, 50, 90])
    expect(await find({ place: [] })).toEqual([])
    expect(await find({ device: ['probe-2'] })).toEqual([])
    expect(await find({ limitId: 'other' })).toEqual([])
    expect(await find({ raised: true })).toEqual([10, 90])
    expect(await find({ raised: false })).toEqual([50])
    expect(await find({ settled: false })).toEqual([90])
    expect(await find({ from: at(20) })).toEqual([50, 90])
    expect(await find({ from: at(19), until: at(50) })).toEqual([10])
    expect(await find({ from: START + 99 * HOUR })).toEqual([90])
    const [first] = await excursions.list({ limit: 1 })
    expect(await find({ after: first, limit: 1 })).toEqual([50])
  })
}
