import { z } from 'zod'

import { NguonError } from '#domain/error.ts'

import { ask, type Answer, type Backends } from './backends.ts'
import { interpolate, type View } from './interpolate.ts'
import { infinityTarget, runInfinity } from './run-infinity.ts'

const cell = z.union([z.string(), z.number(), z.null()])

const influxTarget = z.object({ query: z.string(), rawQuery: z.literal(true) })
const prometheusTarget = z.object({ expr: z.string() })
export const targetShape = z.union([infinityTarget, influxTarget, prometheusTarget])
export type Target = z.output<typeof targetShape>

export interface Run {
  readonly backends: Backends
  readonly view: View
  readonly pointsMax: number
}

/** What Grafana gets for a target, empty windows included. */
export async function runTarget(target: Target, run: Run): Promise<Answer> {
  if ('query' in target) return await runInfluxql(target, run)
  if ('expr' in target) return await runPrometheus(target, run)
  const url = interpolate(target.url, run.view, run.pointsMax)
  return await runInfinity(run.backends.api, { ...target, url })
}

const influxAnswer = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(
          z.object({
            tags: z.record(z.string(), z.string()).default({}),
            values: z.array(z.array(cell)),
          }),
        )
        .default([]),
    }),
  ),
})

async function runInfluxql({ query }: { query: string }, run: Run): Promise<Answer> {
  const { influxdb } = run.backends
  if (influxdb === undefined) throw new Error('no InfluxDB is given')
  const q = encodeURIComponent(interpolate(query, run.view, run.pointsMax))
  const path = `/query?db=${encodeURIComponent(influxdb.database)}&epoch=ms&q=${q}`
  const { results } = await ask(influxdb, path, influxAnswer)
  const failed = results.find(({ error }) => error !== undefined)
  if (failed !== undefined) {
    throw new NguonError(
      'DASHBOARD_SOURCE',
      `${influxdb.url} refuses the query (${failed.error}): is NGUON_INFLUX_DATABASE right, has Nguồn written to it?`,
    )
  }
  const rows = results.flatMap(({ series }) =>
    series.flatMap(({ tags, values }) =>
      values.map(([time = null, value = null]) => [
        time,
        tags['device'] ?? null,
        tags['channel'] ?? null,
        value,
      ]),
    ),
  )
  return { columns: ['time', 'device', 'channel', 'value'], rows }
}

const prometheusAnswer = z.object({
  data: z.object({
    result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
})

async function runPrometheus({ expr }: { expr: string }, run: Run): Promise<Answer> {
  const { prometheus } = run.backends
  if (prometheus === undefined) throw new Error('no Prometheus is given')
  const { from, until } = run.view
  const query = interpolate(expr, run.view, run.pointsMax)
  const step = Math.max(1, Math.round((until - from) / run.pointsMax / 1_000))
  const span = `start=${from / 1_000}&end=${until / 1_000}&step=${step}`
  const path = `/api/v1/query_range?query=${encodeURIComponent(query)}&${span}`
  const { data } = await ask(prometheus, path, prometheusAnswer)
  const rows = data.result.flatMap(({ values }) =>
    values.map(([at, value]) => [at * 1_000, toNumber(value)]),
  )
  return { columns: ['time', 'value'], rows }
}

/** A quantile of nothing is no number; Grafana shows a gap there, as where no value is. */
function toNumber(value: string): number | null {
  return value === 'NaN' ? null : Number(value)
}
