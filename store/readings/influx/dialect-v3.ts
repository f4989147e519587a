import { HttpError } from '@influxdata/influxdb-client'
import { z } from 'zod'

import { type Dialect, type Tier, TIERS, toRetentionSeconds } from './dialect.ts'
import { readBody } from './error.ts'
import { type InfluxHttp, toQuery } from './http.ts'
import type { InfluxOptions } from './options.ts'

/** Some 3.x servers name at most a hundred refused lines: such an answer may leave out others. */
const NAMED_LINES_MAX = 100
/**
 * Statuses of "make this database" that are no obstacle: it is there (409), the token may write but not make (401, 403),
 * or this 3.x makes databases on the first write only (404, 405).
 */
const PREPARED = new Set([401, 403, 404, 405, 409])

/**
 * InfluxDB 3: a database `<database>/<tier>` for each tier (2 of Core's 5), written by the native endpoint, which alone
 * stores the good lines of a batch. Read by /query, which answers as 1.x does. A retention is fixed when a database is made.
 */
export function createDialectV3(options: InfluxOptions): Dialect {
  const { database, token } = options
  const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` }
  const write = { precision: 'millisecond', accept_partial: 'true' }
  return {
    version: '3',
    headers,
    toWritePath: (tier) => `/api/v3/write_lp?${toQuery({ db: `${database}/${tier}`, ...write })}`,
    toScope: (tier) => ({ db: `${database}/${tier}` }),
    prepare: async (http) => {
      for (const tier of TIERS) await prepareDatabase(http, headers, toDatabase(tier, options))
    },
    findRefused: (error, lineCount) => findRefused(error, lineCount),
  }
}

function toDatabase(tier: Tier, { database, retention }: InfluxOptions) {
  const seconds = Math.ceil(toRetentionSeconds(tier, retention))
  const db = `${database}/${tier}`
  return seconds === 0 ? { db } : { db, retention_period: `${seconds}s` }
}

async function prepareDatabase(http: InfluxHttp, headers: Dialect['headers'], body: object) {
  try {
    await http.send({
      method: 'POST',
      path: '/api/v3/configure/database',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch (error) {
    if (!(error instanceof HttpError && PREPARED.has(error.statusCode))) throw error
  }
}

const partialWrite = z.object({
  data: z.array(z.object({ line_number: z.number(), error_message: z.string() })),
})

function findRefused(error: HttpError, lineCount: number) {
  const { data } = partialWrite.safeParse(readBody(error))
  if (data === undefined || data.data.length === 0 || data.data.length >= NAMED_LINES_MAX)
    return undefined
  const lines = data.data.map((one) => [one.line_number - 1, one.error_message] as const)
  const isLine = (line: number) => Number.isInteger(line) && line >= 0 && line < lineCount
  return lines.every(([line]) => isLine(line)) ? new Map(lines) : undefined
}
