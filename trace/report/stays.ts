import type { Instant } from '#domain/time.ts'
import { isSsccName, type Batch, type ItemName } from '#domain/trace/batch.ts'
import type { Stay } from '#store/trace/contract.ts'

import { findAlarmAnswers } from './alarms.ts'
import { measureConditions } from './conditions.ts'
import type { ReportContext } from './context.ts'
import { findExcursions } from './excursions.ts'
import type { Kin } from './kin.ts'
import { findLimits } from './limits.ts'
import { findRejections } from './rejections.ts'
import type { StayReport } from './shape.ts'
import { findStanding, findUnwatched, type Standing } from './standing.ts'

/** Stays of a report, those of the batch itself first, then those of the nearest; more are cut, and that is said. */
const STAYS_MAX = 60

/** A stay as far as it bears on the batch. */
export interface LookedStay {
  readonly item: ItemName
  readonly depth: number
  readonly stay: Stay
  readonly place: string
  readonly from: Instant
  readonly until: Instant
}

/** What is known of one stay, as it is looked at. */
export interface StayScene extends LookedStay {
  readonly standing: readonly Standing[]
}

export interface Stays {
  readonly stays: readonly StayReport[]
  readonly leftOutCount: number
}

interface Relatives {
  readonly up: Kin
  readonly down: Kin
}

/** Where the batch, what holds it, and all that it came from was, and what it was like there, until it went on. */
export async function describeStays(
  context: ReportContext,
  batch: Batch,
  relatives: Relatives,
): Promise<Stays> {
  const looked = await listStays(context, batch, relatives)
  const stays: StayReport[] = []
  for (const one of looked.slice(0, STAYS_MAX)) stays.push(await describe(context, one))
  return { stays, leftOutCount: looked.length - stays.length }
}

interface Whereabouts {
  readonly item: ItemName
  readonly depth: number
  /** What was before and after bears on other goods. */
  readonly from: Instant
  readonly until: Instant
}

async function listStays(
  { trace, now }: ReportContext,
  batch: Batch,
  { up, down }: Relatives,
): Promise<LookedStay[]> {
  const own = { item: batch.id, depth: 0, from: -Infinity, until: now }
  const looked: LookedStay[] = []
  for (const one of [own, ...listUnits(down, now), ...listOrigins(up, now)]) {
    for (const stay of await trace.stays({ item: one.item })) {
      const from = Math.max(stay.from, one.from)
      const until = Math.min(stay.until ?? one.until, one.until)
      if (from >= until) continue
      looked.push({ item: one.item, depth: one.depth, stay, place: stay.place, from, until })
    }
  }
  return looked
}

/** Cases and pallets since the batch, or a part of it, is in them. */
function listUnits({ relatives, reachedAt }: Kin, now: Instant): Whereabouts[] {
  return relatives.flatMap(({ item, depth, uri }) => {
    if (item === null || !isSsccName(item)) return []
    return [{ item, depth, from: reachedAt.get(uri) ?? -Infinity, until: now }]
  })
}

/** What the batch came from until the last of it went on. */
function listOrigins({ relatives, leftAt }: Kin, now: Instant): Whereabouts[] {
  return relatives.flatMap(({ item, depth, uri }) => {
    if (item === null) return []
    return [{ item, depth, from: -Infinity, until: Math.min(now, leftAt.get(uri) ?? now) }]
  })
}

async function describe(context: ReportContext, looked: LookedStay): Promise<StayReport> {
  const { item, depth, stay, place: id } = looked
  const { write, writeOptional } = context
  const place = await context.place(id)
  const site = place && (await context.site(place.site))
  const scene: StayScene = { ...looked, standing: await findStanding(context, looked) }
  const excursions = await findExcursions(context, scene)
  const limits = await findLimits(context, scene)
  const conditions = await measureConditions(context, scene, excursions)
  return {
    item,
    depth,
    place: id,
    placeName: place?.name ?? null,
    placeKind: place?.kind ?? null,
    site: site?.name ?? null,
    from: write(stay.from),
    until: writeOptional(stay.until),
    lookedFrom: write(looked.from),
    lookedUntil: write(looked.until),
    devices: scene.standing.map(({ device, name, model, from, until }) => {
      return { device, name, model, from: write(from), until: write(until) }
    }),
    unwatched: findUnwatched(scene).map(({ from, until }) => {
      return { from: write(from), until: write(until) }
    }),
    conditions,
    limits,
    excursions: excursions.map((one) => one.reported),
    alarms: await findAlarmAnswers(context, scene),
    rejections: await findRejections(context, scene),
  }
}
