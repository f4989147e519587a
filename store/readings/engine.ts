import type { Logger } from 'pino'

import type { ReadingsReader, ReadingsWriter, Retention } from './contract.ts'
import { openInfluxReader, openInfluxWriter, type InfluxOptions } from './influx.ts'
import { holdsReadings } from './sqlite/holds-readings.ts'
import { openSqliteReadingsReader } from './sqlite/reader.ts'
import { openSqliteReadingsWriter } from './sqlite/writer.ts'

export interface ReadingsEngineOptions {
  /** The file of the embedded engine; not touched when InfluxDB keeps the readings. */
  readonly path: string
  /** Given, InfluxDB keeps the readings. */
  readonly influx?: Omit<InfluxOptions, 'retention' | 'log'> | undefined
  readonly retention: Retention
  readonly log: Logger
  /** Where the embedded engine's days begin, ms east of UTC; 7 h when not given. Counts when its file is made. */
  readonly dayOffset?: number
}

/** Opens the engine that was chosen for writing. Only one process may. */
export async function openReadingsWriter(options: ReadingsEngineOptions): Promise<ReadingsWriter> {
  const { influx, ...embedded } = options
  if (influx === undefined) return openSqliteReadingsWriter(embedded)
  const { path, retention, log } = embedded
  if (holdsReadings(path)) {
    const text =
      'the embedded store holds readings that are not in InfluxDB, and answers no longer show them; without NGUON_INFLUX_URL they do'
    log.warn({ path }, text)
  }
  return openInfluxWriter({ ...influx, retention, log })
}

/** Opens the engine that was chosen for reading, in any process. */
export async function openReadingsReader(options: ReadingsEngineOptions): Promise<ReadingsReader> {
  const { path, influx, retention, log } = options
  if (influx === undefined) return openSqliteReadingsReader({ path, log })
  return openInfluxReader({ ...influx, retention, log })
}
