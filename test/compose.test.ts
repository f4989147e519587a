import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { leanArguments } from '#service/lean-process.ts'
import { VARIABLES } from '#service/variables.ts'

import { readComposeFile, readScrape, ROOT } from './compose-file.ts'
import { readMounted, readSecretNames } from './compose-secrets.ts'
import { runNguon } from './platform-command.ts'

const compose = await readComposeFile()
const { services, ours, service } = compose
const names = services.map(([name]) => name)
const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string
}

test('the services stand in the order of the picture, the simulators only in the demo', () => {
  const others = ['influxdb', 'grafana', 'prometheus', 'simulate']
  const expected = ['gateway', 'ingest', 'alarms', 'api', ...others]
  expect(names).toEqual(expected)
  expect(ours.map(([name]) => name)).toEqual(['gateway', 'ingest', 'alarms', 'api', 'simulate'])
  expect(services.filter(([, { profiles }]) => profiles.length > 0)).toEqual([
    ['simulate', expect.objectContaining({ profiles: ['demo'] })],
  ])
})

// Read-only root, no capabilities, limits and a health check: the shape in compose-file.ts demands them of each.
describe.each(services)('%s', (name, one) => {
  test('is pinned to a whole version and does not run as root', () => {
    const pinned = one.build === undefined ? /^[\w./-]+:v?\d+\.\d+\.\d+$/ : `nguon:${version}`
    expect(one.image).toMatch(pinned)
    expect(one.user).toMatch(/^[1-9]\d*:\d+$/)
  })

  test('has every secret that it is pointed to, and no other', async () => {
    expect(await readSecretNames(one)).toEqual(one.secrets.toSorted())
  })

  test('mounts named volumes to write and files of this repository to read', () => {
    const mounts = one.volumes.map((text) => text.split(':'))
    const [files, volumes] = [true, false].map((isFile) =>
      mounts.filter(([source = '']) => source.startsWith('./') === isFile),
    )
    for (const [source = '', , mode] of files ?? []) {
      expect(existsSync(path.join(ROOT, source))).toBe(true)
      expect(mode).toBe('ro')
    }
    for (const [source] of volumes ?? []) expect(Object.keys(compose.volumes)).toContain(source)
    for (const [, target] of mounts) expect(target).toMatch(/^\//)
  })

  test('waits for what is healthy, and shares a network with it', () => {
    for (const [other, { condition }] of Object.entries(one.depends_on)) {
      expect(condition).toBe('service_healthy')
      expect(service(other).profiles).toEqual([])
      expect(service(other).networks.some((network) => one.networks.includes(network))).toBe(true)
    }
    expect(Object.keys(one.depends_on)).not.toContain(name)
  })

  test('publishes a port only from loopback, and reaches out only where it must', () => {
    for (const port of one.ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/)
    const isOutside = one.networks.includes('outside')
    // What tells people reaches out without being reached.
    expect(isOutside).toBe(one.ports.length > 0 || name === 'alarms')
    expect(one.networks).toContain('inside')
  })
})

test('nothing is declared that nobody uses', () => {
  const used = (of: (one: (typeof services)[number][1]) => readonly string[]) =>
    new Set(services.flatMap(([, one]) => of(one)))
  expect(used(({ secrets }) => secrets)).toEqual(new Set(Object.keys(compose.secrets)))
  expect(used(({ networks }) => networks)).toEqual(new Set(Object.keys(compose.networks)))
  const volumes = used((one) => one.volumes.map((text) => text.split(':')[0] ?? ''))
  expect([...volumes].filter((source) => !source.startsWith('./')).toSorted()).toEqual(
    Object.keys(compose.volumes).toSorted(),
  )
  expect(compose.networks['inside']).toEqual({ internal: true })
})

describe.each(ours)('%s, which is ours,', (name, one) => {
  test('runs a command that exists, as nguon start would', async () => {
    expect(one.command).toEqual(['node', ...leanArguments(name), 'nguon.ts', name])
    const { code, stdout } = await runNguon([name, '--help'], {})
    expect([code, stdout]).toEqual([0, expect.stringMatching(`^nguon ${name}`)])
  })

  test('gets variables that exist, and a password only as a file', () => {
    for (const variable of Object.keys(one.environment)) {
      expect(VARIABLES).toHaveProperty(variable)
      expect('secret' in (VARIABLES[variable as keyof typeof VARIABLES] ?? {})).toBe(false)
    }
  })
})

test('what is published is what is listened on, and health checks ask there', () => {
  const target = (name: string) => service(name).healthcheck.test.at(-1)
  const { environment: gateway, ports } = service('gateway')
  const inlets = [gateway['NGUON_MQTT_PORT'], gateway['NGUON_WS_PORT']]
  expect(ports.map((port) => port.split(':').at(-1))).toEqual(inlets)
  expect(target('gateway')).toBe(`http://127.0.0.1:${gateway['NGUON_GATEWAY_STATUS_PORT']}/healthz`)
  const ingest = service('ingest').environment
  expect(target('ingest')).toBe(`http://127.0.0.1:${ingest['NGUON_INGEST_STATUS_PORT']}/healthz`)
  const alarms = service('alarms').environment
  expect(target('alarms')).toBe(`http://127.0.0.1:${alarms['NGUON_ALARMS_STATUS_PORT']}/healthz`)
  const { environment: api, ports: web } = service('api')
  expect(web.map((port) => port.split(':').at(-1))).toEqual([api['NGUON_API_PORT']])
  expect(target('api')).toBe(`http://127.0.0.1:${api['NGUON_API_PORT']}/healthz`)
  expect(target('simulate')).toBe(`${service('simulate').environment['NGUON_DATA']}/simulator.json`)
})

test('each is found by the name of its service', async () => {
  for (const name of ['gateway', 'ingest', 'alarms', 'api']) {
    expect(service(name).environment['NGUON_ADVERTISED_HOST']).toBe(name)
  }
  const { NGUON_MQTT_PORT, NGUON_STATUS_HOST, NGUON_MQTT_HOST } = service('gateway').environment
  const { NGUON_API_PORT, NGUON_API_HOST } = service('api').environment
  expect([NGUON_MQTT_HOST, NGUON_STATUS_HOST, NGUON_API_HOST]).toEqual(Array(3).fill('0.0.0.0'))
  expect(service('simulate').environment).toMatchObject({
    NGUON_MQTT_HOST: 'gateway',
    NGUON_MQTT_PORT,
    NGUON_API_HOST: 'api',
    NGUON_API_PORT,
  })
  const scrape = await readScrape()
  expect(scrape.url).toBe(`http://api:${NGUON_API_PORT}/metrics`)
  expect(service('grafana').environment).toMatchObject({
    NGUON_API_URL: `http://api:${NGUON_API_PORT}`,
    NGUON_INFLUX_URL: service('ingest').environment['NGUON_INFLUX_URL'],
    NGUON_PROMETHEUS_URL: 'http://prometheus:9090',
  })
})

test('Grafana gets the variables that its provisioning reads, and no others of that name', async () => {
  const { environment } = service('grafana')
  const texts = (await readMounted(service('grafana'))).join('\n')
  const read = new Set([...texts.matchAll(/\$(NGUON_\w+)/g)].map(([, name]) => name))
  const given = Object.keys(environment).filter((name) => name.startsWith('NGUON_'))
  expect(new Set(given)).toEqual(read)
  // Grafana does not start with a contact point without address.
  for (const name of given) expect(environment[name]).not.toBe('')
})

test('ingest and api look for their readings where InfluxDB is told to make room for them', () => {
  const influx = service('influxdb').environment
  for (const name of ['ingest', 'api']) {
    expect(service(name).environment).toMatchObject({
      NGUON_INFLUX_URL: 'http://influxdb:8086',
      NGUON_INFLUX_VERSION: service('influxdb').image.split(':')[1]?.[0],
      NGUON_INFLUX_ORG: influx['DOCKER_INFLUXDB_INIT_ORG'],
      NGUON_INFLUX_TOKEN_FILE: influx['DOCKER_INFLUXDB_INIT_ADMIN_TOKEN_FILE'],
    })
    const { NGUON_INFLUX_DATABASE: database } = service(name).environment
    expect(influx['DOCKER_INFLUXDB_INIT_BUCKET']).toBe(`${database}/raw`)
    expect(service('grafana').environment['NGUON_GRAFANA_DATABASE']).toBe(database)
  }
})
