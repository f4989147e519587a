import { PROMETHEUS, refer } from '../data-sources.ts'
import type { Language, MetricQuery } from '../model.ts'

/** A target of Grafana's Prometheus source. */
export function toPrometheusTarget({ expression, legend }: MetricQuery, language: Language) {
  return {
    datasource: refer(PROMETHEUS),
    expr: expression,
    legendFormat: legend[language],
    range: true,
    instant: false,
    editorMode: 'code',
  }
}
