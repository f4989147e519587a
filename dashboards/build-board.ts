import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard'

import { createAnnotations } from './annotations.ts'
import { buildPanel, type Position } from './build-panel.ts'
import { sourcesOfBoard } from './data-sources.ts'
import type { BoardSpec, Edition, PanelSpec } from './model.ts'
import { uidOf } from './uid.ts'
import { createBatchVariables, createPlaceVariables, createSourceVariables } from './variables.ts'

/** Grafana's grid. */
const COLUMNS = 24
const TAG = 'nguon'
const REFRESH = '1m'

/** Classic dashboard JSON, which every Grafana from 10 on takes by file, by API and by import. */
export function buildBoard(spec: BoardSpec, edition: Edition): Dashboard {
  const { language, engine } = edition
  const builder = new DashboardBuilder(spec.title[language])
    .uid(uidOf(spec.id, language))
    .description(spec.description[language])
    .tags([TAG, `${TAG}-${language}`])
    .timezone('browser')
    .readonly()
    .refresh(REFRESH)
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: `now-${spec.past}`, to: 'now' })
    .link(createMenu(language))
  const variables = [
    ...createSourceVariables(sourcesOfBoard(spec, engine)),
    ...(spec.choose ? createPlaceVariables(spec.choose, language) : []),
    ...(spec.ofBatch === true ? createBatchVariables(language) : []),
  ]
  for (const variable of variables) builder.withVariable(variable)
  for (const annotation of createAnnotations(spec, language)) {
    builder.annotation({ build: () => annotation })
  }
  const panels = placeInRows(spec.panels).map(({ panel, position }, index) =>
    Object.assign(buildPanel(panel, edition, position), { id: index + 1 }),
  )
  return { ...builder.build(), panels }
}

/** All dashboards of the same language, with the time and the site that are chosen. */
function createMenu(language: Edition['language']): DashboardLinkBuilder {
  return new DashboardLinkBuilder('Nguồn')
    .type(DashboardLinkType.Dashboards)
    .tags([`${TAG}-${language}`])
    .asDropdown(false)
    .includeVars(true)
    .keepTime(true)
}

interface Placed {
  readonly panel: PanelSpec
  readonly position: Position
}

/** From left to right, and on to the next row where one is full. */
function placeInRows(panels: readonly PanelSpec[]): Placed[] {
  let [x, y, rowHeight] = [0, 0, 0]
  return panels.map((panel) => {
    const [width, height] = panel.size
    if (x + width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0]
    const position = { x, y }
    x += width
    rowHeight = Math.max(rowHeight, height)
    return { panel, position }
  })
}
