import { readLinkKey } from '#service/acknowledge-link.ts'
import { toAdvertisedUrl } from '#service/advertised-url.ts'
import type { Configuration } from '#service/configuration.ts'
import { readRunFiles } from '#service/run-file.ts'
import { runService, type Service, type ServiceContext } from '#service/run-service.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { openAlarms } from './alarms.ts'
import { openChannels } from './channels/open.ts'
import { readGatewayAccess } from './siren/access.ts'
import { Siren } from './siren/siren.ts'

/** Runs the alarms service as this process. */
export function main(): Promise<void> {
  return runService({
    name: 'alarms',
    isSingle: true,
    statusPort: ({ status }) => status.alarmsPort,
    open: openService,
  })
}

async function openService({ configuration, log, metrics }: ServiceContext): Promise<Service> {
  await using opening = new AsyncDisposableStack()
  const linkKey = await readLinkKey(configuration.data, configuration.links.key)
  const registry = opening.use(await openSqliteRegistry({ path: configuration.registryPath }))
  const { byName: channels } = opening.use(await openChannels(configuration.channels, log))
  const siren = opening.use(new Siren({ ...(await readGatewayAccess(configuration)), log }))
  const findBaseUrl = () => readBaseUrl(configuration)
  const alarms = opening.use(
    openAlarms({
      registry,
      channels,
      siren,
      linkKey,
      findBaseUrl,
      retention: configuration.messageRetention,
      log,
      metrics,
    }),
  )
  const resources = opening.move()
  return {
    addresses: alarms.addresses,
    health: () => alarms.health(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** What people were told, else where the API says that it is, else where it will be. */
async function readBaseUrl({ data, links, api, advertisedHost }: Configuration): Promise<string> {
  if (links.publicUrl !== '') return links.publicUrl
  const running = (await readRunFiles(data)).find(({ service }) => service === 'api')
  const planned = () => toAdvertisedUrl(`http://${api.host}:${api.port}`, advertisedHost)
  return running?.addresses['api'] ?? planned()
}
