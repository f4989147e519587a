import type { Instant } from '#domain/time.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'

import type { DecodedValue, DecodeEntries } from './bundle/decoded-value.ts'
import { readEntries, type EntrySource, type RawEntry } from './entry-source.ts'

/** A device in a time. */
export interface DeviceSpan {
  readonly device: string
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
}

export interface SpanSources {
  readonly raw: EntrySource
  /** A new one for each pass. */
  readonly createDecoder: () => DecodeEntries
}

/** Every message of these devices that arrived then or says something of then: also what could not be used, and late ones. */
export async function* entriesOf(
  sources: SpanSources,
  spans: readonly DeviceSpan[],
): AsyncGenerator<RawEntry> {
  for await (const { raw, values } of decoded(sources, spans)) {
    const { leaf } = raw
    const arrivedThen =
      leaf.kind !== 'damaged' && isWithin(spans, { device: leaf.device, at: leaf.receivedAt })
    if (arrivedThen || values.length > 0) yield raw
  }
}

/** What they say of then. */
export async function* readingsOf(
  sources: SpanSources,
  spans: readonly DeviceSpan[],
): AsyncGenerator<DecodedValue> {
  for await (const { values } of decoded(sources, spans)) yield* values
}

async function* decoded(
  { raw, createDecoder }: SpanSources,
  spans: readonly DeviceSpan[],
): AsyncGenerator<{ readonly raw: RawEntry; readonly values: readonly DecodedValue[] }> {
  if (spans.length === 0) return
  const decode = createDecoder()
  const devices = new Set(spans.map(({ device }) => device))
  const { number } = raw.reader.progress('journal')
  const first = raw.reader.firstSequenceSince(Math.min(...spans.map(({ from }) => from)))
  for await (const one of readEntries(raw, first, number)) {
    const entry = entryOf(one, devices)
    if (entry === undefined) continue
    const values = decode([entry]).filter(({ measuredAt }) =>
      isWithin(spans, { device: entry.device, at: measuredAt }),
    )
    yield { raw: one, values }
  }
}

function entryOf({ leaf }: RawEntry, devices: ReadonlySet<string>): SequencedEntry | undefined {
  return leaf.kind !== 'damaged' && devices.has(leaf.device) ? leaf : undefined
}

function isWithin(
  spans: readonly DeviceSpan[],
  { device, at }: { readonly device: string; readonly at: Instant },
): boolean {
  return spans.some((span) => span.device === device && span.from <= at && at < span.to)
}
