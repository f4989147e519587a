import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'

import { findFloods, findPeak } from '#domain/alarm/floods.ts'
import { toFigures } from '#domain/alarm/kpi-figures.ts'
import { AlarmTally, type AlarmKpis } from '#domain/alarm/kpi.ts'
import { toSpread } from '#domain/alarm/spread.ts'
import type { KpiEvent, KpiSpan } from '#domain/alarm/trace.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import { history, TIME_TO_RESPOND } from './alarm-kpi-history.ts'

function tally(events: readonly KpiEvent[], span: KpiSpan): AlarmKpis {
  const kpis = new AlarmTally(span)
  for (const event of events) kpis.take(event)
  return kpis.finish([])
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The measures of one alarm, each asked of its whole history at once. */
function tellAlarm(events: readonly KpiEvent[], { from, until }: KpiSpan) {
  const past = events.filter(({ at }) => at < until)
  const isIn = ({ at }: KpiEvent) => at >= from && at < until
  const announcing = new Set(['raised', 'worsened', 'asked-again', 'unshelved'])
  const announced = past.filter(
    (one) => isIn(one) && !one.silent && one.level > 0 && announcing.has(one.kind),
  )
  const raises = past.filter(({ kind }) => kind === 'raised')
  const told = raises.filter((one) => isIn(one) && !one.silent)
  const lives = told.flatMap((raised) => {
    const after = past.slice(past.indexOf(raised))
    const cleared = after.find(({ kind }) => kind === 'cleared')
    if (cleared === undefined) return []
    const life = after.slice(0, after.indexOf(cleared) + 1)
    const back = life.findLast(({ kind }) => kind === 'clearing')?.at ?? cleared.at
    const isAnswered = life.some(({ kind }) => kind === 'acknowledged')
    const isFleeting = !isAnswered && back - raised.at <= 10 * MINUTE
    return [{ ms: cleared.at - raised.at, isFleeting }]
  })
  const answers = past.flatMap((answer, index) => {
    if (answer.kind !== 'acknowledged') return []
    const start = past.findLastIndex(
      ({ kind, to }, at) =>
        at < index && (kind === 'acknowledged' || (kind === 'cleared' && to === 'normal')),
    )
    const asked = past.slice(start + 1, index).find((one) => announced.includes(one))
    return asked ? [Math.max(0, answer.at - Math.max(asked.at, asked.recordedAt))] : []
  })
  const last = past.at(-1)
  const isOn = ['active-unacknowledged', 'active-acknowledged', 'clearing']
  const isStanding = last !== undefined && !last.silent && isOn.includes(last.to)
  return {
    announced,
    lives,
    answers,
    isStanding,
    isStale: isStanding && until - (raises.at(-1)?.at ?? Number.NaN) > DAY,
    isChattering: told.some((one, at) => {
      const third = told[at + 2]
      return third !== undefined && third.at - one.at <= 10 * HOUR
    }),
  }
}

describe('the measures of an alarm system', () => {
  const span = fc
    .record({ from: fc.integer({ min: 0, max: 9 }), days: fc.integer({ min: 1, max: 20 }) })
    .map(({ from, days }) => ({ from: from * HOUR, until: from * HOUR + days * DAY }))

  it('are what a history says when each is asked of it at once', () => {
    fc.assert(
      fc.property(history, span, (events, asked) => {
        const kpis = tally(events, asked)
        const told = [...Map.groupBy(events, ({ alarm }) => alarm)].map(
          ([alarm, own]) => [alarm, tellAlarm(own, asked)] as const,
        )
        const all = told.map(([, one]) => one)
        const announced = all.flatMap((one) => one.announced)
        const at = announced.map((one) => one.at).toSorted((a, b) => a - b)
        const lives = all.flatMap((one) => one.lives)
        const answers = all.flatMap((one) => one.answers)
        expect(kpis).toMatchObject({
          announcedAt: at,
          peakCount: findPeak(at),
          floods: findFloods(at, asked.until),
          fleetingCount: lives.filter(({ isFleeting }) => isFleeting).length,
          inTimeCount: answers.filter((one) => one <= TIME_TO_RESPOND).length,
          standingCount: all.filter(({ isStanding }) => isStanding).length,
          priorities: {
            low: announced.filter(({ priority }) => priority === 'low').length,
            high: announced.filter(({ priority }) => priority === 'high').length,
          },
        })
        // Of the same values; a sum depends on their order.
        expect(kpis.toAcknowledge?.median).toEqual(toSpread(answers)?.median)
        expect(kpis.toAcknowledge?.count).toEqual(toSpread(answers)?.count)
        expect(kpis.toClear?.p90).toEqual(toSpread(lives.map(({ ms }) => ms))?.p90)
        expect(kpis.toClear?.count).toEqual(toSpread(lives.map(({ ms }) => ms))?.count)
        expect(sum(kpis.people.map((one) => one.toAcknowledge.count))).toBe(answers.length)
        const shares = told.flatMap(([alarm, one]) => {
          const { isChattering, isStale } = one
          const announcedCount = one.announced.length
          const isTold = announcedCount > 0 || isStale
          return isTold ? [{ alarm, announcedCount, isChattering, isStale }] : []
        })
        expect(kpis.alarms.toSorted((a, b) => a.alarm - b.alarm)).toEqual(
          shares.toSorted((a, b) => a.alarm - b.alarm),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('need of the past no more than a day before the end: who was not heard of since stands still', () => {
    fc.assert(
      fc.property(history, span, (events, { from, until }) => {
        const asked = { from: Math.max(from, until - DAY), until }
        const start = Math.min(asked.from, until - DAY)
        const whole = new AlarmTally(asked)
        for (const event of events) whole.take(event)
        const late = new AlarmTally(asked)
        for (const event of events) if (event.recordedAt >= start) late.take(event)
        const quiet = [...Map.groupBy(events, ({ alarm }) => alarm)].flatMap(([id, own]) => {
          const last = own.at(-1)
          const raised = own.findLast(({ kind }) => kind === 'raised')
          if (last === undefined) return []
          return [{ id, phase: last.to, silent: last.silent, raisedAt: raised?.at ?? null }]
        })
        const [told, all] = [late.finish(quiet), whole.finish([])]
        expect(told).toMatchObject({
          announcedAt: all.announcedAt,
          standingCount: all.standingCount,
          alarms: all.alarms,
          toClear: all.toClear ?? undefined,
        })
      }),
      { numRuns: 300 },
    )
  })

  test('what nobody was told of counts nowhere', () => {
    const raised = { kind: 'raised', from: 'normal', to: 'active-unacknowledged' } as const
    const event = { ...raised, at: HOUR, recordedAt: HOUR, level: 1, silent: true, alarm: 1 }
    const told = { ...event, by: null, priority: 'low' as const, timeToRespond: HOUR }
    const kpis = tally([told], { from: 0, until: 3 * DAY })
    expect(kpis).toMatchObject({ announcedAt: [], alarms: [], standingCount: 0 })
    const figures = toFigures(kpis, { from: 0, until: 3 * DAY })
    expect(figures.filter(({ isMet }) => isMet === false)).toEqual([])
  })

  test('figures say what is not as it should be, and nothing of what did not happen', () => {
    const event = { alarm: 1, by: null, silent: false, timeToRespond: HOUR } as const
    const events = Array.from({ length: 20 }, (_, index): KpiEvent => {
      const at = (index * MINUTE) / 2
      const phases = { from: 'normal', to: 'active-unacknowledged' } as const
      return { ...event, ...phases, at, recordedAt: at, kind: 'raised', level: 1, priority: 'low' }
    })
    const figures = toFigures(tally(events, { from: 0, until: DAY }), { from: 0, until: DAY })
    const bad = figures.flatMap(({ id, isMet }) => (isMet === false ? [id] : []))
    expect(bad).toEqual(['announced-per-day', 'peak-ten-minutes', 'flood-share', 'chattering'])
    const silent = figures.flatMap(({ id, value }) => (value === null ? [id] : []))
    expect(silent).toEqual([
      'to-acknowledge-median',
      'to-acknowledge-p90',
      'late-share',
      'to-clear-median',
    ])
    for (const { name, advice } of figures) {
      for (const { vi, en } of [name, advice])
        expect([vi === '', en === '', vi === en]).not.toContain(true)
    }
  })
})
