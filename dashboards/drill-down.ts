import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard'

import type { Text } from '#domain/text.ts'

import type { DeviceLink, Language, PlaceLink } from './model.ts'
import { uidOf } from './uid.ts'

const DEVICE: Text = { vi: 'Xem thiết bị', en: 'See the device' }
const PLACE: Text = { vi: 'Xem nơi này', en: 'See the place' }

/** Where a click on a row leads, with the time that is shown. */
export function createLink(
  drillDown: DeviceLink | PlaceLink,
  language: Language,
): DashboardLinkBuilder {
  const cell = (column: Text) => `\${__data.fields["${column[language]}"]}`
  const isDevice = 'board' in drillDown
  const chosen = isDevice
    ? `var-device=${cell(drillDown.deviceColumn)}`
    : `var-site=${cell(drillDown.siteColumn)}&var-place=${cell(drillDown.placeColumn)}`
  const uid = uidOf(isDevice ? drillDown.board : cell(drillDown.boardColumn), language)
  return new DashboardLinkBuilder((isDevice ? DEVICE : PLACE)[language])
    .type(DashboardLinkType.Link)
    .url(`/d/${uid}?${chosen}&\${__url_time_range}`)
}
