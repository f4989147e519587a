import type { Quantity } from '#domain/quantity.ts'

import type { PanelSpec, Query, RegistryQuery } from '../model.ts'
import { quantityOfQueries } from '../quantity-of-query.ts'
import { CHANGES_LABEL } from '../queries/infinity.ts'
import { toGrafanaUnit } from '../units.ts'
import type { Answer } from './backends.ts'
import type { Selection } from './interpolate.ts'

/** Channels of each device, by the registry. */
export type ChannelsOfDevice = ReadonlyMap<string, ReadonlySet<string>>

/** What rows an answer must have. */
export type Expectation = 'some' | 'none' | 'any'

/** What is wrong with an answer; undefined when nothing is. */
export function findProblem(
  query: Query,
  { rows, columns }: Answer,
  expected: Expectation,
): string | undefined {
  if (rows.length === 0) return expected === 'some' ? 'no rows' : undefined
  if (expected === 'none') return `${rows.length} rows where none of the devices has the channel`
  if (query.kind === 'registry') return undefined
  const index = valueColumnOf(columns)
  const values = rows.map((row) => Number(row[index]))
  const wrong = values.find((value) => !Number.isFinite(value) || !isPlausible(query, value))
  return wrong === undefined ? undefined : `value ${wrong} is not plausible`
}

/** Rows of readings that show nothing: windows without readings, channels that never had one. */
export function dropEmpty(query: Query, answer: Answer): Answer {
  if (query.kind === 'registry') return answer
  const index = valueColumnOf(answer.columns)
  return { ...answer, rows: answer.rows.filter((row) => row[index] !== null) }
}

const KEYS = new Set(['time', 'device', 'channel', CHANGES_LABEL])

/** What is no key: `value`, or the channel where a series is called after it. */
function valueColumnOf(columns: readonly string[]): number {
  return columns.findIndex((name) => !KEYS.has(name))
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

/** A panel of readings has rows exactly when a device that is chosen has one of its channels. */
export function expectRows(
  query: Query,
  selection: Selection,
  known: ChannelsOfDevice,
): Expectation {
  if (query.kind === 'registry') return mayBeEmpty(query, selection) ? 'any' : 'some'
  if (query.kind === 'metric' || query.kind === 'changes') {
    return query.mayBeEmpty === true ? 'any' : 'some'
  }
  const devices = selection[query.kind === 'series' ? (query.devices ?? 'device') : 'device'] ?? []
  const has = (device: string) => query.channels.some((name) => known.get(device)?.has(name))
  return devices.some(has) ? 'some' : 'none'
}

/** Where nothing stands there is nothing to tell. */
function mayBeEmpty(query: RegistryQuery, selection: Selection): boolean {
  return query.mayBeEmpty === true || Object.values(selection).some((values) => values.length === 0)
}

/** The unit that a panel shows against the one of what it asks for. */
export function findWrongUnit(spec: PanelSpec, unit: string | undefined): string | undefined {
  const quantity: Quantity | undefined =
    spec.unit === undefined && spec.shape !== 'map' ? quantityOfQueries(spec.queries) : undefined
  const expected = spec.unit ?? (quantity && toGrafanaUnit(quantity))
  return unit === expected ? undefined : `unit is ${unit}, expected ${expected}`
}
