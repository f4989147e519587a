import type { Text } from './text.ts'

export const PLACE_KINDS = [
  'vat',
  'yard',
  'orchard-block',
  'room',
  'cold-room',
  'dryer',
  'vehicle',
] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

/** Where things stand within a site. */
export interface Place {
  readonly id: string
  readonly site: string
  readonly kind: PlaceKind
  readonly name: Text
}
