import type { Instant } from '#domain/time.ts'
import type { Batch, ItemName } from '#domain/trace/batch.ts'
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

/** Where the batch and all that it came from was, and what it was like there, until it went on. */
export async function describeStays(context: ReportContext, batch: Batch, up: Kin): Promise<Stays> {
  const looked = await listStays(context, batch, up)
  const stays: StayReport[] = []
  for (const one of looked.slice(0, STAYS_MAX)) stays.push(await describe(context, one))
  return { stays, leftOutCount: looked.length - stays.length }
}

async function listStays(
  { trace, now }: ReportContext,
  batch: Batch,
  { relatives, leftAt }: Kin,
): Promise<LookedStay[]> {
  const own = { item: batch.id, depth: 0, until: now }
  const origins = relatives.flatMap(({ item, depth, uri }) =>
    item === null ? [] : [{ item, depth, until: Math.min(now, leftAt.get(uri) ?? now) }],
  )
  const looked: LookedStay[] = []
  for (const { item, depth, until } of [own, ...origins]) {
    for (const stay of await trace.stays({ item })) {
      const end = Math.min(stay.until ?? until, until)
      if (stay.from >= end) continue
      looked.push({ item, depth, stay, place: stay.place, from: stay.from, until: end })
    }
  }
  return looked
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
