import path from 'node:path'

import { toAdvertisedUrl } from '#service/advertised-url.ts'
import type { Configuration } from '#service/configuration.ts'
import { readRunFiles } from '#service/run-file.ts'
import { ensureSecretFile } from '#service/secret-file.ts'

export interface GatewayAccess {
  readonly url: string
  readonly secret: string
}

/**
 * Where the gateway is, and what it lets `alarms` in with: both given, or both found in the data folder that the two share. A gateway
 * that does not run yet will be where the configuration puts it.
 */
export async function readGatewayAccess({
  data,
  mqtt,
  alarms,
  advertisedHost,
}: Pick<Configuration, 'data' | 'mqtt' | 'alarms' | 'advertisedHost'>): Promise<GatewayAccess> {
  const running = (await readRunFiles(data)).find(({ service }) => service === 'gateway')
  const expected = toAdvertisedUrl(`mqtt://${mqtt.host}:${mqtt.port}`, advertisedHost)
  const url = alarms.gatewayUrl || (running?.addresses['mqtt'] ?? expected)
  if (alarms.secret !== '') return { url, secret: alarms.secret }
  const { secret } = await ensureSecretFile(path.join(data, 'credentials', 'alarms'))
  return { url, secret }
}
