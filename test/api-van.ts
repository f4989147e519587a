import { expect } from 'vitest'

import { MINUTE, type Instant } from '#domain/time.ts'
import type { Values } from '#simulators/sample.ts'
import { createVan } from '#simulators/van.ts'
import { createWeather } from '#simulators/weather.ts'

import { openApi, type Api } from './api-fixture.ts'

export const VAN_EVERY = 2 * MINUTE
export const drive = createVan(7, createWeather(7))

/** A Monday; on the Sunday before the van stands in the yard. */
export const MONDAY = Date.parse('2025-07-07T00:00:00+07:00')

const name = { vi: 'Xe', en: 'Van' }

/** A site with a vehicle, a tracker and a vat. */
export async function openYard() {
  const api = await openApi()
  const site = { id: 'phu-khuong', name, timezone: 'Asia/Ho_Chi_Minh' }
  await api.registry.sites.create({ ...site, latitude: null, longitude: null })
  await api.registry.places.create({ id: 'van-1', site: site.id, kind: 'vehicle', name })
  await api.registry.places.create({ id: 'vat-1', site: site.id, kind: 'vat', name })
  return api
}

/** Enrols a device that measured in [from, until) what `measure` says, and says how often it does. */
export async function report(
  api: Api,
  device: string,
  { from, until, every = VAN_EVERY, measure = drive }: Reporting,
): Promise<void> {
  const count = Math.ceil((until - from) / every)
  const samples = Array.from({ length: count }, (_, index) => measure(from + index * every))
  const names = Object.keys(samples[0] ?? {})
  for (const channel of await api.enrol(device, names)) {
    await api.registry.channels.setExpectedEvery(channel.id, every)
    await api.write(
      channel,
      from,
      every,
      samples.map((values) => Number(values[channel.name])),
    )
  }
}

interface Reporting {
  readonly from: Instant
  readonly until: Instant
  readonly every?: number
  readonly measure?: (at: Instant) => Values
}

export async function legsOf(api: Api, query: string) {
  const { status, body } = await api.get(`/api/v1/legs?${query}`)
  expect([status, body['detail']]).toEqual([200, undefined])
  return body.items
}
