import { readLinkKey } from '#service/acknowledge-link.ts'
import { toAdvertisedUrl } from '#service/advertised-url.ts'
import type { Configuration } from '#service/configuration.ts'
import { runService, type Service, type ServiceContext } from '#service/run-service.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { openAlarms } from './alarms.ts'
import { openChannels } from './channels/open.ts'

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
  const key = await readLinkKey(configuration.data, configuration.links.key)
  const registry = opening.use(await openSqliteRegistry({ path: configuration.registryPath }))
  const { byName: channels } = opening.use(await openChannels(configuration.channels, log))
  const links = { key, baseUrl: toBaseUrl(configuration) }
  const alarms = opening.use(openAlarms({ registry, channels, links, log, metrics }))
  const resources = opening.move()
  return {
    addresses: alarms.addresses,
    health: () => alarms.health(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

function toBaseUrl({ links, api, advertisedHost }: Configuration): string {
  if (links.publicUrl !== '') return links.publicUrl
  return toAdvertisedUrl(`http://${api.host}:${api.port}`, advertisedHost)
}
