import { setTimeout as sleep } from 'node:timers/promises'

import { z } from 'zod'

import { DAY, SECOND, type Instant } from '#domain/time.ts'
import type { Configuration } from '#service/configuration.ts'

import { createApiClient, type ApiClient } from './api-client.ts'
import { openDeviceConnection } from './device-connection.ts'
import { findEndpoints, type Endpoints } from './endpoints.ts'
import { enrolSites, expectChannels } from './enrol.ts'
import { applyFaults } from './fault-option.ts'
import { createFleet, type SimulatedDevice } from './fleet.ts'
import { fillHistory, type ConnectedDevice } from './history.ts'
import { runLive } from './live.ts'
import type { SitesOptions } from './options.ts'
import { createProgress, type Say } from './progress.ts'
import { openSimulatorFile, type SimulatorFile } from './simulator-file.ts'
import { SITES } from './sites.ts'

/** How much of the past a platform gets that has none, and how much of a gap is filled at most. */
const HISTORY_DEFAULT = 30 * DAY
const SEED_DEFAULT = 1
export const SIMULATOR_FILE = 'simulator.json'

export interface Surroundings {
  readonly configuration: Configuration
  readonly signal: AbortSignal
  readonly say: Say
}

/** Enrol, fill the past, go on live; returns when told to stop, or when the past is filled and no more is wanted. */
export async function simulateSites(options: SitesOptions, around: Surroundings): Promise<void> {
  const { configuration, signal, say } = around
  await using resources = new AsyncDisposableStack()
  const file = await openSimulatorFile(configuration.data, SIMULATOR_FILE)
  const seed = chooseSeed(options.seed, file, say)
  const fleet = applyFaults(createFleet(seed), options.faults, seed)
  const endpoints = await findEndpoints(configuration)
  const api = createApiClient(endpoints.apiUrl, endpoints.adminToken)
  say(`Mô phỏng · ${SITES.length} sites, ${fleet.length} devices, seed ${seed}`)
  await enrolSites(api, fleet, file)
  const devices = await connectAll(fleet, { endpoints, file, resources })
  // Whoever started us starts us again from here on.
  process.send?.({ ready: 'simulate', addresses: {} })
  const until = Date.now()
  const keep = async (at: Instant) => {
    file.keepProgress(seed, Math.max(at, file.content.simulatedUntil ?? 0))
    await file.save()
  }
  const from = historyBegins(options, file, until)
  await fill(devices, { from, until, keep }, around)
  if (options.untilCaughtUp) await untilCaughtUp(api, around)
  const expecting = untilExpected(api, fleet, signal)
  if (!options.live) {
    await expecting
    return sayDepth(api, around)
  }
  say('Đang chạy trực tiếp · live: every device speaks at its own rate (Ctrl-C stops)')
  await Promise.all([runLive(devices, { from: until, signal, onAdvance: keep }), expecting])
}

/** Readings of two seeds do not belong together, but it is for the person to decide. */
function chooseSeed(wanted: number | undefined, { content }: SimulatorFile, say: Say): number {
  const before = content.seed ?? undefined
  const seed = wanted ?? before ?? SEED_DEFAULT
  if (before !== undefined && seed !== before) {
    say(`The past was simulated with seed ${before}; from now on with ${seed}, so curves jump.`)
  }
  return seed
}

function historyBegins({ history }: SitesOptions, file: SimulatorFile, now: Instant): Instant {
  if (history !== undefined) return now - history
  return Math.max(now - HISTORY_DEFAULT, file.content.simulatedUntil ?? 0)
}

interface Line {
  readonly endpoints: Endpoints
  readonly file: SimulatorFile
  readonly resources: AsyncDisposableStack
}

async function connectAll(
  fleet: readonly SimulatedDevice[],
  { endpoints: { mqttUrl }, file, resources }: Line,
): Promise<ConnectedDevice[]> {
  const connect = async ({ id, every, phase, source }: SimulatedDevice) => {
    const login = { mqttUrl, device: id, secret: file.secretOf(id) ?? '' }
    const connection = resources.use(await openDeviceConnection(login))
    return { id, every, phase, source, connection }
  }
  return Promise.all(fleet.map(connect))
}

interface Past {
  readonly from: Instant
  readonly until: Instant
  readonly keep: (at: Instant) => Promise<void>
}

async function fill(
  devices: readonly ConnectedDevice[],
  { from, until, keep }: Past,
  { signal, say }: Surroundings,
): Promise<void> {
  say(`Điền lịch sử · filling ${formatSpan(until - from)} of history`)
  const progress = createProgress(say)
  const onAdvance = async (at: Instant, readingCount: number) => {
    progress.advance((at - from) / (until - from), readingCount)
    await keep(at)
  }
  await fillHistory(devices, { from, until, signal, onAdvance })
}

function formatSpan(duration: number): string {
  return duration >= DAY
    ? `${(duration / DAY).toFixed(1)} days`
    : `${Math.round(duration / SECOND)} seconds`
}

const CAUGHT_UP_POLL = SECOND / 2
const lagShape = z.object({
  parts: z.object({ journal: z.object({ detail: z.object({ depth: z.number().optional() }) }) }),
})

async function readDepth(api: ApiClient): Promise<number | undefined> {
  return (await api.getHealth(lagShape)).parts.journal.detail.depth
}

/** Acknowledged is not yet stored: until ingest is done, questions show a part. */
async function sayDepth(api: ApiClient, { signal, say }: Surroundings): Promise<void> {
  if (signal.aborted) return
  const depth = (await readDepth(api)) ?? 'an unknown number of'
  say(`Đã gửi xong · all is sent; ingest still has ${depth} entries to work through`)
}

/** Waits until ingest has used every journalled message. */
async function untilCaughtUp(api: ApiClient, { signal, say }: Surroundings): Promise<void> {
  say('Chờ xử lý · waiting until ingest has caught up')
  while (!signal.aborted) {
    if ((await readDepth(api)) === 0) return
    await sleep(CAUGHT_UP_POLL, undefined, { signal }).catch(() => {})
  }
}

const EXPECT_POLL = 5 * SECOND
const EXPECT_TRIES_MAX = 24

/** Channels come into being when ingest gets to their first reading; two minutes are enough, and the next start tries again. */
async function untilExpected(
  api: ApiClient,
  fleet: readonly SimulatedDevice[],
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 0; tries < EXPECT_TRIES_MAX && !signal.aborted; tries++) {
    if ((await expectChannels(api, fleet)) === 0) return
    await sleep(EXPECT_POLL, undefined, { signal }).catch(() => {})
  }
}
