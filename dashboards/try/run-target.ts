import { z } from 'zod'

import { NguonError } from '#domain/error.ts'

import { ask, type Answer, type Backends, type Cell } from './backends.ts'
import { interpolate, type View } from './interpolate.ts'

const cell = z.union([z.string(), z.number(), z.null()])

const infinityTarget = z.object({
  url: z.string(),
  columns: z.array(z.object({ selector: z.string(), text: z.string(), type: z.string() })),
})
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
  return await runInfinity(target, run)
}

const items = z.object({ items: z.array(z.record(z.string(), z.unknown())) })

/** As the plugin's backend parser: the items at the root, and of each the columns by their path. */
async function runInfinity(
  { url, columns }: z.output<typeof infinityTarget>,
  { backends, view, pointsMax }: Run,
): Promise<Answer> {
  const found = await ask(backends.api, interpolate(url, view, pointsMax), items)
  const rows = found.items.map((item) => columns.map(({ selector }) => pick(item, selector)))
  return { columns: columns.map(({ text }) => text), rows }
}

function pick(item: unknown, path: string): Cell {
  const value = path
    .split('.')
    .reduce<unknown>((at, name) => (at instanceof Object ? Reflect.get(at, name) : null), item)
  // A column whose name is misspelt would stay empty for ever, and nobody would know.
  if (value === undefined) throw new Error(`the answer has no '${path}'`)
  return cell.parse(value)
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
  const step = Math.max(1, Math.round((until - from) / run.pointsMax / 1_000))
  const span = `start=${from / 1_000}&end=${until / 1_000}&step=${step}`
  const path = `/api/v1/query_range?query=${encodeURIComponent(expr)}&${span}`
  const { data } = await ask(prometheus, path, prometheusAnswer)
  const rows = data.result.flatMap(({ values }) =>
    values.map(([at, value]) => [at * 1_000, Number(value)]),
  )
  return { columns: ['time', 'value'], rows }
}
