import type { Instant } from '#domain/time.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'
import type { Registry } from '#store/registry/contract.ts'

import type { BundleSource } from './bundle/bundle-source.ts'
import type { DecodedValue, DecodeEntries } from './bundle/decoded-value.ts'
import { readEntries, type EntrySource, type RawEntry } from './entry-source.ts'

export interface DeviceQuestion {
  readonly device: string
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
}

export interface DeviceSources {
  readonly raw: EntrySource
  readonly registry: Pick<Registry, 'channels' | 'installations'>
  /** A new one for each pass. */
  readonly createDecoder: () => DecodeEntries
}

const LIST_MAX = 1_000

/** What one device said of a time: every message of it, also what could not be used, and late ones that came afterwards. */
export async function collectDevice(
  sources: DeviceSources,
  question: DeviceQuestion,
): Promise<BundleSource> {
  const { device, from, to } = question
  const { channels, installations } = sources.registry
  const [fromText, toText] = [from, to].map((at) => new Date(at).toISOString())
  const named = await channels.list({ device, limit: LIST_MAX })
  const stood = await installations.list({ device, limit: LIST_MAX })
  return {
    subject: { device, from: fromText ?? '', to: toText ?? '' },
    scope: named.map(({ name }) => {
      return { device, channel: name, from: fromText ?? '', to: toText ?? '' }
    }),
    entries: entriesOf(sources, question),
    readings: readingsOf(sources, question),
    records: nothing(),
    events: nothing(),
    sections: { installations: eachOf(stood) },
  }
}

async function* entriesOf(
  sources: DeviceSources,
  question: DeviceQuestion,
): AsyncGenerator<RawEntry> {
  for await (const { raw, values } of decoded(sources, question)) {
    const { leaf } = raw
    const arrivedThen =
      leaf.kind !== 'damaged' && leaf.receivedAt >= question.from && leaf.receivedAt < question.to
    if (arrivedThen || values.length > 0) yield raw
  }
}

async function* readingsOf(
  sources: DeviceSources,
  question: DeviceQuestion,
): AsyncGenerator<DecodedValue> {
  for await (const { values } of decoded(sources, question)) yield* values
}

/** Each entry of the device, and what it says of the time that is asked for. */
async function* decoded(
  { raw, createDecoder }: DeviceSources,
  { device, from, to }: DeviceQuestion,
): AsyncGenerator<{ readonly raw: RawEntry; readonly values: readonly DecodedValue[] }> {
  const decode = createDecoder()
  const { number } = raw.reader.progress('journal')
  for await (const one of readEntries(raw, raw.reader.firstSequenceSince(from), number)) {
    const entry = entryOf(one, device)
    if (entry === undefined) continue
    const values = decode([entry]).filter(
      (value) => value.measuredAt >= from && value.measuredAt < to,
    )
    yield { raw: one, values }
  }
}

function entryOf({ leaf }: RawEntry, device: string): SequencedEntry | undefined {
  return leaf.kind !== 'damaged' && leaf.device === device ? leaf : undefined
}

async function* nothing(): AsyncGenerator<never> {}

async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}
