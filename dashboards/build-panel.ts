import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard'

import type { Quantity } from '#domain/quantity.ts'
import type { Text } from '#domain/text.ts'

import { overrideColumns, sortRows } from './columns.ts'
import { refer, sourceOfQuery } from './data-sources.ts'
import { createLink } from './drill-down.ts'
import { toStateMappings, toTableMappings, toWordMappings } from './field.ts'
import type { Edition, Engine, PanelSpec, Query } from './model.ts'
import { PANELS, type PanelBuilder } from './panels.ts'
import { quantityOfQueries } from './quantity-of-query.ts'
import { CHANGES_LABEL, toInfinityTarget } from './queries/infinity.ts'
import { toInfluxTarget } from './queries/influxql.ts'
import { toPrometheusTarget } from './queries/prometheus.ts'
import { limitOfPanel, toThresholds } from './thresholds.ts'
import { createTransformations } from './transformations.ts'
import { toGrafanaUnit } from './units.ts'

export interface Position {
  readonly x: number
  readonly y: number
}

const SMALLEST_WINDOW = '1m'
/** Windows of one series: thirty vats in one answer stay below what the API gives at once. */
const POINTS_MAX = 400
const REF_IDS = 'ABCDEFGH'

export function buildPanel(spec: PanelSpec, edition: Edition, position: Position): Panel {
  const builder = PANELS[spec.shape](edition.engine)
  const [w, h] = spec.size
  builder
    .title(spec.title[edition.language])
    .description(describe(spec, edition))
    .gridPos({ ...position, w, h })
    .interval(SMALLEST_WINDOW)
    .maxDataPoints(POINTS_MAX)
    .datasource(refer(sourceOfQuery(spec.queries[0], edition.engine)))
    .thresholds(toThresholds(limitOfPanel(spec)))
    .transformations(createTransformations(spec, edition.language))
  setField(builder, spec, edition)
  overrideColumns(builder, spec.queries, edition.language)
  sortRows(builder, spec.sortBy, edition.language)
  for (const [index, query] of spec.queries.entries()) {
    builder.withTarget(wrap({ refId: REF_IDS[index], ...toTarget(query, edition) }))
  }
  return builder.build()
}

function setField(builder: PanelBuilder, spec: PanelSpec, { language, engine }: Edition): void {
  const quantity = unitQuantityOf(spec)
  if (quantity !== undefined) {
    builder.unit(toGrafanaUnit(quantity)).decimals(quantity.decimals)
    builder.mappings(toStateMappings(quantity, language))
  } else if (spec.unit !== undefined) builder.unit(spec.unit)
  else builder.mappings(toTableMappings(language))
  if (spec.words !== undefined) builder.mappings(toWordMappings(spec.words, language))
  const name = displayNameOf(spec, engine)
  if (name !== undefined) builder.displayName(name)
  if (spec.drillDown !== undefined) builder.dataLinks([createLink(spec.drillDown, language)])
}

/** A count of readings and a pair of coordinates are not in the unit of their quantity. */
function unitQuantityOf({ shape, queries, unit }: PanelSpec): Quantity | undefined {
  return shape === 'map' || unit !== undefined ? undefined : quantityOfQueries(queries)
}

/** InfluxDB's series have an alias; the API's have labels. */
function displayNameOf({ shape, queries: [query] }: PanelSpec, engine: Engine): string | undefined {
  if (query.kind === 'changes' && query.label) return `\${__field.labels.${CHANGES_LABEL}}`
  if (engine !== 'embedded') return undefined
  if (query.kind !== 'series' || shape === 'map') return undefined
  const labels = { device: ['device'], channel: ['channel'], both: ['device', 'channel'] }
  return labels[query.legend].map((label) => `\${__field.labels.${label}}`).join(' ')
}

/** The limit's own words stand behind the description: what to do is data, as the limit is. */
function describe(spec: PanelSpec, { language }: Edition): string {
  const limit = limitOfPanel(spec)
  if (limit === undefined) return spec.description[language]
  const heading: Text = { vi: 'Khi vượt giới hạn', en: 'Outside its limits' }
  const source: Text = { vi: 'Nguồn của giới hạn', en: 'Source of the limits' }
  return [
    spec.description[language],
    `${heading[language]}: ${limit.response[language]}`,
    `${source[language]}: ${limit.source[language]}.`,
  ].join('\n\n')
}

function toTarget(query: Query, { language, engine }: Edition): Readonly<Record<string, unknown>> {
  if (query.kind === 'metric') return toPrometheusTarget(query, language)
  const isOfApi = query.kind === 'registry' || query.kind === 'changes'
  if (isOfApi || engine === 'embedded') return toInfinityTarget(query, language)
  return toInfluxTarget(query)
}

/** The SDK has no query of InfluxDB or Infinity; it marks queries by a function, which JSON leaves out. */
function wrap(target: Readonly<Record<string, unknown>>) {
  return { build: () => Object.assign({ _implementsDataqueryVariant() {} }, target) }
}
