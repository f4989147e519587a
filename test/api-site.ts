import { openApi } from './api-fixture.ts'

export const name = { vi: 'Nước mắm Phú Khương', en: 'Phu Khuong fish sauce' }
export const site = { id: 'phu-khuong', name }
export const place = { id: 'house-1', site: 'phu-khuong', kind: 'vat', name }

/** An API that knows one site with one place. */
export async function openSite() {
  const api = await openApi()
  await api.send('POST', '/api/v1/sites', site)
  await api.send('POST', '/api/v1/places', place)
  return api
}
