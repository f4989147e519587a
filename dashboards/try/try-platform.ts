import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { NguonError } from '#domain/error.ts'
import { DAY } from '#domain/time.ts'
import type { Configuration } from '#service/configuration.ts'
import { readRunFiles } from '#service/run-file.ts'

import type { Engine } from '../model.ts'
import type { Backends, Endpoint } from './backends.ts'
import { findInfluxdb } from './find-influxdb.ts'
import { tryBoards, type PanelReport } from './try-boards.ts'

export interface PlatformTrial {
  readonly engine: Engine
  readonly days: number
  /** Empty: the platform's own dashboard is left out. */
  readonly prometheus: string
}

/** Tries the dashboards on the platform that runs on this data folder and prints the report; resolves with the number of problems. */
export async function tryPlatform(
  configuration: Configuration,
  { engine, days, prometheus }: PlatformTrial,
  say: (line: string) => void,
): Promise<number> {
  const api = await findApi(configuration)
  const backends: Backends = {
    api,
    ...(engine === 'influxdb' && { influxdb: await findInfluxdb(requireInflux(configuration)) }),
    ...(prometheus !== '' && { prometheus: { url: prometheus, headers: {} } }),
  }
  const until = Date.now()
  const without = prometheus === '' ? ['platform'] : []
  const reports = await tryBoards({ engine, backends, from: until - days * DAY, until, without })
  for (const line of formatReport(reports)) say(line)
  return reports.reduce((count, { problems }) => count + problems.length, 0)
}

async function findApi({ data, api }: Configuration): Promise<Endpoint> {
  const running = (await readRunFiles(data)).find(({ service }) => service === 'api')
  const url = running?.addresses['api']
  if (url === undefined) {
    throw new NguonError(
      'DASHBOARD_SOURCE',
      `api is not running on ${data}. Start it (nguon start), or set NGUON_DATA to its folder.`,
    )
  }
  const token = api.adminToken || (await readFile(path.join(data, 'admin-token'), 'utf8')).trim()
  return { url, headers: { authorization: `Bearer ${token}` } }
}

function requireInflux({ influx }: Configuration) {
  if (influx !== undefined) return influx
  throw new NguonError(
    'CONFIGURATION',
    'NGUON_INFLUX_URL is empty; set it to the InfluxDB that keeps the readings.',
  )
}

function formatReport(reports: readonly PanelReport[]): string[] {
  const header = ['panel', 'queries', 'rows', 'unit', 'median ms', 'slowest ms']
  const rows = reports.map((report) => [
    `${report.board} · ${report.panel}`,
    ...[report.queries, report.rows, report.unit, report.medianMs, report.slowestMs].map(String),
  ])
  const widths = header.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)),
  )
  const format = (row: readonly string[]) =>
    row.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ')
  const problems = reports.flatMap(({ board, panel, problems: found }) =>
    found.map((problem) => `PROBLEM  ${board} · ${panel}: ${problem}`),
  )
  const total = reports.reduce((sum, { queries }) => sum + queries, 0)
  const verdict = `${reports.length} panels, ${total} queries, ${problems.length} problems`
  return [format(header), ...rows.map(format), ...problems, verdict]
}
