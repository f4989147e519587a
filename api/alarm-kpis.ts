import { setImmediate as nextTurn } from 'node:timers/promises'

import { AlarmTally, type AlarmKpis } from '#domain/alarm/kpi.ts'
import { STALE_MIN, type KpiSpan } from '#domain/alarm/trace.ts'
import { DAY } from '#domain/time.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import type { AlarmBook } from './alarm-book.ts'
import { priorityAt } from './alarm-log.ts'
import { given } from './given.ts'
import { RequestProblem } from './problem.ts'
import { readWho, type FindPerson } from './who-is-who.ts'

/** Announcements of one answer, what its memory grows with. Ten times what one operator can answer in a year. */
const ANNOUNCED_MAX = 500_000
const EVENTS_PER_PAGE = 1_000
/** A clock that was ahead for a while has written of what was still to come. */
const CLOCK_AHEAD_MAX = DAY

export interface KpiSources {
  readonly registry: Pick<Registry, 'alarms' | 'people'>
  readonly book: AlarmBook
}

export interface KpiQuery extends KpiSpan {
  /** Undefined: everywhere. */
  readonly places: readonly string[] | undefined
}

export interface MeasuredAlarms {
  readonly kpis: AlarmKpis
  /** All that there are at these places, as they are now. */
  readonly alarms: ReadonlyMap<number, AlarmRecord>
  readonly findPerson: FindPerson
}

/** Streams over what was written since shortly before the span; what was quiet since then is as it is now. */
export async function measureAlarms(
  { registry, book }: KpiSources,
  { places, ...span }: KpiQuery,
): Promise<MeasuredAlarms> {
  const where = given({ place: places })
  const all = listAll<number, AlarmRecord>((page) => registry.alarms.list({ ...page, ...where }))
  const alarms = new Map<number, AlarmRecord>()
  for await (const alarm of all) alarms.set(alarm.id, alarm)
  const tally = new AlarmTally(span)
  const findPerson = await readWho(registry)
  for await (const events of readSince(registry, span)) {
    for (const event of events) {
      const alarm = alarms.get(event.alarm)
      if (alarm === undefined) continue
      const limit = await book.findLimit(alarm.limit, event.limitVersion)
      const priority = priorityAt(limit, event.level)
      const by = event.by === null ? null : (findPerson(event.by)?.id ?? event.by)
      const timeToRespond = limit?.timeToRespond ?? Infinity
      tally.take({ ...event, by, priority, timeToRespond })
    }
    refuseTooMany(tally)
  }
  return { kpis: tally.finish(alarms.values()), alarms, findPerson }
}

async function* readSince(
  { alarms }: Pick<Registry, 'alarms'>,
  { from, until }: KpiSpan,
): AsyncGenerator<AlarmEvent[]> {
  const since = Math.min(from, until - STALE_MIN) - CLOCK_AHEAD_MAX
  let after = await alarms.eventBefore(since)
  while (true) {
    const page = await alarms.history({ after, limit: EVENTS_PER_PAGE })
    yield page
    after = page.at(-1)?.id ?? after
    if (page.length < EVENTS_PER_PAGE) return
    // The registry answers at once, and others want answers too.
    await nextTurn()
  }
}

function refuseTooMany({ announcedCount }: AlarmTally): void {
  if (announcedCount <= ANNOUNCED_MAX) return
  const detail = {
    vi: `Khoảng này có hơn ${ANNOUNCED_MAX} lần báo động; một lần trả lời không chứa hết. Hãy lấy 'from' muộn hơn hoặc 'until' sớm hơn.`,
    en: `More than ${ANNOUNCED_MAX} alarms were announced in this span; one answer holds no more. Take a later 'from' or an earlier 'until'.`,
  }
  throw new RequestProblem('bad-request', 'TOO_MANY_ALARMS', detail)
}
