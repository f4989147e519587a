import type { Rejection } from '#domain/rejection.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { RejectionLimits } from '#store/registry/rejection-limits.ts'

export interface OpenOptions {
  readonly rejections?: Partial<RejectionLimits>
  /** Opens what this one has open, as another process would. */
  readonly beside?: Registry
}

/** Opens an empty registry each time, except beside another. */
export type OpenRegistry = (options?: OpenOptions) => Promise<Registry>

export const START = Date.parse('2026-04-01T00:00:00Z')

export const PHU_KHUONG = {
  id: 'phu-khuong',
  name: { vi: 'Nước mắm Phú Khương', en: 'Phú Khương fish sauce' },
  timezone: 'Asia/Ho_Chi_Minh',
  latitude: 18.13,
  longitude: 106.22,
}

export const VAT = {
  id: 'vat-1',
  site: PHU_KHUONG.id,
  kind: 'vat',
  name: { vi: 'Bể 1', en: 'Vat 1' },
} as const

export const STORE_ROOM = {
  id: 'room-1',
  site: PHU_KHUONG.id,
  kind: 'room',
  name: { vi: 'Kho 1', en: 'Store 1' },
} as const

export async function enrol(registry: Registry, id: string): Promise<string> {
  const { secret } = await registry.devices.enrol({ id, name: id, model: null, enrolledAt: START })
  return secret
}

/** A site with a vat and a store room, and the devices asked for. */
export async function settle(registry: Registry, ...devices: string[]): Promise<void> {
  await registry.sites.create(PHU_KHUONG)
  await registry.places.create(VAT)
  await registry.places.create(STORE_ROOM)
  for (const id of devices) await enrol(registry, id)
}

/** The nth journal entry's rejection. */
export function rejection(sequence: number, change: Partial<Rejection> = {}): Rejection {
  return {
    device: 'probe-1',
    code: 'not-json',
    channel: '',
    detail: 'received "?"',
    topic: 'nguon/v1/probe-1/readings',
    payload: Buffer.from(`payload ${sequence}`),
    sequence,
    receivedAt: START + sequence,
    ...change,
  }
}
