import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'

import { connectAsync } from 'mqtt'
import { beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'

import { readScrape } from './compose-file.ts'
import { Containers } from './containers.ts'
import { type ImageFolder, openImageFolder } from './image-folder.ts'
import { describeWithInfluxd } from './influxd-describe.ts'
import { type Influxd, startInfluxd } from './influxd.ts'

vi.setConfig({ testTimeout: 180_000 })

let image: ImageFolder
beforeAll(async () => {
  image = await openImageFolder()
  return () => image[Symbol.asyncDispose]()
}, 180_000)

async function listImage(): Promise<string[]> {
  return (await readdir(image.app, { recursive: true })).toSorted()
}

const enrolled = z.object({ secret: z.string() })
const readings = z.object({ items: z.array(z.object({ value: z.number() })) })

/** Waits as Compose waits for `service_healthy`. */
async function untilHealthy(containers: Containers, name: string): Promise<void> {
  const look = () => expect(containers.checkHealth(name)).toEqual({ status: 0, stderr: '' })
  await vi.waitFor(look, { timeout: 60_000, interval: 500 })
}

async function startAll(containers: Containers) {
  const started = new Map<string, ReturnType<Containers['start']>>()
  for (const name of ['gateway', 'ingest', 'alarms', 'api']) {
    started.set(name, containers.start(name))
    await untilHealthy(containers, name)
  }
  return started
}

// The InfluxDB of this machine is 1.6.7, which asks nobody who they are.
async function openContainers({ url }: Influxd): Promise<Containers> {
  return Containers.open(image, { NGUON_INFLUX_URL: url, NGUON_INFLUX_VERSION: '1' })
}

async function ask(containers: Containers, target: string, body?: object): Promise<Response> {
  const token = await containers.secret('admin_token')
  return fetch(containers.toLocal(`http://api:8080/api/v1${target}`), {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
}

/** A device says one value and has it acknowledged. */
async function publish(containers: Containers, value: number): Promise<void> {
  const { secret } = enrolled.parse(
    await (await ask(containers, '/devices', { id: 'vat-a' })).json(),
  )
  const login = { username: 'vat-a', password: secret }
  const device = await connectAsync(containers.toLocal('mqtt://gateway:1883'), login)
  await device.publishAsync('nguon/v1/vat-a/readings', `{"ph": ${value}}`, { qos: 1 })
  await device.endAsync()
}

async function readBack(containers: Containers): Promise<number[]> {
  const response = await ask(containers, '/readings/latest?device=vat-a')
  return readings.parse(await response.json()).items.map(({ value }) => value)
}

describeWithInfluxd('what the image holds, run as docker-compose.yml says', () => {
  test('a reading goes in by MQTT and comes out of the API, and nothing is written but to the volumes', async () => {
    await using influxd = await startInfluxd()
    await using containers = await openContainers(influxd)
    const before = await listImage()
    const started = await startAll(containers)
    await publish(containers, 5.5)
    await vi.waitFor(async () => expect(await readBack(containers)).toEqual([5.5]), 20_000)
    expect(await influxd.run('SELECT "value" FROM "nguon"."raw"."reading"')).toContain('5.5')

    const { url, secret } = await readScrape()
    const authorization = secret ? `Bearer ${await containers.secret(secret)}` : ''
    const scraped = await fetch(containers.toLocal(url), { headers: { authorization } })
    const metrics = await scraped.text()
    for (const part of ['gateway', 'ingest', 'journal']) {
      expect(metrics).toContain(`nguon_up{part="${part}"} 1`)
    }
    for (const one of ['api', 'ingest', 'gateway'].map((name) => started.get(name))) {
      one?.kill('SIGTERM')
      expect(await one?.ended()).toMatchObject({ code: 0, stderr: '' })
    }
    expect(await listImage()).toEqual(before)
  })

  test('health checks tell what does not run, and it comes back on the same volume after a kill', async () => {
    await using influxd = await startInfluxd()
    await using containers = await openContainers(influxd)
    const started = await startAll(containers)
    started.get('ingest')?.kill('SIGKILL')
    await started.get('ingest')?.ended()
    expect(containers.checkHealth('gateway')).toMatchObject({ status: 0 })
    expect(containers.checkHealth('ingest')).toMatchObject({ status: 1 })
    expect(containers.checkHealth('api')).toEqual({
      status: 1,
      stderr: expect.stringContaining('ingest does not run or does not answer'),
    })
    // Its run file still stands there, with the number of a process that may be another's by now.
    await publish(containers, 7)
    containers.start('ingest')
    await untilHealthy(containers, 'api')
    await vi.waitFor(async () => expect(await readBack(containers)).toEqual([7]), 20_000)
  })

  test('the simulators find the platform by the names of its services', async () => {
    await using influxd = await startInfluxd()
    await using containers = await openContainers(influxd)
    await startAll(containers)
    expect(containers.checkHealth('simulate')).toMatchObject({ status: 1 })
    const simulate = containers.start('simulate', ['--history', '10m'])
    await simulate.untilSays('live')
    await untilHealthy(containers, 'simulate')
    simulate.kill('SIGTERM')
    expect(await simulate.ended()).toMatchObject({ code: 0, stderr: '' })
  })
})

test.each(['nguon.ts', 'x', 'node_modules/x', 'api/x', '.cache/x'])(
  'who runs the services cannot write %s',
  (file) => {
    const { app, user, env } = image
    const options = { cwd: app, env, ...user, encoding: 'utf8' as const }
    const script = 'test "$(id -u)" != 0 && ! echo >>"$1"'
    const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', file], options)
    expect([status, stderr]).toEqual([0, expect.stringContaining('ermission denied')])
  },
)
