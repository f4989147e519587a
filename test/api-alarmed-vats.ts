import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'

import { openApi, type Api } from './api-fixture.ts'
import { VAT_HOT } from './vat-hot.ts'

export type AlarmedVats = Awaited<ReturnType<typeof openAlarmedVats>>

/** Vats at a site and one at another, each watched by one limit: level 2 is raised at once, and over after ten minutes. */
export async function openAlarmedVats(count: number, change?: Parameters<typeof openApi>[0]) {
  const api = await openApi(change)
  const name = { vi: 'Bể', en: 'Vat' }
  for (const id of ['site', 'other']) await api.send('POST', '/api/v1/sites', { id, name })
  const approved = { approvedBy: 'Lan', reason: 'start', withdrawn: false }
  const limit = await api.registry.limits.add({
    limit: VAT_HOT,
    ...approved,
    validFrom: 0,
    recordedAt: 0,
  })
  const channels: Channel[] = []
  for (let number = 0; number < count; number++) {
    const site = number === count - 1 ? 'other' : 'site'
    channels.push(await addVat(api, number, site))
  }
  /** What the numbered vat says; resolves with what happened. */
  const see = async (number: number, level: number, at: Instant) => {
    const channel = channels[number]
    if (channel === undefined) throw new Error(`no vat ${number}`)
    const place = `vat-${number}`
    return await api.registry.alarms.observe([
      { limit, channel, place, at, level, value: 40 + 5 * level },
    ])
  }
  const pass = async (until: Instant) => {
    const due = await api.registry.alarms.listDue(until, 1_000)
    return await api.registry.alarms.advance(due.map(({ id }) => ({ id, until })))
  }
  return { ...api, limit, channels, see, pass }
}

async function addVat(api: Api, number: number, site: string): Promise<Channel> {
  const id = `vat-${number}`
  const name = { vi: `Bể ${number}`, en: `Vat ${number}` }
  await api.send('POST', '/api/v1/places', { id, site, kind: 'vat', name })
  const [channel] = await api.enrol(`box-${number}`, ['temperature/top'])
  if (channel === undefined) throw new Error('no channel')
  return channel
}
