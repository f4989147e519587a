/*
 * A year of the three simulated sites, with troubles of places and lies of sensors that only the simulators know, through the
 * limits that a new platform begins with: how many alarms a person gets, how many of them are right, and what they miss.
 */
import { canReplay } from '#domain/alarm/replay.ts'
import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import { DAY, HOUR } from '#domain/time.ts'
import { createFleet, type SimulatedDevice } from '#simulators/fleet.ts'
import { PLACES, SITES } from '#simulators/sites.ts'

import { raiseAll, type Raised } from './alarm-year-device.ts'
import { planYear, type Injected } from './alarm-year-plan.ts'
import {
  addScores,
  scoreLimit,
  scoreTroubles,
  type LimitScore,
  type Year,
} from './alarm-year-score.ts'

const SEED = 1
/** Of the others readings of one channel do not tell: what is absent, how it came, what other channels say. */
const [LIMITS = [], LEFT_OUT = []] = [true, false].map((wanted) =>
  STARTING_ALARMS.filter((limit) => canReplay(limit) === wanted),
)
/** Midnight in Vietnam. */
const UNTIL = Date.UTC(2026, 9, 31, 17)
const SPAN = { from: UNTIL - 365 * DAY, until: UNTIL }
/** One person answers at each site. */
const PERSONS = SITES.length

export async function benchAlarmYear(): Promise<void> {
  const year: { said: Raised[]; true: Raised[]; injected: Injected[] } = {
    said: [],
    true: [],
    injected: [],
  }
  for (const device of createFleet(SEED)) {
    const { said, true: right, injected } = liveThrough(device)
    year.said.push(...said)
    year.true.push(...right)
    year.injected.push(...injected)
  }
  print(year)
}

function liveThrough(device: SimulatedDevice): Year {
  const { id, place, every, source } = device
  const injected = planYear(device, SPAN, SEED)
  const troubles = injected.filter(({ what }) => what === 'trouble')
  const faults = injected.filter(({ what }) => what === 'fault')
  const real = troubles.reduce((changed, { apply }) => apply(changed), source)
  const kind = PLACES.find((one) => one.id === place)?.kind
  if (kind === undefined) throw new Error(`${id} stands nowhere`)
  const watched = { id, place, kind, every, limits: LIMITS }
  const right = raiseAll(watched, real, SPAN)
  const sent = faults.reduce((changed, { apply }) => apply(changed), real)
  const said = faults.length === 0 ? right : raiseAll(watched, sent, SPAN)
  return { said, true: right, injected }
}

function print(year: Year): void {
  console.log(
    `left out, for readings of one channel do not tell: ${LEFT_OUT.map(({ id }) => id).join(', ')}\n`,
  )
  const scores = LIMITS.map((limit) => scoreLimit(limit, year))
  printTable(
    [
      'limit',
      'alarms',
      'needed an answer',
      'during a trouble',
      'precision',
      'recall',
      'false, by fault',
    ],
    [...scores, addScores(scores)].map(toCells),
  )
  const { alarmCount, neededCount } = addScores(scores)
  const [all, needed] = [alarmCount, neededCount].map((count) => (count / 365 / PERSONS).toFixed(2))
  console.log(`\n${all} alarms a day and person, ${needed} of which needed an answer`)
  const days = Map.groupBy(year.said, ({ raisedAt }) => Math.floor((raisedAt ?? 0) / DAY))
  const [busiest = []] = [...days.values()].toSorted((a, b) => b.length - a.length)
  const limits = [...Map.groupBy(busiest, ({ limit }) => limit.id)]
  const counts = limits.map(([id, own]) => `${id} ${own.length}`).join(', ')
  console.log(`busiest day: ${busiest.length} alarms (${counts})\n`)
  const troubles = scoreTroubles(year).map(({ kind, count, foundCount, delay }) => {
    const hours = delay === undefined ? '' : `${(delay / HOUR).toFixed(1)} h`
    return [kind, count, foundCount, hours]
  })
  printTable(['trouble', 'times', 'found', 'until there is an alarm'], troubles)
}

type Cells = readonly (string | number)[]

function printTable(names: Cells, rows: readonly Cells[]): void {
  const lines = [names, names.map(() => '---'), ...rows]
  for (const cells of lines) console.log(`| ${cells.join(' | ')} |`)
}

function toCells(score: LimitScore): Cells {
  const { limit, alarmCount, neededCount, troubleCount, trueCount, falseBy } = score
  return [
    limit,
    alarmCount,
    share(neededCount, alarmCount),
    share(troubleCount, alarmCount),
    share(trueCount, alarmCount),
    share(score.foundCount, score.conditionCount),
    [...falseBy].map(([kind, count]) => `${kind} ${count}`).join(', '),
  ]
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((100 * part) / whole)} %`
}

if (import.meta.main) await benchAlarmYear()
