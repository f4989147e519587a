import { onTestFinished } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { PlaceKind } from '#domain/place.ts'

import { Platform, type PlatformOptions } from './ingest-platform.ts'

const name = { vi: 'vi', en: 'en' }

interface WatchedOptions extends PlatformOptions {
  readonly limits: readonly AlarmLimit[]
  /** Of the place where `vat-1` stands. */
  readonly kind?: PlaceKind
}

/** `vat-1` stands at the place `here` since long ago, watched by these limits; it is closed when the test ends. */
export async function openWatched({ limits, kind = 'vat', ...options }: WatchedOptions) {
  const platform = await Platform.open(options)
  onTestFinished(() => platform[Symbol.asyncDispose]())
  // What the ingest has read of the rules it reads again when it starts.
  await platform.stop()
  const { sites, places, installations } = platform.registry
  const zone = { timezone: 'Asia/Ho_Chi_Minh', latitude: null, longitude: null }
  await sites.create({ id: 'site', name, ...zone })
  await places.create({ id: 'here', site: 'site', kind, name })
  await installations.install({ device: 'vat-1', place: 'here', from: 0 })
  for (const limit of limits) await approve(platform, limit)
  platform.start()
  return platform
}

export async function approve(
  { registry }: Platform,
  limit: AlarmLimit,
  change: object = {},
): Promise<void> {
  const approved = { approvedBy: 'lan', reason: 'start', recordedAt: 0, withdrawn: false }
  await registry.limits.add({ limit, ...approved, validFrom: 0, ...change })
}
