import type {
  GridLayoutItemKind,
  PanelKind,
  PanelQueryKind,
  QueryGroupKind,
  TransformationKind,
  VizConfigKind,
} from '@grafana/grafana-foundation-sdk/dashboardv2'

import type { ClassicPanel } from './classic.ts'
import { toDataQuery } from './data-query.ts'

/** In v2 what a panel is and where it stands are two things, which this name holds together. */
export function nameElement({ id }: ClassicPanel): string {
  return `panel-${id}`
}

export function toElement(panel: ClassicPanel): PanelKind {
  const { id, title, description, transparent } = panel
  const data = toQueryGroup(panel)
  const vizConfig = toVizConfig(panel)
  return {
    kind: 'Panel',
    spec: { id, title, description, links: [], data, vizConfig, transparent },
  }
}

export function toLayoutItem(panel: ClassicPanel): GridLayoutItemKind {
  const { x, y, w: width, h: height } = panel.gridPos
  const element = { kind: 'ElementReference' as const, name: nameElement(panel) }
  return { kind: 'GridLayoutItem', spec: { x, y, width, height, element } }
}

function toQueryGroup(panel: ClassicPanel): QueryGroupKind {
  const { targets, interval, maxDataPoints } = panel
  const transformations = panel.transformations.map(({ id, options }): TransformationKind => ({
    kind: 'Transformation',
    group: id,
    spec: { options },
  }))
  const queryOptions = { interval, maxDataPoints }
  return {
    kind: 'QueryGroup',
    spec: { queries: targets.map(toPanelQuery), transformations, queryOptions },
  }
}

function toPanelQuery({
  refId,
  datasource,
  ...spec
}: ClassicPanel['targets'][number]): PanelQueryKind {
  return {
    kind: 'PanelQuery',
    spec: { query: toDataQuery(datasource, spec), refId, hidden: false },
  }
}

/** How a panel looks is said in the words of its plugin, in classic and in v2 alike. */
function toVizConfig({ type, options, fieldConfig }: ClassicPanel): VizConfigKind {
  return { kind: 'VizConfig', group: type, version: '', spec: { options, fieldConfig } }
}
