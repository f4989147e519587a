import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { NguonError } from '#domain/error.ts'
import type { Configuration } from '#service/configuration.ts'
import { readRunFiles } from '#service/run-file.ts'

/** Where the platform is that the simulated devices talk to. */
export interface Endpoints {
  /** `mqtt://127.0.0.1:1883` */
  readonly mqttUrl: string
  /** `http://127.0.0.1:8080` */
  readonly apiUrl: string
  readonly adminToken: string
}

export async function findEndpoints({ data, mqtt, api }: Configuration): Promise<Endpoints> {
  return {
    mqttUrl: await findUrl(data, { service: 'gateway', scheme: 'mqtt', ...mqtt }),
    apiUrl: await findUrl(data, { service: 'api', scheme: 'http', ...api }),
    adminToken: api.adminToken || (await readToken(data)),
  }
}

interface Wanted {
  readonly service: 'gateway' | 'api'
  readonly scheme: 'mqtt' | 'http'
  readonly host: string
  readonly port: number
}

/** A port that is given is believed; of one that is 0 the running service tells. */
async function findUrl(data: string, { service, scheme, host, port }: Wanted): Promise<string> {
  if (port !== 0) return `${scheme}://${toReachable(host)}:${port}`
  const running = (await readRunFiles(data)).find((file) => file.service === service)
  const address = running?.addresses[service === 'api' ? 'api' : 'mqtt']
  if (address !== undefined) return address
  const detail = `${service} is not running on ${data}. Start it (nguon start), or set NGUON_DATA to its folder.`
  throw new NguonError('SIMULATOR_NO_PLATFORM', detail, { retry: true })
}

/** The address to bind to all interfaces is no address to connect to. */
function toReachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

async function readToken(data: string): Promise<string> {
  const file = path.join(data, 'admin-token')
  const token = await readFile(file, 'utf8').catch(() => '')
  if (token !== '') return token.trim()
  const detail = `${file} does not exist; the api makes it at its first start. Start it, or set NGUON_ADMIN_TOKEN.`
  throw new NguonError('SIMULATOR_NO_TOKEN', detail)
}
