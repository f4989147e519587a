import { USABLE_MIN } from '#domain/quality.ts'
import { HOUR, type Instant } from '#domain/time.ts'

import type { Span } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { deliver } from './deliver.ts'
import { type Cell, equals, groupByTime, type Series, within } from './influxql.ts'
import { formatHourlyLine, formatKeptLine, formatTags, type HourlyFields } from './line.ts'
import { toConfigurationError } from './options.ts'
import { readPieces } from './pieces.ts'
import type { HourOfSeries } from './stale-hours.ts'

/** Above this many devices a query asks for all: the list would cost more than it saves. */
const DEVICES_MAX = 50
const HOURS = { every: HOUR, offset: 0 }

/** Reads the raw readings of these hours and writes their roll-ups; hours before `rawFrom` have none left, and keep what they had. */
export async function rollUpHours(
  connection: InfluxConnection,
  due: readonly HourOfSeries[],
  rawFrom: Instant,
): Promise<void> {
  const alive = due.filter(({ hour }) => hour >= rawFrom)
  const fields = alive.length === 0 ? new Map() : await readFields(connection, alive)
  const toLine = ({ hour, tags }: HourOfSeries) =>
    hour < rawFrom
      ? formatKeptLine(tags, hour)
      : formatHourlyLine(tags, hour, fields.get(`${hour} ${tags}`))
  await deliverHourly(connection, due.map(toLine))
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

async function readFields(
  connection: InfluxConnection,
  due: readonly HourOfSeries[],
): Promise<Fields> {
  const hours = due.map(({ hour }) => hour)
  const span = { from: Math.min(...hours), until: Math.max(...hours) + HOUR }
  const devices = [...new Set(due.map(({ device }) => device))]
  const answers = readPieces({ span, grid: HOURS }, (piece) =>
    connection.query('raw', [toStatement(piece, devices)]),
  )
  const fields: Fields = new Map()
  for await (const series of answers) for (const one of series.flat()) collect(fields, one)
  return fields
}

function toStatement(span: Span, devices: readonly string[]): string {
  const some = devices.map((device) => equals('device', device)).join(' OR ')
  const filter = devices.length > DEVICES_MAX ? '' : ` AND (${some})`
  return (
    `SELECT count("value"), min("value"), max("value"), sum("value"), last("value") FROM "reading" ` +
    `WHERE ${within(span)}${filter} AND "q" >= ${USABLE_MIN} ` +
    `GROUP BY ${groupByTime(HOUR, 0)}, "device", "channel", "quantity" fill(none)`
  )
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
