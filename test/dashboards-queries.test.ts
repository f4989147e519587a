import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { connectAsync } from 'mqtt'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'

import { BOARDS } from '#dashboards/boards.ts'
import type { Engine } from '#dashboards/model.ts'
import type { Backends } from '#dashboards/try/backends.ts'
import { runTarget } from '#dashboards/try/run-target.ts'
import { tryBoards, type PanelReport } from '#dashboards/try/try-boards.ts'
import { DAY, MINUTE } from '#domain/time.ts'

import { describeWithInfluxd } from './influxd-describe.ts'
import { startInfluxd } from './influxd.ts'
import { raiseAlarms } from './platform-alarms.ts'
import { makeBatches } from './platform-batch.ts'
import { runNguon } from './platform-command.ts'
import { startPlatform, type Platform } from './platform-fixture.ts'
import { hasPrometheus, startPrometheus, whyNoPrometheus } from './prometheus.ts'

/** How much of the simulated past the dashboards are tried on. */
const DAYS = Number(process.env['NGUON_TEST_DASHBOARD_DAYS'] ?? 5)
/** A year is written in a quarter of an hour and more, where other tests run beside it. */
const TIMEOUT = Math.max(10, DAYS / 5) * MINUTE

/** Lets the three sites fill the past through the platform's own inlet. */
async function fill(platform: Platform, influxUrl = ''): Promise<void> {
  const args = ['simulate', '--history', `${DAYS}d`, '--no-live', '--until-caught-up']
  const env = { NGUON_DATA: platform.data, ...(influxUrl && { NGUON_INFLUX_URL: influxUrl }) }
  const { code, stderr } = await runNguon(args, env)
  expect([code, stderr]).toEqual([0, ''])
  await rejectOne(platform)
  await raiseAlarms(platform)
  await makeBatches(platform)
}

/** Every platform has rejections one day, and devices that repeat themselves: a vat says something that is none, and how often it was heard again. */
async function rejectOne(platform: Platform): Promise<void> {
  const target = '/api/v1/devices/pk-vat-01/rotate'
  const rotated = await platform.ask(target, { method: 'POST', body: '{}' })
  const { secret } = z.object({ secret: z.string() }).parse(await rotated.json())
  await sayNonsense(platform, 'pk-vat-01', secret)
  await say(platform, { id: 'pk-vat-01', password: secret }, '{"repeats": 12.5}')
  await platform.untilDrained()
}

async function backendsOf(platform: Platform): Promise<Backends> {
  const { addresses } = await platform.runFile('api')
  const token = (await readFile(path.join(platform.data, 'admin-token'), 'utf8')).trim()
  return { api: { url: addresses['api'] ?? '', headers: { authorization: `Bearer ${token}` } } }
}

/** Problems of every panel, and the panels that had no row at all. */
async function findFaults(engine: Engine, backends: Backends): Promise<string[]> {
  const until = Date.now()
  const from = until - DAYS * DAY
  const reports = await tryBoards({ engine, backends, from, until, without: ['platform'] })
  return [
    ...findProblems(reports),
    ...reports.filter(({ rows }) => rows === 0).map(({ panel }) => `${panel} is empty`),
    // A report of nothing would be no proof.
    ...(reports.length < 50 ? [`only ${reports.length} panels`] : []),
  ]
}

function findProblems(reports: readonly PanelReport[]): string[] {
  return reports.flatMap(({ panel, problems }) => problems.map((one) => `${panel}: ${one}`))
}

test(
  `every query of every panel answers over ${DAYS} days in the embedded engine`,
  { timeout: TIMEOUT },
  async () => {
    await using platform = await startPlatform()
    await fill(platform)
    expect(await findFaults('embedded', await backendsOf(platform))).toEqual([])
  },
)

describeWithInfluxd('dashboards on a real influxd', () => {
  test(`every query of every panel answers over ${DAYS} days`, { timeout: TIMEOUT }, async () => {
    await using influxd = await startInfluxd()
    await using platform = await startPlatform({ env: { NGUON_INFLUX_URL: influxd.url } })
    await fill(platform, influxd.url)
    const influxdb = { url: influxd.url, headers: {}, database: 'nguon' }
    const backends = { ...(await backendsOf(platform)), influxdb }
    expect(await findFaults('influxdb', backends)).toEqual([])
  })
})

describe.skipIf(!hasPrometheus)(`the platform's own dashboard${whyNoPrometheus}`, () => {
  test('answers from a real Prometheus', { timeout: TIMEOUT }, async () => {
    await using platform = await startPlatform()
    const { api } = await backendsOf(platform)
    await using prometheus = await startPrometheus(
      api.url,
      api.headers['authorization']?.slice(7) ?? '',
    )
    const backends = { api, prometheus: { url: prometheus.url, headers: {} } }
    const load = (rate: string) =>
      runNguon(['simulate', '--devices', '3', '--rate', rate, '--seconds', '4'], {
        NGUON_DATA: platform.data,
      })
    // Nothing has happened yet, and that is no problem.
    await vi.waitFor(async () => expect(findProblems(await tryOwnBoard(backends))).toEqual([]), {
      timeout: 30_000,
      interval: 500,
    })
    await makeTrouble(platform)
    await load('30')
    await makeTrouble(platform)
    await load('60')
    await delay(2_000)
    const reports = await tryOwnBoard(backends)
    expect(findProblems(reports)).toEqual([])
    expect(reports.map(({ rows }) => rows > 0)).toEqual(reports.map(() => true))
    const until = Date.now()
    const view = { from: until - 1_000, until, selection: {} }
    const nothing = { expr: 'histogram_quantile(0.99, rate(nguon_none_bucket[$__rate_interval]))' }
    const noNumber = { expr: 'vector(0) / 0' }
    const run = { backends, view, pointsMax: 1 }
    expect((await runTarget(nothing, run)).rows).toEqual([])
    expect((await runTarget(noNumber, run)).rows).toContainEqual([expect.any(Number), null])
  })
})

const OTHERS = BOARDS.map(({ id }) => id).filter((id) => id !== 'platform')

/** The platform's own dashboard, over the last seconds. */
async function tryOwnBoard(backends: Backends): Promise<PanelReport[]> {
  const until = Date.now()
  const span = { from: until - 5_000, until }
  return await tryBoards({ engine: 'embedded', backends, ...span, without: OTHERS })
}

/** A rejection and a refusal, so that both have something to count. */
async function makeTrouble(platform: Platform): Promise<void> {
  const id = `trouble-${Date.now()}`
  await sayNonsense(platform, id, await platform.enrol(id))
  await expect(sayNonsense(platform, id, 'wrong')).rejects.toThrow('Bad username')
}

async function sayNonsense(platform: Platform, id: string, password: string): Promise<void> {
  await say(platform, { id, password }, '{')
}

async function say(
  platform: Platform,
  { id, password }: { readonly id: string; readonly password: string },
  text: string,
): Promise<void> {
  const { addresses } = await platform.runFile('gateway')
  const login = { clientId: id, username: id, password, reconnectPeriod: 0 }
  const client = await connectAsync(addresses['mqtt'] ?? '', login)
  await client.publishAsync(`nguon/v1/${id}/readings`, text, { qos: 1 })
  await client.endAsync()
}
