import type { DataQueryKind } from '@grafana/grafana-foundation-sdk/dashboardv2'

/** Of all queries in v2: what stands in `spec` is each data source's own matter, and as it is in classic. */
const VERSION = 'v0'

/** In v2 a data source is named by its plugin, and by its uid or a variable that holds it. */
export function toDataQuery({ type, uid }: { type: string; uid: string }, spec: unknown) {
  const query: DataQueryKind = {
    kind: 'DataQuery',
    group: type,
    version: VERSION,
    datasource: { name: uid },
    spec,
  }
  return query
}
