import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard'

import type { Text } from '#domain/text.ts'

import { API, refer, type DataSource } from './data-sources.ts'
import type { Choice, Language } from './model.ts'
import { createTarget } from './queries/infinity.ts'

/** What the SDK makes a variable of. */
interface Variable {
  build(): VariableModel
}

/** One hidden variable for each data source, so that a dashboard can be put on another one. */
export function createSourceVariables(sources: readonly DataSource[]): Variable[] {
  return sources.map(({ variable, type, uid, name }) =>
    new DatasourceVariableBuilder(variable)
      .label(name)
      .type(type)
      .hide(VariableHide.HideVariable)
      .current({ text: name, value: uid }),
  )
}

/** Site → place → device. Places are no tags of readings, so the registry says which devices stand there now. */
export function createPlaceVariables(choice: Choice, language: Language): Variable[] {
  const name = language === 'vi' ? 'name.vi' : 'name.en'
  const ask = { language, several: choice.several }
  const kinds = choice.placeKinds.join(',')
  const all = [
    createVariable(
      'site',
      { vi: 'Cơ sở', en: 'Site' },
      { ...ask, several: false },
    )('/api/v1/sites?limit=1000', name),
    createVariable(
      'place',
      { vi: 'Nơi', en: 'Place' },
      ask,
    )(`/api/v1/places?site=$site&kind=${kinds}&limit=1000`, name),
    createVariable(
      'device',
      { vi: 'Thiết bị', en: 'Device' },
      ask,
    )('/api/v1/devices?place=${place:csv}&limit=1000', 'name'),
  ]
  const chain = choice.devices === false ? all.slice(0, 2) : all
  return choice.weather === true ? [...chain, ...createWeatherVariables(ask)] : chain
}

/**
 * The batch, and the devices that stood where it was while it was there, in the time that is shown: another time has others.
 * They are chosen for the reader, so neither does an address choose them, nor are they taken along to another dashboard.
 */
export function createBatchVariables(language: Language): Variable[] {
  const batch = createVariable(
    'batch',
    { vi: 'Lô', en: 'Batch' },
    { language, several: false },
  )('/api/v1/batches?limit=1000', 'id')
  const span = 'from=${__from:date:iso}&until=${__to:date:iso}'
  const device = createVariable(
    'device',
    { vi: 'Thiết bị', en: 'Device' },
    { language, several: true },
  )(`/api/v1/devices?batch=$batch&${span}&limit=1000`, 'name')
  device.hide(VariableHide.HideVariable).refresh(VariableRefresh.OnTimeRangeChanged)
  // The SDK's builder cannot say it.
  return [batch, { build: () => ({ ...device.build(), skipUrlSync: true }) }]
}

interface Asking {
  readonly language: Language
  readonly several: boolean
}

/** The yard of the site and what stands in it; chosen for the reader. */
function createWeatherVariables(ask: Asking): QueryVariableBuilder[] {
  const all = { ...ask, several: true }
  return [
    createVariable(
      'yard',
      { vi: 'Sân', en: 'Yard' },
      all,
    )('/api/v1/places?site=$site&kind=yard&limit=1000', 'id'),
    createVariable(
      'weather',
      { vi: 'Thời tiết', en: 'Weather' },
      all,
    )('/api/v1/devices?place=${yard:csv}&limit=1000', 'id'),
  ].map((variable) => variable.hide(VariableHide.HideVariable))
}

function createVariable(name: string, label: Text, { language, several }: Asking) {
  return (path: string, shown: string) => {
    const variable = new QueryVariableBuilder(name)
      .label(label[language])
      .datasource(refer(API))
      .query({
        queryType: 'infinity',
        refId: name,
        query: '',
        infinityQuery: createChoices(path, shown),
      })
      .refresh(VariableRefresh.OnDashboardLoad)
      .multi(several)
      .includeAll(several)
    return several ? variable.current({ text: 'All', value: '$__all' }) : variable
  }
}

/** Read in the browser: where nothing is to choose the plugin's backend has no columns, which its variables take for an error. */
function createChoices(path: string, shown: string) {
  const target = createTarget(path, 'table', [
    { selector: shown, text: '__text', type: 'string' },
    { selector: 'id', text: '__value', type: 'string' },
  ])
  return { ...target, parser: 'simple' }
}
