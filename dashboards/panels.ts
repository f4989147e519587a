import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge'
import {
  BarGaugeDisplayMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder as Geomap } from '@grafana/grafana-foundation-sdk/geomap'
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline'
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table'
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries'

import { routeLayer } from './map-layer.ts'
import type { Engine, Shape } from './model.ts'

export type PanelBuilder = BarGauge | Geomap | StateTimeline | Table | TimeSeries

/** Windows without readings stay gaps; a line goes on over what is shorter than this, milliseconds. */
const GAP_MAX = 2 * 3_600_000

/** What each shape looks like before it has a title, queries and units. */
export const PANELS: Readonly<Record<Shape, (engine: Engine) => PanelBuilder>> = {
  lines: createLines,
  bars: () => createLines().drawStyle(GraphDrawStyle.Bars).fillOpacity(60),
  ranking: createRanking,
  states: createStates,
  table: () => new Table(),
  map: createMap,
}

function createLines(): TimeSeries {
  return new TimeSeries()
    .lineWidth(1)
    .fillOpacity(0)
    .spanNulls(GAP_MAX)
    .showPoints(VisibilityMode.Never)
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .legend(createLegend())
}

function createLegend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs([])
}

/** A bar for each, side by side. */
function createRanking(engine: Engine): BarGauge {
  return new BarGauge()
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
    .reduceOptions(reduce(engine))
}

/** InfluxDB answers with a series for each device, the API with a row. */
function reduce(engine: Engine): ReduceDataOptionsBuilder {
  const options = new ReduceDataOptionsBuilder().fields('')
  return engine === 'influxdb'
    ? options.values(false).calcs(['lastNotNull'])
    : options.values(true).calcs([]).limit(500)
}

function createStates(): StateTimeline {
  return new StateTimeline()
    .mergeValues(true)
    .spanNulls(true)
    .showValue(VisibilityMode.Auto)
    .legend(createLegend())
}

function createMap(): Geomap {
  return new Geomap().layers([routeLayer])
}
