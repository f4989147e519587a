import type { Installation } from '#domain/installation.ts'
import type { Instant } from '#domain/time.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { Stay, TraceReads } from '#store/trace/contract.ts'

import { traceGenealogy } from '../genealogy.ts'
import { findUri } from '../item-uri.ts'
import { collectFacts, type BatchFacts } from './batch-facts.ts'
import type { BundleSource } from './bundle/bundle-source.ts'
import { eventOfRecord } from './bundle/event-of-record.ts'
import { eachOf, scopeOf } from './collect-device.ts'
import { entriesOf, readingsOf, type DeviceSpan, type SpanSources } from './collect-spans.ts'
import type { RecordLeaf } from './leaf.ts'
import { toRecordLeaf } from './trace-records.ts'

export interface BatchSources extends SpanSources {
  readonly registry: Registry
  readonly trace: TraceReads
}

const PAGE = 1_000

/**
 * All that proves a batch: what was recorded of it and of everything that it came from, what the devices said that stood
 * where these were while they were there, and the limits, alarms and calibrations of then. Undefined: there is no such batch.
 */
export async function collectBatch(
  sources: BatchSources,
  item: ItemName,
  now: Instant,
): Promise<BundleSource | undefined> {
  const { trace, registry } = sources
  const start = await findUri(trace, item)
  if (start === undefined) return undefined
  const { nodes } = await traceGenealogy(trace, start, 'up')
  const items = nodes.flatMap((node) => node.item ?? [])
  const stays = (await Promise.all(items.map((one) => trace.stays({ item: one })))).flat()
  const stood = await listStood(registry, stays, now)
  const spans = stood.map(({ span }) => span)
  const scopes = await Promise.all(spans.map((span) => scopeOf(sources, span)))
  const facts = await collectFacts(sources, { items, stays, spans, now })
  return {
    subject: { batch: item, uri: start, items: [...items], until: new Date(now).toISOString() },
    scope: scopes.flat(),
    entries: entriesOf(sources, spans),
    readings: readingsOf(sources, spans),
    records: recordsOf(trace, facts),
    events: eventsOf(trace, facts),
    sections: {
      installations: eachOf([...new Set(stood.map(({ installation }) => installation))]),
      limits: eachOf(facts.limits),
      alarms: eachOf(facts.alarms),
      calibrations: eachOf(facts.calibrations),
      'lab-reports': eachOf(
        facts.operations.filter(({ kind }: Operation) => kind === 'lab-result'),
      ),
    },
  }
}

interface Stood {
  readonly span: DeviceSpan
  readonly installation: Installation
}

/** Which devices stood where the items were, and when: times of one device that touch are one. */
async function listStood(
  registry: Registry,
  stays: readonly Stay[],
  now: Instant,
): Promise<Stood[]> {
  const stood: Stood[] = []
  for (const { place, from, until } of stays) {
    const installations = await registry.installations.list({ place, limit: PAGE })
    for (const installation of installations) {
      const begun = Math.max(from, installation.from)
      const ended = Math.min(until ?? now, installation.until ?? now)
      const { device } = installation
      if (begun < ended) stood.push({ installation, span: { device, from: begun, to: ended } })
    }
  }
  return stood
}

async function* recordsOf(trace: TraceReads, facts: BatchFacts): AsyncGenerator<RecordLeaf> {
  for (let after = 0; ;) {
    const page = await trace.records({ after, limit: PAGE })
    for (const record of page) if (facts.isAbout(record)) yield toRecordLeaf(record)
    const last = page.at(-1)
    if (last === undefined) return
    after = last.seq
  }
}

async function* eventsOf(trace: TraceReads, facts: BatchFacts) {
  for await (const record of recordsOf(trace, facts)) {
    const event = eventOfRecord(record)
    if (event !== undefined) yield event
  }
}
