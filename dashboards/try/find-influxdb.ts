import type { Configuration } from '#service/configuration.ts'

import type { Backends, Endpoint } from './backends.ts'

type Influx = NonNullable<Configuration['influx']>

/** The InfluxDB of the platform as Grafana's source asks it; a server that is down is told of by the first query. */
export async function findInfluxdb(influx: Influx): Promise<NonNullable<Backends['influxdb']>> {
  const { url, token, user, password, database } = influx
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  const authorization = token === '' ? `Basic ${basic}` : `Token ${token}`
  const endpoint = { url, headers: user === '' && token === '' ? {} : { authorization } }
  const version = influx.version === 'auto' ? await askVersion(endpoint) : influx.version
  return { ...endpoint, database: nameDatabase(database, version) }
}

/**
 * What stands as the database in Grafana's source. 1.x and 2.x find the retention policy in the queries; 3 leaves out what stands
 * before a measurement unless a database stands there too, and has a database of its own for each policy.
 */
export function nameDatabase(database: string, version: string): string {
  return version === '3' ? `${database}/raw` : database
}

async function askVersion({ url, headers }: Endpoint): Promise<string> {
  const response = await fetch(new URL('/ping', url), { headers }).catch(() => undefined)
  // Only 3.x names its cluster, also to whom it refuses.
  if (response?.headers.has('cluster-uuid') === true) return '3'
  return response?.headers.get('x-influxdb-version')?.replace('v', '').slice(0, 1) ?? ''
}
