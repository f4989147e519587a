import { Counter, Registry as Metrics } from 'prom-client'
import { describe, expect, test } from 'vitest'

import { toProblem } from '#api/problem-of-error.ts'
import { NguonError } from '#domain/error.ts'
import { openRunFile } from '#service/run-file.ts'
import { openStatusListener, type Health } from '#service/status-listener.ts'

import { openApi, type Api } from './api-fixture.ts'

/** A service that announces itself in the data folder and answers as the real ones do. */
async function openService(api: Api, service: string, health: () => Promise<Health>) {
  await using opening = new AsyncDisposableStack()
  const metrics = new Metrics()
  new Counter({ name: `nguon_${service}_things_total`, help: 'Things', registers: [metrics] }).inc(
    3,
  )
  const options = { host: '127.0.0.1', port: 0, metrics, health }
  const listener = opening.use(await openStatusListener(options))
  const { url: statusUrl } = listener
  const startedAt = new Date().toISOString()
  opening.use(
    await openRunFile(api.data, { service, pid: process.pid, startedAt, statusUrl, addresses: {} }),
  )
  return opening.move()
}

const well = async () => ({ ok: true, detail: {} })
const toEntry = (receivedAt: number) => ({
  kind: 'message' as const,
  device: 'vat-01',
  topic: 'nguon/v1/vat-01/readings',
  payload: Buffer.from('{}'),
  retained: false,
  receivedAt,
})

async function readMetrics(api: Api): Promise<string> {
  return await (await fetch(`${api.url}/metrics`)).text()
}

describe('/healthz', () => {
  test('is 200 when everything answers', async () => {
    await using api = await openApi()
    await using _gateway = await openService(api, 'gateway', well)
    await using _ingest = await openService(api, 'ingest', well)
    await using _alarms = await openService(api, 'alarms', well)
    const { status, body } = await api.get('/healthz')
    expect([status, body['ok']]).toEqual([200, true])
    const parts = body['parts'] as Record<string, Health>
    expect(Object.keys(parts)).toEqual([
      'gateway',
      'ingest',
      'alarms',
      'registry',
      'readings',
      'journal',
    ])
  })

  test('is 503 and names the service that does not run', async () => {
    await using api = await openApi()
    await using _gateway = await openService(api, 'gateway', well)
    const { status, body } = await api.get('/healthz')
    expect(status).toBe(503)
    expect(body['parts']).toMatchObject({
      gateway: { ok: true },
      ingest: { ok: false, detail: { problem: expect.stringContaining('ingest does not run') } },
    })
  })

  test('is 503 and passes on what a service says is wrong', async () => {
    await using api = await openApi()
    const problem = 'the disk is full'
    await using _gateway = await openService(api, 'gateway', async () => {
      return { ok: false, detail: { problem } }
    })
    const { status, body } = await api.get('/healthz')
    expect(status).toBe(503)
    expect(body['parts']).toMatchObject({ gateway: { ok: false, detail: { problem } } })
  })

  test('is 503 when a service was killed and left its announcement behind, or hangs', async () => {
    await using api = await openApi()
    const startedAt = new Date().toISOString()
    const gone = {
      service: 'gateway',
      pid: 1,
      startedAt,
      statusUrl: 'http://127.0.0.1:1',
      addresses: {},
    }
    await using _gateway = await openRunFile(api.data, gone)
    await using _ingest = await openService(api, 'ingest', () => new Promise(() => {}))
    const { status, body } = await api.get('/healthz')
    expect(status).toBe(503)
    expect(body['parts']).toMatchObject({ gateway: { ok: false }, ingest: { ok: false } })
  })

  test('a store that cannot be reached is named; why is for the log only', async () => {
    const secret = 'https://user:password@influx.example'
    await using api = await openApi(({ readings }) => ({
      readings: {
        ...readings,
        latest: async () => {
          throw new NguonError('READINGS_CONFIGURATION', `${secret} says 401`)
        },
      },
    }))
    const { status, body } = await api.get('/healthz')
    expect(status).toBe(503)
    expect(body['parts']).toMatchObject({ registry: { ok: true }, readings: { ok: false } })
    expect(JSON.stringify(body)).not.toContain(secret)
    expect(api.logLines.join('')).toContain(secret)
    const answer = await api.get('/api/v1/readings/latest')
    expect([answer.status, answer.body['code']]).toEqual([503, 'READINGS_CONFIGURATION'])
    expect([answer.headers.get('retry-after'), JSON.stringify(answer.body)]).not.toContain(secret)
  })

  test.each([
    ['READINGS_QUERY_TOO_WIDE', 400],
    ['READINGS_ANSWER', 503],
    ['READINGS_CONFIGURATION', 503],
  ])('%s of a store is answered with %i, not as a mistake of ours', (code, status) => {
    expect(toProblem(new NguonError(code, 'ask for less'))).toMatchObject({ code, status })
  })

  test('tells how far ingest is behind', async () => {
    await using api = await openApi()
    const old = Date.now() - 60_000
    await api.journal.append([old, old, Date.now()].map(toEntry))
    const readJournal = async () => {
      const { body } = await api.get('/healthz')
      return (body['parts'] as { journal: Health }).journal.detail
    }
    expect(await readJournal()).toMatchObject({ depth: 3 })
    expect(Number((await readJournal())['ageSeconds'])).toBeGreaterThanOrEqual(60)
    await api.journal.advance('ingest', 2)
    expect(await readJournal()).toMatchObject({ depth: 1 })
    expect(Number((await readJournal())['ageSeconds'])).toBeLessThan(50)
    await api.journal.advance('ingest', 3)
    expect(await readJournal()).toMatchObject({ depth: 0, ageSeconds: 0 })
  })
})

describe('/metrics', () => {
  test('holds the metrics of every service that runs, each once, and says which do not', async () => {
    await using api = await openApi()
    await using _gateway = await openService(api, 'gateway', well)
    await api.get('/api/v1/sites')
    const text = await readMetrics(api)
    expect(text).toContain('nguon_gateway_things_total 3\n')
    expect(text).toContain('nguon_up{part="gateway"} 1\n')
    expect(text).toContain('nguon_up{part="ingest"} 0\n')
    expect(text).toMatch(/nguon_api_request_seconds_count\{.*route="\/api\/v1\/sites".*\} 1\n/)
    const families = text.match(/(?<=# TYPE )\w+/g) ?? []
    expect(new Set(families).size).toBe(families.length)
  })

  test('is Prometheus text, line by line', async () => {
    await using api = await openApi()
    await using _gateway = await openService(api, 'gateway', well)
    const response = await fetch(`${api.url}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const lines = (await response.text()).split('\n')
    expect(lines.pop()).toBe('')
    const line =
      /^(# (HELP|TYPE) [a-zA-Z_:][\w:]* .*|[a-zA-Z_:][\w:]*(\{.*\})? (NaN|[+-]?(Inf|[\d.e+-]+))|)$/
    expect(lines.filter((one) => !line.test(one))).toEqual([])
  })

  test('tells the depth, the age and the size of the journal', async () => {
    await using api = await openApi()
    await api.journal.append([toEntry(Date.now() - 5_000)])
    const text = await readMetrics(api)
    expect(text).toContain('nguon_journal_depth 1\n')
    expect(Number(/^nguon_journal_age_seconds (.*)/m.exec(text)?.[1])).toBeGreaterThanOrEqual(5)
    expect(Number(/^nguon_journal_bytes (.*)/m.exec(text)?.[1])).toBeGreaterThan(0)
  })
})
