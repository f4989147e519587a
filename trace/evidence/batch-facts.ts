import type { Instant } from '#domain/time.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { Stay, TraceReads, TraceRecord } from '#store/trace/contract.ts'

import { listDone } from '../all-operations.ts'
import type { DeviceSpan } from './collect-spans.ts'

/** What is known of a batch beside its readings. */
export interface BatchFacts {
  /** By time, those that were corrected among them. */
  readonly operations: readonly Operation[]
  /** Everything that was done to alarms at its places in its times. */
  readonly alarms: readonly unknown[]
  /** All versions of the limits of these alarms. */
  readonly limits: readonly unknown[]
  readonly calibrations: readonly unknown[]
  /** Whether a record is part of its story. */
  readonly isAbout: (record: TraceRecord) => boolean
}

interface Sources {
  readonly registry: Registry
  readonly trace: TraceReads
}

interface Subject {
  readonly items: readonly ItemName[]
  readonly stays: readonly Stay[]
  readonly spans: readonly DeviceSpan[]
  readonly now: Instant
}

const PAGE = 1_000

export async function collectFacts(
  { registry, trace }: Sources,
  subject: Subject,
): Promise<BatchFacts> {
  const operations = await listDone(trace, subject.items)
  const alarms = await listAlarmEvents(registry, subject)
  const names = new Set(alarms.flatMap(({ alarm }) => alarm?.limit ?? []))
  const versions = await Promise.all([...names].map((name) => registry.limits.versions(name)))
  return {
    operations,
    alarms,
    limits: versions.flat(),
    calibrations: await listCalibrations(registry, subject.spans),
    isAbout: await createJudge(trace, subject.items, operations),
  }
}

async function listAlarmEvents({ alarms }: Registry, { stays, now }: Subject) {
  const events = new Map<number, Awaited<ReturnType<Registry['alarms']['history']>>[number]>()
  for (const { place, from, until } of stays) {
    for (let after = 0; ;) {
      const query = { place: [place], from, until: until ?? now, after, limit: PAGE }
      const page = await alarms.history(query)
      for (const event of page) events.set(event.id, event)
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE) break
      after = last.id
    }
  }
  const inOrder = [...events.values()].toSorted((one, other) => one.id - other.id)
  return await Promise.all(
    inOrder.map(async (event) => ({ event, alarm: await alarms.get(event.alarm) })),
  )
}

async function listCalibrations(
  { calibrations }: Registry,
  spans: readonly DeviceSpan[],
): Promise<unknown[]> {
  const device = [...new Set(spans.map((span) => span.device))]
  return device.length === 0 ? [] : await calibrations.list({ device, limit: PAGE })
}

async function createJudge(
  trace: TraceReads,
  items: readonly ItemName[],
  operations: readonly Operation[],
): Promise<BatchFacts['isAbout']> {
  const batches = await Promise.all(items.map((item) => trace.batch(item)))
  const products = new Set(batches.flatMap((batch) => batch?.product ?? []))
  const known = await Promise.all([...products].map((product) => trace.products.get(product)))
  const producers = known.flatMap((product) => product?.producer ?? [])
  const parties = operations.flatMap(({ from, to }) => [from ?? [], to ?? []].flat())
  const ids: Readonly<Record<string, ReadonlySet<string>>> = {
    batch: new Set(items),
    unit: new Set(items),
    product: products,
    party: new Set([...producers, ...parties]),
    operation: new Set(operations.map(({ id }) => id)),
    event: new Set(operations.map(({ event }) => event)),
    attachment: new Set(operations.flatMap(({ attachments }) => attachments)),
  }
  return ({ kind, id }) => ids[kind]?.has(id) ?? false
}
