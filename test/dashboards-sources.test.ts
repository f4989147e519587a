import { expect, test } from 'vitest'

import type { Backends, Endpoint } from '#dashboards/try/backends.ts'
import { runTarget } from '#dashboards/try/run-target.ts'

import { openApi } from './api-fixture.ts'
import { findFreePorts } from './free-ports.ts'
import { describeWithInfluxd } from './influxd-describe.ts'
import { startInfluxd } from './influxd.ts'

const view = { from: Date.now() - 3_600_000, until: Date.now(), selection: { device: ['vat-1'] } }
const NOBODY: Endpoint = { url: 'http://127.0.0.1:1', headers: {} }
const series = { query: 'SELECT "value" FROM "reading" WHERE $timeFilter', rawQuery: true as const }
const sites = {
  url: '/api/v1/sites',
  root_selector: 'items',
  parser: 'backend' as const,
  columns: [{ selector: 'id', text: 'id', type: 'string' }],
}

const run = (target: Parameters<typeof runTarget>[0], backends: Backends) =>
  runTarget(target, { backends, view, pointsMax: 100 })

function basic(user: string, password: string): Endpoint['headers'] {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

test('a server that is not there is named, and what to look at', async () => {
  const [port = 0] = await findFreePorts(1)
  const url = `http://127.0.0.1:${port}`
  const influxdb = { url, headers: {}, database: 'nguon' }
  await expect(run(series, { api: NOBODY, influxdb })).rejects.toThrow(
    `${url} cannot be reached: is it running, and is the address right?`,
  )
})

test('an API that refuses the token says that the token is wrong', async () => {
  await using api = await openApi()
  const headers = { authorization: 'Bearer not-the-token' }
  await expect(run(sites, { api: { url: api.url, headers } })).rejects.toThrow(
    /answered 401 .*the credentials are wrong/,
  )
})

describeWithInfluxd('a real influxd', () => {
  test('that refuses the password, or has no such database, says what to do', async () => {
    await using influxd = await startInfluxd({ admin: { user: 'admin', password: 'right' } })
    const wrong = { url: influxd.url, headers: basic('admin', 'wrong'), database: 'nguon' }
    await expect(run(series, { api: NOBODY, influxdb: wrong })).rejects.toThrow(
      /answered 401 .*the credentials are wrong/,
    )
    const nowhere = { url: influxd.url, headers: basic('admin', 'right'), database: 'nowhere' }
    await expect(run(series, { api: NOBODY, influxdb: nowhere })).rejects.toThrow(
      /database not found: nowhere.*is NGUON_INFLUX_DATABASE right/,
    )
  })
})
