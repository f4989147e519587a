import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard'

import type { Language, PanelSpec } from './model.ts'

/** A map wants latitude and longitude in one row; a legend wants names that people know. */
export function toTransformations(
  { shape, queries }: PanelSpec,
  language: Language,
): DataTransformerConfig[] {
  if (shape === 'map') return [{ id: 'joinByField', options: { mode: 'outer' } }]
  const names = queries.flatMap((query) =>
    query.kind === 'series' ? Object.entries(query.names ?? {}) : [],
  )
  return names.map(([channel, text]) => ({
    id: 'renameByRegex',
    options: { regex: `^.*${channel}\\b.*$`, renamePattern: text[language] },
  }))
}
