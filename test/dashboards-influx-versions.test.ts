import { expect, test } from 'vitest'

import { toInfluxTarget } from '#dashboards/queries/influxql.ts'
import type { Endpoint } from '#dashboards/try/backends.ts'
import { findInfluxdb } from '#dashboards/try/find-influxdb.ts'
import { runTarget } from '#dashboards/try/run-target.ts'
import { HOUR } from '#domain/time.ts'

import { MIDNIGHT, minutes, top } from './contracts/readings/fixture.ts'
import { useInfluxd, VERSIONS, type InfluxEngine } from './influx-engine.ts'
import { describeWithInfluxd } from './influxd-describe.ts'

const NO_API: Endpoint = { url: 'http://127.0.0.1:1', headers: {} }
const means = {
  kind: 'series',
  channels: [top.name],
  summary: 'mean',
  legend: 'device',
} as const
const newest = { kind: 'latest', channels: [top.name] } as const

/** What Grafana's source gets over an hour, told its database. */
async function ask(engine: InfluxEngine, query: typeof means | typeof newest, database?: string) {
  const found = await findInfluxdb(engine.options)
  const influxdb = { ...found, ...(database !== undefined && { database }) }
  const { policy: _, ...target } = { ...toInfluxTarget(query), rawQuery: true as const }
  const view = { from: MIDNIGHT, until: MIDNIGHT + HOUR - 1, selection: { device: [top.device] } }
  return await runTarget(target, { backends: { api: NO_API, influxdb }, view, pointsMax: 60 })
}

describeWithInfluxd('the same dashboards on each line of InfluxDB', () => {
  const { open } = useInfluxd()

  test.each(VERSIONS)('%s.x finds the raw readings by what the source is told', async (version) => {
    await using engine = await open(version)
    expect(await engine.writer.write(minutes(top, 60))).toEqual([])
    const { rows } = await ask(engine, means)
    expect(rows).toHaveLength(60)
    expect(rows[0]).toEqual([MIDNIGHT, top.device, top.name, 20])
    expect((await ask(engine, newest)).rows).toEqual([
      [expect.any(Number), top.device, top.name, 20.59],
    ])
  })

  test('3 does not know the database without its policy, and 1.x not the one with it', async () => {
    for (const version of ['1', '3'] as const) {
      await using engine = await open(version)
      await engine.writer.write(minutes(top, 1))
      const { database } = engine.options
      const wrong = version === '3' ? database : `${database}/raw`
      await expect(ask(engine, means, wrong)).rejects.toThrow(/not found/)
    }
  })
})
