import { API, refer } from '../data-sources.ts'
import type {
  ChangesQuery,
  Column,
  Language,
  LatestQuery,
  RegistryQuery,
  SeriesQuery,
} from '../model.ts'

interface InfinityColumn {
  readonly selector: string
  readonly text: string
  readonly type: 'string' | 'number' | 'timestamp'
}

/** A target of the Infinity plugin on our API. Its backend parser turns rows with a time and texts into series. */
export function toInfinityTarget(
  query: SeriesQuery | LatestQuery | RegistryQuery | ChangesQuery,
  language: Language,
) {
  if (query.kind === 'registry') {
    const columns = query.columns.map((column) => toColumn(column, language))
    return withRoot(createTarget(query.path, 'table', columns), query)
  }
  if (query.kind === 'changes') return withRoot(toChangesTarget(query, language), query)
  return query.kind === 'series' ? toSeriesTarget(query) : toLatestTarget(query)
}

/** The label of series that the API tells. */
export const CHANGES_LABEL = 'series'

function withRoot<Target>(target: Target, { root = 'items' }: { readonly root?: string }) {
  return { ...target, root_selector: root }
}

function toChangesTarget({ path, at, value, label }: ChangesQuery, language: Language) {
  return createTarget(path, 'timeseries', [
    { selector: at, text: 'time', type: 'timestamp' },
    ...(label === undefined
      ? []
      : [{ selector: label[language], text: CHANGES_LABEL, type: 'string' as const }]),
    { selector: value, text: 'value', type: 'number' },
  ])
}

function toSeriesTarget({ channels, summary, legend, devices = 'device' }: SeriesQuery) {
  const [only] = legend === 'channel' && channels.length === 1 ? channels : []
  const labels = only === undefined ? ['device', 'channel'] : []
  const asked = [
    `device=\${${devices}:csv}`,
    `channel=${channels.join(',')}`,
    'from=${__from:date:iso}',
    'until=${__to:date:iso}',
    'window=$__interval',
    'arrange=time',
    'absent=empty',
  ]
  return createTarget(`/api/v1/readings?${asked.join('&')}`, 'timeseries', [
    { selector: 'start', text: 'time', type: 'timestamp' },
    ...labels.map((label) => ({ selector: label, text: label, type: 'string' as const })),
    { selector: summary, text: only ?? 'value', type: 'number' },
  ])
}

function toLatestTarget({ channels }: LatestQuery) {
  const path = `/api/v1/readings/latest?device=\${device:csv}&channel=${channels.join(',')}&limit=1000`
  return createTarget(path, 'table', [
    { selector: 'device', text: 'device', type: 'string' },
    { selector: 'value', text: 'value', type: 'number' },
  ])
}

function toColumn({ selector, title, type }: Column, language: Language): InfinityColumn {
  const path = typeof selector === 'string' ? selector : selector[language]
  return { selector: path, text: title[language], type }
}

/** Also what a variable asks; the base of `url` is the data source's. */
export function createTarget(url: string, format: string, columns: readonly InfinityColumn[]) {
  return {
    datasource: refer(API),
    type: 'json',
    source: 'url',
    format,
    parser: 'backend',
    root_selector: 'items',
    url,
    url_options: { method: 'GET', data: '' },
    columns,
    filters: [],
  }
}
