import type { RawEntry } from '../entry-source.ts'
import type { RecordLeaf } from '../leaf.ts'
import type { DecodedValue } from './decoded-value.ts'
import type { Manifest, Section } from './layout.ts'

/** What a bundle is made of. Iterables are read once, one after the other; none is held in memory. */
export interface BundleSource {
  /** What it is about, for people. */
  readonly subject: Manifest['subject']
  readonly scope: Manifest['scope']
  /** The entries behind the readings, by sequence, each once. */
  readonly entries: AsyncIterable<RawEntry>
  /** By sequence of their entries; all values of these in the scope but those that a later entry replaced. */
  readonly readings: AsyncIterable<DecodedValue>
  /** Records as the log of records holds them, by number; the EPCIS events are among them. */
  readonly records: AsyncIterable<RecordLeaf>
  /** EPCIS 2.0 events, JSON-LD. */
  readonly events: AsyncIterable<Readonly<Record<string, unknown>>>
  readonly sections: Readonly<Partial<Record<Section, AsyncIterable<unknown>>>>
}
