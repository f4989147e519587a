import type { AnnotationQueryKind } from '@grafana/grafana-foundation-sdk/dashboardv2'

import type { ClassicAnnotation } from './classic.ts'
import { toDataQuery } from './data-query.ts'

/** In v2 the query stands in the annotation as it does in a panel. */
export function toAnnotation({
  name,
  enable,
  hide,
  iconColor,
  datasource,
  target,
}: ClassicAnnotation): AnnotationQueryKind {
  const { datasource: _source, ...asked } = target
  const query = toDataQuery(datasource, asked)
  return { kind: 'AnnotationQuery', spec: { name, enable, hide, iconColor, query } }
}
