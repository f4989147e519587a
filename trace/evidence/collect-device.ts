import type { Registry } from '#store/registry/contract.ts'

import type { BundleSource } from './bundle/bundle-source.ts'
import { entriesOf, readingsOf, type DeviceSpan, type SpanSources } from './collect-spans.ts'

export interface DeviceSources extends SpanSources {
  readonly registry: Pick<Registry, 'channels' | 'installations'>
}

const LIST_MAX = 1_000

/** What one device said of a time. */
export async function collectDevice(
  sources: DeviceSources,
  span: DeviceSpan,
): Promise<BundleSource> {
  const { device } = span
  const { installations } = sources.registry
  const stood = await installations.list({ device, limit: LIST_MAX })
  return {
    subject: { device, ...writtenSpan(span) },
    scope: await scopeOf(sources, span),
    entries: entriesOf(sources, [span]),
    readings: readingsOf(sources, [span]),
    records: nothing(),
    events: nothing(),
    sections: { installations: eachOf(stood) },
  }
}

/** All channels of the device, in that time. */
export async function scopeOf(
  { registry }: Pick<DeviceSources, 'registry'>,
  span: DeviceSpan,
): Promise<BundleSource['scope']> {
  const { device } = span
  const named = await registry.channels.list({ device, limit: LIST_MAX })
  const { from, to } = writtenSpan(span)
  return named.map(({ name }) => ({ device, channel: name, from, to }))
}

export function writtenSpan({ from, to }: Pick<DeviceSpan, 'from' | 'to'>) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

async function* nothing(): AsyncGenerator<never> {}

export async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}
