import { USABLE_MIN } from '#domain/quality.ts'
import { HOUR, type Instant } from '#domain/time.ts'

import type { InfluxConnection } from './connection.ts'
import { deliver } from './deliver.ts'
import type { Tier } from './dialect.ts'
import { type Cell, groupByTime, isOneOf, type Series, within } from './influxql.ts'
import { formatHourlyLine, formatTags } from './line.ts'
import { toConfigurationError } from './options.ts'
import { readPieces } from './pieces.ts'
import type { HourlyFields } from './seal.ts'
import type { HourOfSeries } from './stale-hours.ts'

/** Reads the raw readings of these hours and writes their roll-ups; hours before `rawFrom` have none left, and keep what they had. */
export async function rollUpHours(
  connection: InfluxConnection,
  due: readonly HourOfSeries[],
  rawFrom: Instant,
): Promise<void> {
  const alive = await readFields(
    connection,
    FROM_RAW,
    due.filter(({ hour }) => hour >= rawFrom),
  )
  const gone = await readFields(
    connection,
    AS_KEPT,
    due.filter(({ hour }) => hour < rawFrom),
  )
  const fields = new Map([...alive, ...gone])
  const lines = due.map(({ hour, tags }) =>
    formatHourlyLine(tags, hour, fields.get(`${hour} ${tags}`) ?? EMPTY),
  )
  await deliverHourly(connection, lines)
}

/** Lines of the hourly tier are all of our own making, so a refusal is never about one of them. */
export async function deliverHourly(
  connection: InfluxConnection,
  lines: readonly string[],
): Promise<void> {
  const [reason] = (await deliver(connection, 'hourly', lines)).values()
  if (reason === undefined) return
  throw toConfigurationError(
    `InfluxDB refuses our roll-ups: ${reason}. Another program may have written to the measurement reading_1h: give Nguồn its own NGUON_INFLUX_DATABASE.`,
  )
}

type Fields = Map<string, HourlyFields>

/** Where an hour's count, min, max, sum and last are read from. */
interface Source {
  readonly tier: Tier
  readonly select: string
  readonly only: string
  readonly groupBy: string
}

const FROM_RAW: Source = {
  tier: 'raw',
  select:
    'SELECT count("value"), min("value"), max("value"), sum("value"), last("value") FROM "reading"',
  only: ` AND "q" >= ${USABLE_MIN}`,
  groupBy: `${groupByTime(HOUR, 0)}, "device", "channel", "quantity" fill(none)`,
}
const AS_KEPT: Source = {
  tier: 'hourly',
  select: 'SELECT "count", "min", "max", "sum", "last" FROM "reading_1h"',
  only: '',
  groupBy: '"device", "channel", "quantity"',
}
const EMPTY: HourlyFields = { count: 0, min: 0, max: 0, sum: 0, last: 0 }

async function readFields(
  connection: InfluxConnection,
  { tier, select, only, groupBy }: Source,
  due: readonly HourOfSeries[],
): Promise<Fields> {
  const fields: Fields = new Map()
  if (due.length === 0) return fields
  const hours = due.map(({ hour }) => hour)
  const span = { from: Math.min(...hours), until: Math.max(...hours) + HOUR }
  const filter = `${only}${isOneOf(due.map(({ device }) => device))}`
  const answers = readPieces({ span, cutAt: HOUR }, (piece) =>
    connection.query(tier, [`${select} WHERE ${within(piece)}${filter} GROUP BY ${groupBy}`]),
  )
  for await (const series of answers) for (const one of series.flat()) collect(fields, one)
  return fields
}

function collect(fields: Fields, { tags, rows }: Series): void {
  const { device = '', channel = '', quantity = '' } = tags
  const name = formatTags({ device, channel, quantity })
  for (const [hour, ...cells] of rows) {
    const [count = 0, min = 0, max = 0, sum = 0, last = 0] = cells.map(toNumber)
    fields.set(`${hour} ${name}`, { count, min, max, sum, last })
  }
}

function toNumber(cell: Cell): number {
  return Number(cell)
}
