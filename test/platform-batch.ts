import { HOUR } from '#domain/time.ts'

import type { Platform } from './platform-fixture.ts'

type Fields = Readonly<Record<string, unknown>>

const text = (word: string) => ({ vi: word, en: word })
const VAT = 'phu-khuong.vat-01'
const ROOM = 'phu-khuong.warehouse'

/**
 * On a platform with the simulated sites: fish and salt that go into a vat, sauce that is drawn from it, examined, held and
 * stored in bottles. Everything happens within the last two days.
 */
export async function makeBatches(platform: Platform): Promise<void> {
  const record = (hoursAgo: number, kind: string, body: Fields) => {
    const at = new Date(Date.now() - hoursAgo * HOUR).toISOString()
    return send(platform, 'POST', 'operations', { kind, at, ...body })
  }
  await addMasters(platform)
  const from = 'tau-ca'
  const fish = { item: 'ca-1', amount: { value: 3_000, unit: 'kg' } }
  const salt = { item: 'muoi-1', amount: { value: 1_000, unit: 'kg' } }
  const mash = { item: 'chuop-01', amount: { value: 4_000, unit: 'kg' } }
  const sauce = { item: 'cot-1', amount: { value: 600, unit: 'L' } }
  const bottles = { item: 'chai-1', amount: { value: 800, unit: '1' } }
  const made = (item: Fields, product: string) => ({ ...item, role: 'output', create: { product } })
  const used = (item: Fields) => ({ ...item, role: 'input' })
  await record(44, 'fish-received', { from, items: [made(fish, 'ca-com')], details: SPECIES })
  await record(44, 'salt-received', { from, items: [made(salt, 'muoi')] })
  await record(43, 'salting', { place: VAT, items: [used(fish), used(salt), made(mash, 'chuop')] })
  await record(30, 'drawing', {
    place: VAT,
    items: [{ role: 'input', item: 'chuop-01' }, made(sauce, 'nuoc-cot')],
    details: { order: 1 },
  })
  const items = [{ role: 'subject', item: 'chuop-01' }]
  await record(29, 'lab-result', { person: 'Tuấn', items, details: FOUND })
  await record(28, 'holding', { items, details: { reason: 'chờ kiểm nghiệm lại' } })
  await record(26, 'bottling', { place: ROOM, items: [used(sauce), made(bottles, 'nuoc-mam-500')] })
}

const SPECIES = { species: 'cá cơm' }
const FOUND = {
  sample: 'M-1',
  laboratory: 'QUATEST 2',
  isConformant: false,
  results: [
    { parameter: 'total-nitrogen', value: 31.5, method: 'TCVN 3705' },
    { parameter: 'histamine', value: 12, isBelowDetection: true },
  ],
}

async function addMasters(platform: Platform): Promise<void> {
  await send(platform, 'PUT', 'parties/tau-ca', { name: text('Tàu cá'), roles: ['supplier'] })
  const classes = {
    'ca-com': 'raw-material',
    muoi: 'raw-material',
    chuop: 'intermediate',
    'nuoc-cot': 'intermediate',
    'nuoc-mam-500': 'finished',
  }
  for (const [id, kind] of Object.entries(classes)) {
    await send(platform, 'PUT', `products/${id}`, { class: kind, name: text(id) })
  }
}

async function send(platform: Platform, method: string, target: string, body: Fields) {
  const said = JSON.stringify({ recordedBy: 'Lan', ...body })
  const response = await platform.ask(`/api/v1/${target}`, { method, body: said })
  if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`)
}
