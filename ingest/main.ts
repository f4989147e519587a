import type { Logger } from 'pino'

import { offsetAt } from '#domain/zone.ts'
import type { Configuration } from '#service/configuration.ts'
import { runService, type Service, type ServiceContext } from '#service/run-service.ts'
import type { Health } from '#service/status-listener.ts'
import type { Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import { shipLimits } from '#store/registry/ship-limits.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'
import type { TraceStore } from '#store/trace/contract.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'
import { Recorder, type RecorderHealth } from '#trace/evidence/recorder.ts'
import { openSigningKey } from '#trace/evidence/signing-key.ts'
import { createTraceRecords } from '#trace/evidence/trace-records.ts'

import { openIngest } from './ingest.ts'

/** Of one archived file, before it is compressed: under load there are many a day. */
const ARCHIVE_BYTES_MAX = 64 * 1024 * 1024
/** What is not archived stays in the journal; this much of it leaves room for an outage. */
const WAITING_SHARE_MAX = 1 / 8

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
  const trace = opening.use(await openSqliteTrace({ path: configuration.tracePath }))
  const stores = { journal, registry, readings, past, samples: trace }
  const ingest = opening.use(openIngest({ ...stores, log, metrics, channelsPerDeviceMax }))
  const recorder = opening.use(await openRecorder(configuration, { journal, trace, log }))
  const resources = opening.move()
  return {
    addresses: ingest.addresses,
    health: async () => withEvidence(await ingest.health(), recorder.health()),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** The logs are written here, where each entry comes past anyway; beside the readings, which do not wait for it. */
async function openRecorder(
  { evidence, timezone, journal: { bytesMax } }: Configuration,
  { journal, trace, log }: Recorded,
): Promise<Recorder> {
  const records = createTraceRecords(trace)
  const { path, archiveFolder, retention, timeStampUrl, credentialsFolder } = evidence
  const key = await openSigningKey(credentialsFolder)
  const waitingBytesMax = Math.min(ARCHIVE_BYTES_MAX, bytesMax * WAITING_SHARE_MAX)
  const kept = { path, archiveFolder, retention, waitingBytesMax }
  return Recorder.open({ ...kept, journal, records, key, timezone, timeStampUrl, log })
}

/** What comes into the logs. */
interface Recorded {
  readonly journal: Journal
  readonly trace: TraceStore
  readonly log: Logger
}

function withEvidence(ingest: Health, evidence: RecorderHealth): Health {
  const { ok, detail } = evidence
  return { ok: ingest.ok && ok, detail: { ...ingest.detail, evidence: detail } }
}
