import { HttpError } from '@influxdata/influxdb-client'

import { NguonError, toMessage } from '#domain/error.ts'

import { type Dialect, type Tier, TIERS, toRetentionSeconds } from './dialect.ts'
import { readServerMessage, toMissingError } from './error.ts'
import type { InfluxHttp } from './http.ts'
import { readResults, toQueryRequest } from './influxql.ts'
import type { InfluxOptions } from './options.ts'

/** Few wide shards for roll-ups: each costs 0.7 MB of index whatever it holds. */
const SHARDS = { raw: '', hourly: ' SHARD DURATION 364d' } as const

/** InfluxDB 1.6 to 1.12: one database, a retention policy for each tier. */
export function createDialectV1(options: InfluxOptions): Dialect {
  const { database } = options
  const headers = toAuthorization(options)
  return {
    version: '1',
    headers,
    toWritePath: (tier) => `/write?db=${database}&rp=${tier}&precision=ms`,
    toScope: (tier) => ({ db: database, rp: tier }),
    prepare: async (http) => {
      const problems = await runAll(http, headers, toStatements(options))
      await checkPolicies({ http, headers, database }, problems)
    },
    // "dropped" is wrong and only the first bad line is named, so the batch is divided.
    findRefused: () => undefined,
  }
}

function toAuthorization({ user, password, token }: InfluxOptions): Record<string, string> {
  if (user !== '') {
    return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
  }
  return token === '' ? {} : { authorization: `Token ${token}` }
}

/** Each may fail because it is done already, or because the user may not: what counts is what is there afterwards. */
function toStatements({ database, retention }: InfluxOptions): string[] {
  const toDuration = (tier: Tier) => {
    const seconds = toRetentionSeconds(tier, retention)
    return seconds === 0 ? 'INF' : `${Math.ceil(seconds)}s`
  }
  const forTier = (tier: Tier) => {
    const duration = toDuration(tier)
    const shards = duration === 'INF' ? SHARDS[tier] : ''
    return [
      `CREATE RETENTION POLICY "${tier}" ON "${database}" DURATION ${duration} REPLICATION 1${shards}`,
      `ALTER RETENTION POLICY "${tier}" ON "${database}" DURATION ${duration}`,
    ]
  }
  return [
    `CREATE DATABASE "${database}" WITH DURATION ${toDuration('raw')} NAME "raw"`,
    ...TIERS.flatMap(forTier),
  ]
}

async function runAll(
  http: InfluxHttp,
  headers: Dialect['headers'],
  statements: readonly string[],
) {
  const problems: string[] = []
  for (const statement of statements) {
    // One request each: the first error of a request keeps the rest of its statements from running.
    const { error } = await ask(http, headers, statement)
    if (error !== undefined) problems.push(error)
  }
  return problems
}

interface Place {
  readonly http: InfluxHttp
  readonly headers: Dialect['headers']
  readonly database: string
}

async function checkPolicies({ http, headers, database }: Place, problems: readonly string[]) {
  const statement = `SHOW RETENTION POLICIES ON "${database}"`
  const { names, error } = await ask(http, headers, statement)
  // A user without the right to look may still have the right to write: the first write tells.
  if (error !== undefined && !/not found/.test(error)) return
  if (TIERS.every((tier) => names.includes(tier))) return
  throw toMissingError(
    `Database ${database} lacks its retention policies and they could not be made: ${[...new Set(problems)].join('; ')}.`,
  )
}

interface Said {
  /** The first column. */
  readonly names: readonly unknown[]
  readonly error?: string
}

async function ask(
  http: InfluxHttp,
  headers: Dialect['headers'],
  statement: string,
): Promise<Said> {
  try {
    const { text } = await http.send(toQueryRequest(headers, {}, [statement]))
    const [series] = readResults(text).flat()
    return { names: series?.rows.map(([name]) => name) ?? [] }
  } catch (error) {
    if (error instanceof NguonError) return { names: [], error: toMessage(error) }
    // The user is known but may not do this.
    if (error instanceof HttpError && error.statusCode === 403) {
      return { names: [], error: readServerMessage(error) }
    }
    throw error
  }
}
