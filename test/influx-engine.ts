import { randomUUID } from 'node:crypto'

import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'

import { type InfluxOptions, openInfluxReader, openInfluxWriter } from '#store/readings/influx.ts'

import type { ReadingsEngine } from './contracts/readings/fixture.ts'
import { type InfluxStandIn, type StandInOptions, startInfluxStandIn } from './influx-stand-in.ts'
import { type Influxd, startInfluxd } from './influxd.ts'

export const VERSIONS = ['1', '2', '3'] as const
export type Version = (typeof VERSIONS)[number]

export interface InfluxEngine extends ReadingsEngine {
  readonly options: InfluxOptions
}

/** Options that reach the server at `url` with a database of their own. */
export function createOptions(
  given: Partial<InfluxOptions> & { readonly url: string },
): InfluxOptions {
  return {
    version: 'auto',
    database: `test-${randomUUID().slice(0, 8)}`,
    organization: 'nguon',
    token: '',
    user: '',
    password: '',
    retention: { raw: null, hourly: null },
    log: pino({ level: 'silent' }),
    ...given,
  }
}

/** `close` runs after writer and reader have closed. */
export function openEngine(options: InfluxOptions, close: () => Promise<unknown>): InfluxEngine {
  const writer = openInfluxWriter(options)
  const reader = openInfluxReader(options)
  return {
    options,
    writer,
    reader,
    [Symbol.asyncDispose]: async () => {
      await writer[Symbol.asyncDispose]()
      await reader[Symbol.asyncDispose]()
      await close()
    },
  }
}

export type StandInEngine = InfluxEngine & { readonly standIn: InfluxStandIn }
type StandInSettings = Partial<StandInOptions> & { readonly with?: Partial<InfluxOptions> }

/** An influxd for the tests of the `describe` that calls this, and engines that stand on it. */
export function useInfluxd() {
  const place: { influxd?: Influxd } = {}
  beforeAll(async () => {
    place.influxd = await startInfluxd()
  })
  afterAll(async () => {
    await place.influxd?.[Symbol.asyncDispose]()
  })
  const getInfluxd = () => {
    if (place.influxd === undefined) throw new Error('influxd runs only while tests run')
    return place.influxd
  }
  const openV1 = async (given: Partial<InfluxOptions> = {}): Promise<InfluxEngine> => {
    const influxd = getInfluxd()
    const options = createOptions({ url: influxd.url, ...given })
    return openEngine(options, () => influxd.run(`DROP DATABASE "${options.database}"`))
  }
  const openStandIn = async (
    version: '2' | '3',
    { with: given, ...settings }: StandInSettings = {},
  ): Promise<StandInEngine> => {
    const influxd = getInfluxd()
    const standIn = await startInfluxStandIn({ version, behind: influxd, ...settings })
    const options = createOptions({ url: standIn.url, token: standIn.token, ...given })
    const engine = openEngine(options, async () => {
      await standIn[Symbol.asyncDispose]()
      await influxd.run(`DROP DATABASE "${options.database}"`)
    })
    return { ...engine, standIn }
  }
  const open = (version: Version): Promise<InfluxEngine> =>
    version === '1' ? openV1() : openStandIn(version)
  return { getInfluxd, openV1, openStandIn, open }
}
