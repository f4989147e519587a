import { offsetAt } from '#domain/zone.ts'
import { runService, type Service, type ServiceContext } from '#service/run-service.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import { shipLimits } from '#store/registry/ship-limits.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { openIngest } from './ingest.ts'

/** Runs the ingest as this process. */
export function main(): Promise<void> {
  return runService({
    name: 'ingest',
    isSingle: true,
    statusPort: ({ status }) => status.ingestPort,
    open: openService,
  })
}

async function openService({ configuration, log, metrics }: ServiceContext): Promise<Service> {
  await using opening = new AsyncDisposableStack()
  const { readingsPath, influx, retention, channelsPerDeviceMax } = configuration
  const dayOffset = offsetAt(configuration.timezone, Date.now())
  const journal = opening.use(await openSqliteJournal(configuration.journal))
  const registry = opening.use(await openSqliteRegistry({ path: configuration.registryPath }))
  await shipLimits(registry.limits, Date.now())
  const readings = opening.use(
    await openReadingsWriter({ path: readingsPath, influx, retention, log, dayOffset }),
  )
  const past = opening.use(await openReadingsReader({ path: readingsPath, influx, retention, log }))
  const ingest = opening.use(
    openIngest({ journal, registry, readings, past, log, metrics, channelsPerDeviceMax }),
  )
  const resources = opening.move()
  return {
    addresses: ingest.addresses,
    health: () => ingest.health(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}
