import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { RangeQuery, ReadingsReader } from '#store/readings/contract.ts'

import { openApi } from './api-fixture.ts'

export const START = Date.parse('2026-10-01T00:00:00+07:00')
export const SPAN = 'from=2026-10-01&until=2026-10-02'

/** A vat with two channels of 250 readings each, one a minute from the midnight of 1 October in Vietnam. */
export async function openVat(change?: Parameters<typeof openApi>[0]) {
  const api = await openApi(change)
  const channels = await api.enrol('vat-01', ['temperature/top', 'salinity'])
  for (const [index, channel] of channels.entries()) {
    const values = Array.from({ length: 250 }, (_, minute) => 100 * index + minute / 10)
    await api.write(channel, START, MINUTE, values)
  }
  return api
}

/** A registry with two vats; the device stood at the first until 02:00, at the second until 03:00, then at the first again. */
export async function openMovedDevice() {
  const api = await openVat()
  const name = { vi: 'Thùng', en: 'Vat' }
  const site = {
    id: 'phu-khuong',
    name,
    timezone: 'Asia/Ho_Chi_Minh',
    latitude: null,
    longitude: null,
  }
  await api.registry.sites.create(site)
  for (const id of ['house-1', 'house-2']) {
    await api.registry.places.create({ id, site: 'phu-khuong', kind: 'vat', name })
  }
  const moves = [
    ['house-1', START - DAY],
    ['house-2', START + 2 * HOUR],
    ['house-1', START + 3 * HOUR],
  ] as const
  for (const [place, from] of moves) {
    await api.registry.installations.install({ device: 'vat-01', place, from })
  }
  return api
}

/** Notes every range that is asked of the store. */
export function watchRange(readings: ReadingsReader, calls: RangeQuery[]): ReadingsReader {
  return replaceRange(readings, (query) => {
    calls.push(query)
    return readings.range(query)
  })
}

/** A real reader, but for its ranges. */
export function replaceRange(
  readings: ReadingsReader,
  range: ReadingsReader['range'],
): ReadingsReader {
  return {
    range: async (query) => range(query),
    latest: (channels) => readings.latest(channels),
    window: (query) => readings.window(query),
    coverage: (query) => readings.coverage(query),
    qualities: (query) => readings.qualities(query),
    series: () => readings.series(),
    [Symbol.asyncDispose]: async () => {},
  }
}
