import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Absence } from '#domain/alarm/absence.ts'
import { Joint } from '#domain/alarm/joint.ts'
import { LevelTrack } from '#domain/alarm/level-track.ts'
import { findLevel, type AlarmLimit } from '#domain/alarm/limit.ts'
import { Track } from '#domain/alarm/track.ts'
import { MINUTE } from '#domain/time.ts'

import { VAT_HOT } from './vat-hot.ts'

const END = 80
const NOTHING_TOLD = { level: 0, toldUntil: -Infinity, from: -Infinity }
const LIMIT: AlarmLimit = { ...VAT_HOT, deadband: 1 }

interface Said {
  /** 0 is the limit's own channel, 1 and on those of conditions. */
  readonly from: number
  readonly at: number
  readonly value: number
}
type Told = [at: number, level: number]

/** Which channels meet which condition, and for how long what they say holds. */
const CONDITIONS = [
  { channels: [1, 2], holdMax: 9 },
  { channels: [3], holdMax: 30 },
] as const

/** All that was said, in any order. */
class Naive {
  readonly #said: readonly Said[]

  constructor(said: readonly Said[]) {
    this.#said = said.toSorted((a, b) => a.at - b.at)
  }

  changes(until: number): Told[] {
    const told: Told[] = []
    for (let at = 0; at <= until; at++) {
      const level = this.levelAt(at)
      if (level !== (told.at(-1)?.[1] ?? 0)) told.push([at, level])
    }
    return told
  }

  levelAt(at: number): number {
    const isMet = CONDITIONS.every(({ channels, holdMax }) =>
      channels.some((channel) => {
        const newest = this.#of(channel, at).at(-1)
        return newest !== undefined && newest.value > 0 && at - newest.at < holdMax
      }),
    )
    const level = this.#of(0, at).reduce((before, { value }) => findLevel(LIMIT, value, before), 0)
    return isMet ? level : 0
  }

  #of(channel: number, until: number): Said[] {
    return this.#said.filter(({ from, at }) => from === channel && at <= until)
  }
}

class Machine {
  readonly #own = new LevelTrack(LIMIT)
  readonly #others = [new Track(), new Track(), new Track()] as const
  readonly #joint: Joint
  readonly told: Told[] = []

  constructor() {
    const [first, second, third] = this.#others
    this.#joint = new Joint(this.#own, [[first, second], [third]], NOTHING_TOLD)
  }

  hear({ from, at, value }: Said): void {
    if (from === 0) this.#own.measure(at, value)
    else {
      const { holdMax } = CONDITIONS[from === 3 ? 1 : 0]
      this.#others[from - 1]?.hold(at, Number(value > 0), holdMax)
    }
    this.#joint.lookAgain(at)
  }

  tell(until: number): void {
    for (const { at, level } of this.#joint.tell(until)) this.told.push([at, level])
  }
}

/** Of each channel what it says in its own order; the channels in any order among each other. */
const speech = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 3 }),
      at: fc.integer({ min: 1, max: END }),
      temperature: fc.constantFrom(40, 44, 44.5, 45, 49.5, 50),
      isMet: fc.boolean(),
      turn: fc.integer({ min: 0, max: 20 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((all) => {
    const once = new Map(all.map((one) => [`${one.from} ${one.at}`, one]))
    const inTime = [...once.values()].toSorted((a, b) => a.at - b.at)
    const said = inTime.map(({ from, at, temperature, isMet }): Said => {
      return { from, at, value: from === 0 ? temperature : Number(isMet) }
    })
    return { said, turns: inTime.map(({ turn }) => turn) }
  })

/** Whose turn it is says the number beside it. */
function interleave({ said, turns }: { said: readonly Said[]; turns: readonly number[] }): Said[] {
  const queues = [0, 1, 2, 3].map((from) => said.filter((one) => one.from === from))
  return turns.flatMap((turn) => {
    const waiting = queues.filter((queue) => queue.length > 0)
    return waiting[turn % waiting.length]?.shift() ?? []
  })
}

describe('a limit with conditions tells what all readings together tell', () => {
  it('when they come in the order of their time, at once', () => {
    fc.assert(
      fc.property(speech, ({ said }) => {
        const machine = new Machine()
        for (const [index, one] of said.entries()) {
          machine.hear(one)
          if (said[index + 1]?.at !== one.at) machine.tell(one.at)
        }
        machine.tell(END)
        expect(machine.told).toEqual(new Naive(said).changes(END))
      }),
      { numRuns: 2_000 },
    )
  })

  it('when devices speak in any order and it waits for the slowest', () => {
    fc.assert(
      fc.property(speech, (given) => {
        const machine = new Machine()
        const heardUntil = [0, 0, 0, 0]
        for (const one of interleave(given)) {
          machine.hear(one)
          heardUntil[one.from] = one.at
          machine.tell(Math.min(...heardUntil) - 1)
        }
        machine.tell(END)
        expect(machine.told).toEqual(new Naive(given.said).changes(END))
      }),
      { numRuns: 2_000 },
    )
  })

  it('in the end, when devices speak in any order and it does not wait', () => {
    fc.assert(
      fc.property(speech, (given) => {
        const machine = new Machine()
        let newest = 0
        for (const one of interleave(given)) {
          machine.hear(one)
          newest = Math.max(newest, one.at)
          machine.tell(newest)
        }
        machine.tell(END)
        expect(machine.told.at(-1)?.[1] ?? 0).toBe(new Naive(given.said).levelAt(END))
        const times = machine.told.map(([at]) => at)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
      }),
      { numRuns: 2_000 },
    )
  })
})

it('what is absent is absent from the very minute, whenever anybody looks', () => {
  const levels = [3, 8].map((bound) => ({ bound, priority: 'low' as const, onDelay: 0 }))
  const heard = fc.uniqueArray(fc.integer({ min: 1, max: END }), { maxLength: 20 })
  const looks = fc.array(fc.boolean(), { minLength: END + 1, maxLength: END + 1 })
  fc.assert(
    fc.property(heard, looks, (unsorted, isLooking) => {
      const times = unsorted.toSorted((a, b) => a - b)
      const absence = new Absence(levels, 0)
      const joint = new Joint(absence, [], NOTHING_TOLD)
      const told: Told[] = []
      const tell = (until: number) => {
        for (const one of joint.tell(until)) told.push([one.at / MINUTE, one.level])
      }
      const expected: Told[] = []
      for (let minute = 0; minute <= END; minute++) {
        const since = minute - (times.findLast((at) => at <= minute) ?? 0)
        const level = since >= 8 ? 2 : since >= 3 ? 1 : 0
        if (level !== (expected.at(-1)?.[1] ?? 0)) expected.push([minute, level])
        if (times.includes(minute)) {
          // A reading comes a moment after it was measured, and what time brought is told before.
          tell(minute * MINUTE - 1)
          absence.hear(minute * MINUTE, minute * MINUTE - 1)
          joint.lookAgain(minute * MINUTE)
        }
        if (isLooking[minute] === true) tell(minute * MINUTE)
      }
      tell(END * MINUTE)
      expect(told).toEqual(expected)
    }),
    { numRuns: 1_000 },
  )
})
