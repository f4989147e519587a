import { HttpError } from '@influxdata/influxdb-client'

import { createDialectV1 } from './dialect-v1.ts'
import { createDialectV2 } from './dialect-v2.ts'
import { createDialectV3 } from './dialect-v3.ts'
import type { Dialect } from './dialect.ts'
import type { InfluxHttp } from './http.ts'
import { type InfluxOptions, toConfigurationError } from './options.ts'

const DIALECTS = { '1': createDialectV1, '2': createDialectV2, '3': createDialectV3 } as const
type Version = keyof typeof DIALECTS

export async function openDialect(http: InfluxHttp, options: InfluxOptions): Promise<Dialect> {
  const version = options.version === 'auto' ? await askVersion(http, options) : options.version
  const dialect = DIALECTS[version](options)
  await dialect.prepare(http)
  return dialect
}

/** Every line answers /ping with `X-Influxdb-Version: 1.6.7`, `v2.7.1`, `3.11.2`; 3.x wants its token even there. */
async function askVersion(http: InfluxHttp, { token, url }: InfluxOptions): Promise<Version> {
  const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` }
  const answered = await ping(http, headers)
  const version = /^v?([123])\./.exec(String(answered['x-influxdb-version'] ?? ''))?.[1]
  if (version === '1' || version === '2' || version === '3') return version
  // Only 3.x names its cluster, also to whom it refuses.
  if (answered['cluster-uuid'] !== undefined) return '3'
  throw toConfigurationError(
    `${url} does not say which InfluxDB it is. Check NGUON_INFLUX_URL, or set NGUON_INFLUX_VERSION to 1, 2 or 3.`,
  )
}

async function ping(http: InfluxHttp, headers: Record<string, string>) {
  try {
    return (await http.send({ method: 'GET', path: '/ping', headers, body: '' })).headers
  } catch (error) {
    if (error instanceof HttpError && error.statusCode < 500) return error.headers ?? {}
    throw error
  }
}
