import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { pino } from 'pino'
import { Registry as Metrics } from 'prom-client'

import { buildApp } from '#api/app.ts'
import type { ApiOptions } from '#api/options.ts'
import type { Channel } from '#domain/channel.ts'
import { encodeQuality } from '#domain/quality.ts'
import type { Instant } from '#domain/time.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openReadingsReader, openReadingsWriter } from '#store/readings/engine.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'
import { createAttachmentFiles } from '#store/trace/attachment-files.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'
import { openEvidenceReader } from '#trace/evidence/evidence-reader.ts'

export const ADMIN_TOKEN = 'a-token-for-tests-only'
export const LINK_KEY = 'a-key-for-tests-only'
export const GOOD = encodeQuality({
  status: 'good',
  timeQuality: 'device-utc',
  late: false,
  derived: false,
})

export type Api = Awaited<ReturnType<typeof openApi>>

/** The API on a free port over real SQLite files in a folder of its own. `change` replaces some of what it works with. */
export async function openApi(change: (options: ApiOptions) => Partial<ApiOptions> = () => ({})) {
  await using opening = new AsyncDisposableStack()
  const data = await mkdtemp(path.join(tmpdir(), 'nguon-api-'))
  opening.defer(() => rm(data, { recursive: true, force: true }))
  const logLines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) })
  const retention = { raw: null, hourly: null }
  const engine = { path: path.join(data, 'readings.db'), retention, log }

  const journal = opening.use(await openSqliteJournal({ path: path.join(data, 'journal.db') }))
  const registry = opening.use(await openSqliteRegistry({ path: path.join(data, 'registry.db') }))
  const trace = opening.use(await openSqliteTrace({ path: path.join(data, 'trace.db') }))
  const writer = opening.use(await openReadingsWriter(engine))
  const readings = opening.use(await openReadingsReader(engine))
  const evidence = opening.use(openEvidenceReader(path.join(data, 'evidence.db')))
  const options: ApiOptions = {
    registry,
    readings,
    trace,
    attachments: createAttachmentFiles(path.join(data, 'attachments')),
    journal,
    evidence,
    data,
    log,
    adminToken: ADMIN_TOKEN,
    linkKey: LINK_KEY,
    publicUrl: 'https://nguon.example',
    provinceHeader: '',
    timezone: 'Asia/Ho_Chi_Minh',
    metrics: new Metrics(),
  }
  const app = opening.use(await buildApp({ ...options, ...change(options) }))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })

  const resources = opening.move()
  const ask = (target: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${ADMIN_TOKEN}`)
    return fetch(new URL(target, url), { ...init, headers })
  }
  return {
    url,
    readings,
    data,
    logLines,
    ask,
    journal,
    evidence,
    registry,
    trace,
    attachments: options.attachments,
    /** Asks with the admin token; the body as it was parsed, whatever the status. */
    get: async (target: string) => toAnswer(await ask(target)),
    send: async (method: string, target: string, body: unknown) => {
      const headers = { 'content-type': 'application/json' }
      return toAnswer(await ask(target, { method, headers, body: JSON.stringify(body) }))
    },
    /** Stores values of a channel, made on first sight, one every `every` ms from `from`. */
    write: async (channel: Channel, from: Instant, every: number, values: readonly number[]) => {
      const written = values.map((value, index) => {
        return { channel, measuredAt: from + index * every, value, quality: GOOD }
      })
      const refusals = await writer.write(written)
      if (refusals.length > 0) throw new Error(`refused: ${refusals[0]?.reason}`)
    },
    writeReadings: (written: Parameters<typeof writer.write>[0]) => writer.write(written),
    /** Enrols a device with channels. */
    enrol: async (id: string, names: readonly string[]): Promise<Channel[]> => {
      await registry.devices.enrol({ id, name: id, model: null, enrolledAt: 0 })
      const channels: Channel[] = []
      for (const name of names) {
        channels.push(await registry.channels.ensure(id, name, name.split('/')[0] ?? name))
      }
      return channels
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

// A test looks at single properties of answers, and says what it expects of each.
type Json = Record<string, unknown> & { items: Record<string, unknown>[]; next: string | null }

async function toAnswer(response: Response) {
  const { status, headers } = response
  return { status, headers, body: (await response.json()) as Json }
}

/** Asks page after page until there is no next one. */
export async function getAllPages(api: Api, target: string): Promise<Json['items'][]> {
  const pages: Json['items'][] = []
  let after = ''
  do {
    const { status, body } = await api.get(`${target}${after}`)
    if (status !== 200) throw new Error(api.logLines.join('') || String(body['detail']))
    pages.push(body.items)
    after = body.next === null ? '' : `&after=${encodeURIComponent(body.next)}`
  } while (after !== '')
  return pages
}
