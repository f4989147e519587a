import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { formatReadingsTopic } from '#domain/topic.ts'
import type { Entry } from '#store/journal/contract.ts'
import { FrameEncoder } from '#store/journal/frame.ts'
import { FIRST_SEAL, sealCommit } from '#store/journal/seal.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { encodeJournalLeaf } from '#trace/evidence/leaf.ts'
import { hashLeaf } from '#trace/evidence/merkle.ts'

import { runLoad } from './load.ts'
import type { BenchDevice } from './packets.ts'
import { enrolDevices, mqttPortOf, openFolder, readCpuSeconds, startService } from './services.ts'

const CONNECTION_COUNT = 100
const WINDOW = 10
const ROUND_COUNT = 5
const ROUND_SECONDS = 4
/** As the gateway commits under load. */
const COMMIT_COUNT = 250
const COMMITS = 400

/** What a commit costs, and what was weighed beside it. */
export async function measureSeal(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const journal = resources.use(await openSqliteJournal({ path: join(folder, 'journal.db') }))
  const entries = createEntries()
  const append = await timeEach(() => journal.append(entries))
  const frame = Buffer.from(new FrameEncoder().encode(entries))
  const seal = await timeEach(async () => sealCommit(FIRST_SEAL, 1, frame))
  const leaves = await timeEach(async () =>
    entries.map((entry, index) => hashLeaf(encodeJournalLeaf({ ...entry, sequence: index + 1 }))),
  )
  console.table([
    { step: 'append with its seal, on disk', 'µs per message': append },
    { step: 'of it the seal (one hash a commit)', 'µs per message': seal },
    { step: 'instead: a leaf hash a message', 'µs per message': leaves },
  ])
}

function createEntries(): Entry[] {
  return Array.from({ length: COMMIT_COUNT }, (_, index) => ({
    kind: 'message',
    receivedAt: Date.now(),
    device: `vat-${index % CONNECTION_COUNT}`,
    topic: formatReadingsTopic(`vat-${index % CONNECTION_COUNT}`),
    payload: Buffer.from(
      `{"time":${Date.now()},"temperature/top":31.25,"temperature/bottom":30.5,"ph":5.4}`,
    ),
    retained: false,
  }))
}

/** Microseconds for each message of a commit, the median of many. */
async function timeEach(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < COMMITS; count++) {
    const startedAt = performance.now()
    await work()
    times.push(((performance.now() - startedAt) * 1_000) / COMMIT_COUNT)
  }
  return Number(median(times).toFixed(2))
}

/** A gateway and an ingest on a folder of their own. */
interface Target {
  readonly name: string
  readonly port: number
  readonly pid: number
  readonly ingestPid: number
}

/** The gateway's rate while an ingest beside it records, and while one does not, in turns. */
export async function compareRates(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const runs: { target: Target; devices: BenchDevice[]; rates: number[]; cpu: number[] }[] = []
  for (const mode of ['without', 'with']) {
    const folder = await openFolder(resources)
    const devices = await enrolDevices(folder, CONNECTION_COUNT)
    runs.push({ target: await startTarget(folder, mode, resources), devices, rates: [], cpu: [] })
  }
  for (let round = -1; round < ROUND_COUNT; round++) {
    for (const { target, devices, rates, cpu } of runs) {
      const before = await readCpuSeconds(target.ingestPid)
      const load = { port: target.port, devices, window: WINDOW, seconds: ROUND_SECONDS }
      const { messagesPerSecond } = await runLoad({ ...load, firstAt: Date.now() + round * 1e8 })
      const spent = (await readCpuSeconds(target.ingestPid)) - before
      // The first round of a new process says nothing.
      if (round < 0) continue
      rates.push(messagesPerSecond)
      cpu.push(spent / ROUND_SECONDS)
    }
  }
  console.table(
    runs.map(({ target, rates, cpu }) => ({
      evidence: target.name,
      'median k msg/s': Math.round(median(rates) / 1e3),
      'each round': rates.map((rate) => Math.round(rate / 1e3)).join(' '),
      'ingest CPU': median(cpu).toFixed(2),
    })),
  )
  const [without = 1, recording = 0] = runs.map(({ rates }) => median(rates))
  console.log(`gateway with ÷ without recording = ${(recording / without).toFixed(3)} (medians)`)
}

async function startTarget(
  folder: string,
  mode: string,
  resources: AsyncDisposableStack,
): Promise<Target> {
  const gateway = await startService({ name: 'gateway', folder, resources })
  const ingest = fork(join(import.meta.dirname, 'evidence-ingest.ts'), [folder, mode])
  resources.defer(() => void ingest.kill('SIGKILL'))
  await once(ingest, 'message')
  const { pid } = gateway
  return { name: mode, port: mqttPortOf(gateway), pid, ingestPid: ingest.pid ?? 0 }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
