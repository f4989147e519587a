import { TableCellDisplayMode } from '@grafana/grafana-foundation-sdk/common'
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table'

import type { Text } from '#domain/text.ts'

import type { Column, Language, Query } from './model.ts'
import type { PanelBuilder } from './panels.ts'
import { toThresholds } from './thresholds.ts'

/** Gives columns of a table their own units and colours; Grafana knows them by their titles. */
export function overrideColumns(
  builder: PanelBuilder,
  queries: readonly Query[],
  language: Language,
): void {
  const columns = queries.flatMap((query) => (query.kind === 'registry' ? query.columns : []))
  for (const column of columns) {
    const properties = toProperties(column)
    if (properties.length > 0) builder.overrideByName(column.title[language], properties)
  }
}

export function sortRows(
  builder: PanelBuilder,
  column: Text | undefined,
  language: Language,
): void {
  if (column === undefined || !(builder instanceof Table)) return
  const state = { displayName: column[language], desc: false }
  builder.sortBy([{ build: () => state }])
}

const COLOURED = { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorText } }

function toProperties({ unit, bounds, coloured }: Column): DynamicConfigValue[] {
  return [
    ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
    ...(coloured === true ? [COLOURED] : []),
    ...(bounds === undefined
      ? []
      : [{ id: 'thresholds', value: toThresholds(bounds).build() }, COLOURED]),
  ]
}
