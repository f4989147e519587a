import type { PlaceKind } from './place.ts'

/** Which dashboard shows places of a kind: ids as they stand in `dashboards/boards/`. Where there is none, that of devices. */
export const BOARD_OF_PLACE: Readonly<Record<PlaceKind, string>> = {
  vat: 'vats',
  yard: 'devices',
  'orchard-block': 'orchard',
  room: 'stores',
  'cold-room': 'stores',
  dryer: 'devices',
  vehicle: 'transport',
}
