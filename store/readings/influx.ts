import type { ReadingsReader, ReadingsWriter } from './contract.ts'
import type { InfluxOptions } from './influx/options.ts'
import { InfluxReader } from './influx/reader.ts'
import { InfluxWriter } from './influx/writer.ts'

export type { InfluxOptions } from './influx/options.ts'

/**
 * Readings in InfluxDB 1.x, 2.x or 3.x. Opening sends nothing and so works while the server is down: calls then reject with
 * `retry: true`. What is configured wrongly is told by the first call, with code `READINGS_CONFIGURATION`.
 */
export function openInfluxWriter(options: InfluxOptions): ReadingsWriter {
  return new InfluxWriter(options)
}

/** May be opened in any number of processes, on any machine, beside the one writer. */
export function openInfluxReader(options: InfluxOptions): ReadingsReader {
  return new InfluxReader(options)
}
