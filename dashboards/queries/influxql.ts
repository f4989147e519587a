import { USABLE_MIN } from '#domain/quality.ts'

import { INFLUXDB, refer } from '../data-sources.ts'
import type { LatestQuery, SeriesQuery, Summary } from '../model.ts'

/** What a summary is in InfluxQL. A counter's increase is what is between the last values of windows; a reset counts nothing. */
const FUNCTIONS: Readonly<Record<Summary, string>> = {
  mean: 'mean("value")',
  max: 'max("value")',
  last: 'last("value")',
  count: 'count("value")',
  increase: 'non_negative_difference(last("value"))',
}
const ALIASES = {
  device: '$tag_device',
  channel: '$tag_channel',
  both: '$tag_device $tag_channel',
} as const

/**
 * A target of Grafana's InfluxDB source. The retention policy is named: in 2.x it is a part of a bucket's name, and which one a
 * database means without it depends on who made it first. 3 leaves it out; there the source's database names it.
 */
export function toInfluxTarget(query: SeriesQuery | LatestQuery) {
  return {
    datasource: refer(INFLUXDB),
    rawQuery: true,
    query: query.kind === 'latest' ? formatLatest(query) : formatSeries(query),
    resultFormat: 'time_series',
    policy: 'default',
    alias: query.kind === 'latest' ? ALIASES.device : ALIASES[query.legend],
  }
}

function formatSeries({ channels, summary, devices = 'device' }: SeriesQuery): string {
  const fill = summary === 'increase' ? '' : ' fill(null)'
  return `SELECT ${FUNCTIONS[summary]} FROM "raw"."reading" WHERE ${where(channels, devices)} GROUP BY time($__interval), "device", "channel"${fill}`
}

function formatLatest({ channels }: LatestQuery): string {
  return `SELECT last("value") FROM "raw"."reading" WHERE ${where(channels, 'device')} GROUP BY "device", "channel"`
}

function where(channels: readonly string[], devices: string): string {
  const names = channels.map((name) => name.replaceAll('/', '\\/').replaceAll('.', '\\.')).join('|')
  return `"device" =~ /^$${devices}$/ AND "channel" =~ /^(${names})$/ AND "q" >= ${USABLE_MIN} AND $timeFilter`
}
