import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { expect } from 'vitest'

import type { SirenState } from '#alarms/siren/state.ts'
import { DAY } from '#domain/time.ts'

import { GatewayFixture, type FixtureOptions } from './gateway-fixture.ts'

/** A gateway that knows two sites: vats 1 and 2 at `phu-khuong`, a room at `khe-xai`. */
export async function openSites(options: FixtureOptions = {}): Promise<GatewayFixture> {
  const gateway = await GatewayFixture.open(options)
  const { sites, places } = gateway.registry
  const name = { vi: 'Tên', en: 'Name' }
  for (const id of ['phu-khuong', 'khe-xai']) {
    await sites.create({ id, name, timezone: 'Asia/Ho_Chi_Minh', latitude: null, longitude: null })
  }
  await places.create({ id: 'vat-1', site: 'phu-khuong', kind: 'vat', name })
  await places.create({ id: 'vat-2', site: 'phu-khuong', kind: 'vat', name })
  await places.create({ id: 'room', site: 'khe-xai', kind: 'room', name })
  return gateway
}

/** Enrols a device that stands there since yesterday; resolves with its secret. */
export async function installDevice(
  gateway: GatewayFixture,
  device: string,
  place: string,
): Promise<string> {
  const secret = await gateway.enrol(device)
  const from = Date.now() - DAY
  await gateway.registry.installations.install({ device, place, from })
  return secret
}

/** Where Debian installs it. */
const MOSQUITTO_SUB = '/usr/bin/mosquitto_sub'
/** False only where it may be left out: in CI it must be there. */
export const hasMosquitto = existsSync(MOSQUITTO_SUB) || process.env['CI'] === 'true'
export const whyNoMosquitto = hasMosquitto ? '' : ` (left out: ${MOSQUITTO_SUB} is not installed)`

interface Heard {
  readonly topic: string
  readonly text: string
}

export interface Hearer extends AsyncDisposable {
  readonly heard: readonly Heard[]
  /** Of the topics heard so far the newest state. */
  newest(): Record<string, SirenState>
}

/** A siren as people build them: Mosquitto's own client, with the name and secret of a device. */
export async function openMosquitto(
  gateway: GatewayFixture,
  who: { readonly device: string; readonly secret: string; readonly filter: string },
): Promise<Hearer> {
  const { hostname, port } = new URL(gateway.address('mqtt'))
  const login = ['-u', who.device, '-P', who.secret, '-i', `${who.device}-siren`]
  const what = ['-q', '1', '-t', who.filter, '-F', '%t %p']
  const child = spawn(MOSQUITTO_SUB, ['-h', hostname, '-p', port, ...login, ...what], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const heard: Heard[] = []
  createInterface(child.stdout).on('line', (line) => {
    const space = line.indexOf(' ')
    heard.push({ topic: line.slice(0, space), text: line.slice(space + 1) })
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await expect.poll(() => gateway.metric('connections')).toBeGreaterThan(0)
  return {
    heard,
    newest: () =>
      Object.fromEntries(heard.map(({ topic, text }) => [topic, JSON.parse(text || 'null')])),
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await ended
    },
  }
}
