import { DashboardCursorSync as ClassicSync } from '@grafana/grafana-foundation-sdk/dashboard'
import {
  DashboardAPIVersion,
  DashboardCursorSync,
  DashboardKind,
  defaultDashboard,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboardv2'
import { ManifestBuilder, named, type Manifest } from '@grafana/grafana-foundation-sdk/resource'

import { buildBoard } from '../build-board.ts'
import { folderUidOf } from '../folders.ts'
import type { BoardSpec, Edition } from '../model.ts'
import { toAnnotation } from './annotation.ts'
import { readClassic, type ClassicBoard } from './classic.ts'
import { nameElement, toElement, toLayoutItem } from './element.ts'
import { toVariable } from './variable.ts'

/** The same dashboard as a resource of Grafana 13: made from the classic one, so that neither says what the other does not. */
export function buildManifest(spec: BoardSpec, edition: Edition): Manifest {
  const board = readClassic(buildBoard(spec, edition))
  const folder = { 'grafana.app/folder': folderUidOf(edition.language) }
  return new ManifestBuilder()
    .apiVersion(DashboardAPIVersion)
    .kind(DashboardKind)
    .metadata(named(board.uid).annotations(folder))
    .spec(toV2(board))
    .build()
}

const SYNC: Readonly<Record<ClassicSync, DashboardCursorSync>> = {
  [ClassicSync.Off]: DashboardCursorSync.Off,
  [ClassicSync.Crosshair]: DashboardCursorSync.Crosshair,
  [ClassicSync.Tooltip]: DashboardCursorSync.Tooltip,
}

function toV2(board: ClassicBoard): Dashboard {
  const { title, description, tags, editable, links, panels, templating, annotations } = board
  return {
    ...defaultDashboard(),
    title,
    description,
    tags,
    editable,
    links,
    cursorSync: SYNC[board.graphTooltip],
    timeSettings: toTimeSettings(board),
    variables: templating.list.map(toVariable),
    annotations: annotations.list.map(toAnnotation),
    elements: Object.fromEntries(panels.map((panel) => [nameElement(panel), toElement(panel)])),
    layout: { kind: 'GridLayout', spec: { items: panels.map(toLayoutItem) } },
  }
}

function toTimeSettings(board: ClassicBoard): Dashboard['timeSettings'] {
  const { time, timezone, refresh: autoRefresh, fiscalYearStartMonth } = board
  return {
    ...defaultDashboard().timeSettings,
    ...time,
    timezone,
    autoRefresh,
    fiscalYearStartMonth,
  }
}
