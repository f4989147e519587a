import type { AddressInfo } from 'node:net'

import { readLinkKey } from '#service/acknowledge-link.ts'
import { runService, type Service, type ServiceContext } from '#service/run-service.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openReadingsReader } from '#store/readings/engine.ts'
import { shipLimits } from '#store/registry/ship-limits.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'
import { createAttachmentFiles } from '#store/trace/attachment-files.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'
import { openEvidenceReader } from '#trace/evidence/evidence-reader.ts'

import { readAdminToken } from './admin-token.ts'
import { buildApp } from './app.ts'
import { checkOwn } from './health.ts'

/** Runs the API as this process. */
export function main(): Promise<void> {
  return runService({ name: 'api', isSingle: false, statusPort: () => 0, open: openService })
}

async function openService({ configuration, log, metrics }: ServiceContext): Promise<Service> {
  await using opening = new AsyncDisposableStack()
  const { api, data, influx, readingsPath: path, registryPath, retention, timezone } = configuration
  const { token: adminToken, created } = await readAdminToken(data, api.adminToken)
  if (created) log.info({ folder: data }, 'admin token made')

  const linkKey = await readLinkKey(data, configuration.links.key)
  const journal = opening.use(await openSqliteJournal(configuration.journal))
  const registry = opening.use(await openSqliteRegistry({ path: registryPath }))
  const trace = opening.use(await openSqliteTrace({ path: configuration.tracePath }))
  await shipLimits(registry.limits, Date.now())
  const readings = opening.use(await openReadingsReader({ path, influx, retention, log }))
  const evidence = opening.use(openEvidenceReader(configuration.evidence.path))
  const tokens = { adminToken, linkKey }
  const attachments = createAttachmentFiles(configuration.attachmentsFolder)
  const stores = { registry, attachments, readings, trace, journal, evidence }
  const codes = { publicUrl: configuration.links.publicUrl, provinceHeader: api.provinceHeader }
  const options = { ...stores, ...tokens, ...codes, timezone, data, log, metrics }
  const app = opening.use(await buildApp(options))
  await app.listen({ host: api.host, port: api.port })

  const resources = opening.move()
  return {
    addresses: { api: toUrl(app.server.address()) },
    health: async () => {
      const { ok, parts } = await checkOwn(options)
      return { ok, detail: parts }
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

function toUrl(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return `http://${address}`
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
