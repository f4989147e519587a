import {
  VariableHide as ClassicHide,
  VariableRefresh as ClassicRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard'
import {
  defaultDatasourceVariableSpec,
  defaultQueryVariableSpec,
  VariableHide,
  VariableRefresh,
  type VariableKind,
} from '@grafana/grafana-foundation-sdk/dashboardv2'

import type { ClassicVariable } from './classic.ts'
import { toDataQuery } from './data-query.ts'

const HIDE: Readonly<Record<ClassicHide, VariableHide>> = {
  [ClassicHide.DontHide]: VariableHide.DontHide,
  [ClassicHide.HideLabel]: VariableHide.HideLabel,
  [ClassicHide.HideVariable]: VariableHide.HideVariable,
  [ClassicHide.InControlsMenu]: VariableHide.InControlsMenu,
}

/** In v2 a variable that says nothing is never read at all. */
const REFRESH: Readonly<Record<ClassicRefresh, VariableRefresh>> = {
  [ClassicRefresh.Never]: VariableRefresh.Never,
  [ClassicRefresh.OnDashboardLoad]: VariableRefresh.OnDashboardLoad,
  [ClassicRefresh.OnTimeRangeChanged]: VariableRefresh.OnTimeRangeChanged,
}

export function toVariable(variable: ClassicVariable): VariableKind {
  const { name, label, current, skipUrlSync, multi, includeAll, allowCustomValue } = variable
  const hide = HIDE[variable.hide]
  const told = { name, label, current, hide, skipUrlSync, multi, includeAll, allowCustomValue }
  if (variable.type === 'datasource') {
    const spec = { ...defaultDatasourceVariableSpec(), ...told, pluginId: variable.query }
    return { kind: 'DatasourceVariable', spec }
  }
  const query = toDataQuery(variable.datasource, variable.query)
  const refresh = REFRESH[variable.refresh]
  return { kind: 'QueryVariable', spec: { ...defaultQueryVariableSpec(), ...told, query, refresh } }
}
