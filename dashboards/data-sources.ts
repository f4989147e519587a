import { SECOND } from '#domain/time.ts'

import type { BoardSpec, Engine, Query } from './model.ts'

/** A data source as Grafana knows it. Dashboards name it by a variable, so that it can be exchanged. */
export interface DataSource {
  readonly uid: string
  readonly name: string
  readonly type: string
  /** Name of the dashboards' variable. */
  readonly variable: string
}

/** Readings, by InfluxQL: the one language of InfluxDB 1.x, 2.x and 3.x. */
export const INFLUXDB: DataSource = {
  uid: 'nguon-influxdb',
  name: 'Nguồn · InfluxDB',
  type: 'influxdb',
  variable: 'ds_readings',
}
/** What the registry knows and, over the embedded engine, readings too: Grafana's Infinity plugin on our API. */
export const API: DataSource = {
  uid: 'nguon-api',
  name: 'Nguồn · API',
  type: 'yesoreyeram-infinity-datasource',
  variable: 'ds_api',
}
/** How Nguồn itself is doing: Prometheus keeps what `/metrics` tells. */
export const PROMETHEUS: DataSource = {
  uid: 'nguon-prometheus',
  name: 'Nguồn · Prometheus',
  type: 'prometheus',
  variable: 'ds_metrics',
}

/** How often Prometheus asks, milliseconds: Grafana must know, or a rate has too few samples, or spans more than it need. */
export const SCRAPE_INTERVAL = 30 * SECOND

export function sourceOfQuery(query: Query, engine: Engine): DataSource {
  if (query.kind === 'metric') return PROMETHEUS
  const isOfApi = query.kind === 'registry' || query.kind === 'changes'
  return isOfApi || engine === 'embedded' ? API : INFLUXDB
}

/** Those that a dashboard asks; what is to be chosen, the API knows. */
export function sourcesOfBoard({ choose, panels }: BoardSpec, engine: Engine): DataSource[] {
  const queries = panels.flatMap((panel) => panel.queries)
  const asked = new Set(queries.map((query) => sourceOfQuery(query, engine)))
  if (choose !== undefined) asked.add(API)
  return [INFLUXDB, API, PROMETHEUS].filter((source) => asked.has(source))
}

/** As a query or a panel names it. */
export function refer({ type, variable }: DataSource): { type: string; uid: string } {
  return { type, uid: `\${${variable}}` }
}
