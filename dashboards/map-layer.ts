import {
  FrameGeometrySourceBuilder,
  FrameGeometrySourceMode,
  MapLayerOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'

/** The way a vehicle took, from fields named `latitude` and `longitude`. */
export const routeLayer = new MapLayerOptionsBuilder()
  .type('route')
  .name('route')
  .tooltip(true)
  .config({ style: { lineWidth: 2, color: { fixed: 'blue' } } })
  .location(
    new FrameGeometrySourceBuilder()
      .mode(FrameGeometrySourceMode.Coords)
      .latitude('latitude')
      .longitude('longitude'),
  )
