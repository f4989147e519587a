import { DAY, MINUTE } from '#domain/time.ts'

import { openApi, type Api } from './api-fixture.ts'

export const LIMIT = {
  name: { vi: 'Bể nóng', en: 'Vat hot' },
  placeKinds: ['vat'],
  channels: ['temperature/top'],
  measure: { kind: 'value' },
  side: 'high',
  levels: [{ bound: 45, priority: 'medium', onDelay: 'PT30M' }],
  deadband: 1,
  offDelay: 'PT10M',
  maxTimeShelved: 'P1D',
  cause: { vi: 'Nắng', en: 'Sun' },
  consequence: { vi: 'Cháy', en: 'Burnt' },
  response: { vi: 'Che', en: 'Shade' },
  timeToRespond: 'PT1H',
  source: { vi: 'kinh nghiệm', en: 'experience' },
}
export const TRY = '/api/v1/limits/try'
export const START = Date.UTC(2026, 3, 1)
export const SPAN = {
  from: new Date(START).toISOString(),
  until: new Date(START + 2 * DAY).toISOString(),
}

/** Ten-minute readings of two days: in order but for an hour of 46 °C at noon, and ten minutes of it an hour before. */
export async function openVats(
  letters: readonly string[],
  change?: Parameters<typeof openApi>[0],
): Promise<Api> {
  const api = await openApi(change)
  const name = { vi: 'Bể', en: 'Vat' }
  await api.send('POST', '/api/v1/sites', { id: 'site', name })
  const values = Array.from({ length: 288 }, (_, i) => {
    if (i === 66) return 46
    return i >= 72 && i < 78 ? 46.5 : 40
  })
  for (const letter of letters) {
    await api.send('POST', '/api/v1/places', {
      id: `vat-${letter}`,
      site: 'site',
      kind: 'vat',
      name,
    })
    const [channel] = await api.enrol(`box-${letter}`, ['temperature/top', 'level'])
    if (channel === undefined) throw new Error('no channel')
    await api.registry.installations.install({
      device: `box-${letter}`,
      place: `vat-${letter}`,
      from: 0,
    })
    await api.write(channel, START, 10 * MINUTE, values)
  }
  return api
}
