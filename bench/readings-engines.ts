import { pino } from 'pino'

import type { ReadingsReader, ReadingsWriter } from '#store/readings/contract.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'

/** Which store, in words that another process understands. */
export interface EngineAddress {
  readonly engine: 'SQLite' | 'InfluxDB'
  /** The file, or the address of the server. */
  readonly at: string
}

export function openWriter(address: EngineAddress): Promise<ReadingsWriter> {
  return openReadingsWriter(toOptions(address))
}

export function openReader(address: EngineAddress): Promise<ReadingsReader> {
  return openReadingsReader(toOptions(address))
}

function toOptions({ engine, at }: EngineAddress) {
  const embedded = {
    path: at,
    retention: { raw: null, hourly: null },
    log: pino({ level: 'warn' }),
  }
  return engine === 'SQLite' ? embedded : { ...embedded, influx: { ...INFLUX, url: at } }
}

const INFLUX = {
  version: 'auto',
  database: 'nguon',
  organization: 'nguon',
  token: '',
  user: '',
  password: '',
} as const
