import type { LatestQuery, PanelSpec, SeriesQuery, Shape, Summary } from './model.ts'

/** What a panel of readings tells beside its channels; all but the words has a usual value. */
type Told = Pick<PanelSpec, 'title' | 'description' | 'placeKind' | 'unit'> &
  Pick<SeriesQuery, 'devices'> & { readonly size?: PanelSpec['size'] }
type Channels = readonly [string, ...string[]]

const SIZE: PanelSpec['size'] = [12, 8]

/** The panels that dashboards are made of: one quantity, of the devices that are chosen. */
export const means = createSeriesPanel('lines', 'mean')
export const peaks = createSeriesPanel('lines', 'max')
export const lasts = createSeriesPanel('lines', 'last')
export const rises = createSeriesPanel('bars', 'increase')
export const counts = createSeriesPanel('bars', 'count')
export const states = createSeriesPanel('states', 'last')

/** A bar for each device, side by side: the newest reading. */
export function newest(channels: Channels, told: Omit<Told, 'devices'>): PanelSpec {
  const query: LatestQuery = { kind: 'latest', channels }
  return { shape: 'ranking', size: SIZE, queries: [query], ...told }
}

function createSeriesPanel(shape: Shape, summary: Summary) {
  return (channels: Channels, { devices, ...told }: Told): PanelSpec => {
    const legend = channels.length > 1 ? 'both' : 'device'
    const query: SeriesQuery = {
      kind: 'series',
      channels,
      summary,
      legend,
      ...(devices !== undefined && { devices }),
    }
    return { shape, size: SIZE, queries: [query], ...told }
  }
}
