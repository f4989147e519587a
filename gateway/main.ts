import { runService, type Service, type ServiceContext } from '#service/run-service.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { openGateway } from './gateway.ts'
import { readTls } from './read-tls.ts'
import { createWhereabouts } from './whereabouts.ts'

/** Runs the gateway as this process. */
export function main(): Promise<void> {
  return runService({
    name: 'gateway',
    isSingle: true,
    statusPort: ({ status }) => status.gatewayPort,
    open: openService,
  })
}

async function openService({ configuration, log, metrics }: ServiceContext): Promise<Service> {
  await using opening = new AsyncDisposableStack()
  const { mqtt, data } = configuration
  const tls = mqtt.tls && (await readTls(mqtt.tls))
  const journal = opening.use(await openSqliteJournal(configuration.journal))
  const registry = opening.use(await openSqliteRegistry({ path: configuration.registryPath }))
  const { host, port, wsPort, tlsHost, tlsPort } = mqtt
  const gateway = opening.use(
    await openGateway({
      journal,
      credentials: registry.credentials,
      whereabouts: createWhereabouts(registry),
      dataFolder: data,
      secrets: { alarms: configuration.alarms.secret },
      listen: { host, port, wsPort, tlsHost, tlsPort, ...(tls && { tls }) },
      limits: mqtt,
      log,
      metrics,
    }),
  )
  const resources = opening.move()
  return {
    addresses: gateway.addresses,
    health: () => gateway.health(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}
