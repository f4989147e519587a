import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard'

import type { Language, PanelSpec } from './model.ts'

/** A map wants latitude and longitude in one row. */
const ROWS_OF_ONE_TIME = { id: 'joinByField', options: { mode: 'outer' } }

/** What Grafana does to the answers of a panel before it shows them. */
export function createTransformations(
  spec: PanelSpec,
  language: Language,
): DataTransformerConfig[] {
  if (spec.shape === 'map') return [ROWS_OF_ONE_TIME]
  return spec.shape === 'table' ? [orderColumns(spec, language)] : []
}

/** Infinity's backend sorts columns by their titles: what is read first would stand wherever its name puts it. */
function orderColumns({ queries }: PanelSpec, language: Language): DataTransformerConfig {
  const columns = queries.flatMap((query) => (query.kind === 'registry' ? query.columns : []))
  const places = columns.map(({ title }, index) => [title[language], index] as const)
  return { id: 'organize', options: { indexByName: Object.fromEntries(places) } }
}
