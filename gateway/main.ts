import { readFile } from 'node:fs/promises'

import { NguonError, toMessage } from '#domain/error.ts'
import type { Configuration } from '#service/configuration.ts'
import { runService, type Service, type ServiceContext } from '#service/run-service.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { openGateway } from './gateway.ts'

/** Runs the gateway as this process. */
export function main(): Promise<void> {
  return runService({
    name: 'gateway',
    statusPort: ({ status }) => status.gatewayPort,
    open: openService,
  })
}

async function openService({ configuration, log, metrics }: ServiceContext): Promise<Service> {
  await using opening = new AsyncDisposableStack()
  const { mqtt, data } = configuration
  const tls = await readTls(mqtt)
  const journal = opening.use(await openSqliteJournal(configuration.journal))
  const registry = opening.use(await openSqliteRegistry({ path: configuration.registryPath }))
  const { host, port, wsPort, tlsPort } = mqtt
  const gateway = opening.use(
    await openGateway({
      journal,
      credentials: registry.credentials,
      dataFolder: data,
      listen: { host, port, wsPort, tlsPort, ...tls },
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

async function readTls({ tls }: Configuration['mqtt']) {
  if (tls === undefined) return {}
  const [key, cert] = await Promise.all([
    readPem('NGUON_TLS_KEY', tls.keyPath),
    readPem('NGUON_TLS_CERT', tls.certPath),
  ])
  return { tls: { key, cert } }
}

async function readPem(variable: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new NguonError(
      'CONFIGURATION',
      `${variable}: ${toMessage(error)}; give a readable PEM file`,
    )
  })
}
