import { expect, onTestFinished, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { AlarmEventQuery } from '#store/registry/contract-alarms.ts'

import { VAT_HOT } from '../../vat-hot.ts'
import { settle, START, STORE_ROOM, VAT, type OpenRegistry } from './fixture.ts'

const APPROVED = { approvedBy: 'lan', reason: 'start', withdrawn: false }

/** Two alarms, one in the vat and one in the store, that are raised in turns, an hour apart. */
async function happen(open: OpenRegistry, times: number) {
  const registry = await open()
  onTestFinished(() => registry[Symbol.asyncDispose]())
  await settle(registry, 'probe-1', 'probe-2')
  const approved = { ...APPROVED, validFrom: START, recordedAt: START }
  const limit = await registry.limits.add({ limit: VAT_HOT, ...approved })
  const places = [VAT.id, STORE_ROOM.id]
  const channels = await registry.channels.ensureAll(
    ['probe-1', 'probe-2'].map((device) => {
      return { device, name: 'temperature/top', quantity: 'temperature' }
    }),
  )
  for (let count = 0; count < times; count++) {
    const channel = channels[count % 2]
    const place = places[count % 2] ?? ''
    if (channel === undefined) throw new Error('no channel')
    const level = Math.floor(count / 2) % 2 === 0 ? 2 : 0
    const at = START + count * HOUR
    await registry.alarms.observe([{ limit, channel, place, at, level, value: count }])
  }
  const find = async (query: Partial<AlarmEventQuery>) =>
    (await registry.alarms.history({ limit: 100, ...query })).map(({ id }) => id)
  return { registry, find }
}

export function logOfAlarms(open: OpenRegistry): void {
  test('a log that holds nothing has no newest event', async () => {
    const { registry } = await happen(open, 0)
    expect(await registry.alarms.newestEvent()).toBe(0)
    expect(await registry.alarms.eventBefore(Date.now() + DAY)).toBe(0)
  })

  test('events are found by when they happened and where the alarm is, from either end', async () => {
    const { registry, find } = await happen(open, 6)
    const all = await registry.alarms.history({ limit: 100 })
    expect(all.length).toBeGreaterThan(6)
    expect(await registry.alarms.newestEvent()).toBe(all.at(-1)?.id)
    const idsOf = (isWanted: (event: (typeof all)[number]) => boolean) =>
      all.filter(isWanted).map(({ id }) => id)
    const [from, until] = [START + 2 * HOUR, START + 4 * HOUR]
    expect(await find({ from })).toEqual(idsOf(({ at }) => at >= from))
    expect(await find({ from, until })).toEqual(idsOf(({ at }) => at >= from && at < until))
    expect(await find({ until })).toEqual(idsOf(({ at }) => at < until))
    const raised = idsOf(({ kind }) => kind === 'raised' || kind === 'cleared')
    expect(await find({ kinds: ['raised', 'cleared'] })).toEqual(raised)
    expect(await find({ place: [STORE_ROOM.id] })).toEqual(idsOf(({ alarm }) => alarm === 2))
    expect(await find({ place: [STORE_ROOM.id, VAT.id] })).toEqual(idsOf(() => true))
    expect(await find({ place: [] })).toEqual([])
    const newest = await find({ newestFirst: true, limit: 3 })
    expect(newest).toEqual(
      idsOf(() => true)
        .toReversed()
        .slice(0, 3),
    )
    const older = await find({ newestFirst: true, limit: 3, after: newest[2] ?? 0 })
    expect(older[0]).toBe((newest[2] ?? 0) - 1)
  })

  test('the last event before an instant is found, whatever was written', async () => {
    const { registry } = await happen(open, 9)
    const all = await registry.alarms.history({ limit: 100 })
    const instants = all.flatMap(({ recordedAt }) => [recordedAt, recordedAt + 1])
    for (const instant of [0, ...instants, Date.now() + MINUTE]) {
      const expected = all.findLast(({ recordedAt }) => recordedAt < instant)?.id ?? 0
      expect(await registry.alarms.eventBefore(instant)).toBe(expected)
    }
  })
}
