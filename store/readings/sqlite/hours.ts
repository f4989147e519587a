import { ByteReader, ByteWriter } from '../chunk-bytes.ts'
import type { ReadingColumns } from '../chunk-columns.ts'
import { readIntegers, writeIntegers } from '../chunk-integers.ts'
import { findDecimals, readValues, writeValues } from '../chunk-values.ts'
import { addReadings, type Aggregates, createAggregates } from './aggregates.ts'
import { cellOf, hourGrid } from './calendar.ts'

export const HOURS_PER_DAY = 24

/** The hourly roll-up of one channel and day. */
export interface Hours {
  readonly usable: Aggregates
  /** Readings of any quality in each hour. */
  readonly readings: Float64Array
}

export function createHours(): Hours {
  return { usable: createAggregates(HOURS_PER_DAY), readings: new Float64Array(HOURS_PER_DAY) }
}

/** Adds readings of the day. They must be new to it, and none older than what is there. */
export function addToHours(
  hours: Hours,
  columns: ReadingColumns,
  { day, dayOffset }: DayKey,
): void {
  const grid = hourGrid(dayOffset)
  const first = day * HOURS_PER_DAY
  for (const at of columns.measuredAt) {
    const hour = cellOf(grid, at) - first
    hours.readings[hour] = (hours.readings[hour] ?? 0) + 1
  }
  addReadings({ grid, first, into: hours.usable }, columns)
  roundSums(hours.usable.sum, findDecimals(columns.value))
}

export interface DayKey {
  readonly day: number
  readonly dayOffset: number
}

/** Values with two decimals have a sum with two decimals: what floating point added beyond them is error. */
function roundSums(sums: Float64Array, ofValues: number | undefined): void {
  const before = findDecimals(sums.map((sum) => Number(sum.toPrecision(15))))
  if (ofValues === undefined || before === undefined) return
  const scale = 10 ** Math.max(ofValues, before)
  for (const [i, sum] of sums.entries()) {
    const scaled = Math.round(sum * scale)
    if (Math.abs(scaled) <= Number.MAX_SAFE_INTEGER) sums[i] = scaled / scale
  }
}

/** Only hours that hold readings take space: about 10 bytes each. */
export function encodeHours({ usable, readings }: Hours): Uint8Array {
  const writer = new ByteWriter()
  writeIntegers(writer, readings, 1)
  writeIntegers(writer, usable.count, 1)
  const isUsed = (_: number, i: number) => (usable.count[i] ?? 0) > 0
  for (const column of valueColumns(usable)) writeValues(writer, column.filter(isUsed))
  return writer.toBytes()
}

export function decodeHours(bytes: Uint8Array): Hours {
  const reader = new ByteReader(bytes)
  const hours = createHours()
  readIntegers(reader, hours.readings, 1)
  readIntegers(reader, hours.usable.count, 1)
  const used = [...hours.usable.count.keys()].filter((i) => (hours.usable.count[i] ?? 0) > 0)
  for (const column of valueColumns(hours.usable)) {
    const values = readValues(reader, used.length)
    for (const [i, hour] of used.entries()) column[hour] = values[i] ?? 0
  }
  return hours
}

/** Undefined when the bytes are damaged. */
export function decodeIntactHours(bytes: Uint8Array): Hours | undefined {
  try {
    return decodeHours(bytes)
  } catch {
    return undefined
  }
}

function valueColumns({ min, max, sum, last }: Aggregates): readonly Float64Array[] {
  return [min, max, sum, last]
}
