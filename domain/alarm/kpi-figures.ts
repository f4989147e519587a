import { DAY } from '../time.ts'
import { KPI_MEASURES, type KpiMeasure } from './kpi-measures.ts'
import type { AlarmKpis } from './kpi.ts'
import type { KpiSpan } from './trace.ts'

export interface KpiFigure extends Omit<KpiMeasure, 'of'> {
  readonly value: number | null
  readonly isMet: boolean | null
}

export function toFigures(kpis: AlarmKpis, { from, until }: KpiSpan): KpiFigure[] {
  const days = (until - from) / DAY
  return KPI_MEASURES.map(({ of, ...told }) => {
    const value = of(kpis, days)
    const isMet = value === null || told.target === null ? null : value <= told.target
    return Object.assign(told, { value, isMet })
  })
}
