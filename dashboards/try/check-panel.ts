import type { Quantity } from '#domain/quantity.ts'

import type { PanelSpec, Query } from '../model.ts'
import { quantityOfQueries } from '../quantity-of-query.ts'
import { toGrafanaUnit } from '../units.ts'
import type { Answer } from './backends.ts'
import type { Selection } from './interpolate.ts'

/** Channels of each device, by the registry. */
export type ChannelsOfDevice = ReadonlyMap<string, ReadonlySet<string>>

/** What is wrong with an answer; undefined when nothing is. */
export function findProblem(
  query: Query,
  { rows, columns }: Answer,
  isExpected: boolean,
): string | undefined {
  if (rows.length === 0) return isExpected ? 'no rows' : undefined
  if (!isExpected) return `${rows.length} rows where none of the devices has the channel`
  if (query.kind === 'registry') return undefined
  const index = columns.indexOf('value') === -1 ? columns.length - 1 : columns.indexOf('value')
  const values = rows.map((row) => Number(row[index]))
  const wrong = values.find((value) => !Number.isFinite(value) || !isPlausible(query, value))
  return wrong === undefined ? undefined : `value ${wrong} is not plausible`
}

function isPlausible(query: Query, value: number): boolean {
  const isSum = query.kind === 'metric' || (query.kind === 'series' && isDerived(query.summary))
  const quantity = isSum ? undefined : quantityOfQueries([query])
  if (quantity === undefined) return value >= 0
  const [min, max] = quantity.range
  return value >= min && value <= max
}

function isDerived(summary: string): boolean {
  return summary === 'count' || summary === 'increase'
}

/** A panel must have rows when a device that is chosen has one of its channels; tables of the registry always. */
export function expectsRows(query: Query, selection: Selection, known: ChannelsOfDevice): boolean {
  // A platform without rejections is a good one.
  if (query.kind === 'registry') return !query.path.includes('rejections')
  if (query.kind === 'metric') return true
  const devices = selection[query.kind === 'series' ? (query.devices ?? 'device') : 'device'] ?? []
  return devices.some((device) => query.channels.some((name) => known.get(device)?.has(name)))
}

/** The unit that a panel shows against the one of what it asks for. */
export function findWrongUnit(spec: PanelSpec, unit: string | undefined): string | undefined {
  const quantity: Quantity | undefined =
    spec.unit === undefined && spec.shape !== 'map' ? quantityOfQueries(spec.queries) : undefined
  const expected = spec.unit ?? (quantity && toGrafanaUnit(quantity))
  return unit === expected ? undefined : `unit is ${unit}, expected ${expected}`
}
