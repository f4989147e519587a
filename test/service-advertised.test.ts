import { expect, test } from 'vitest'

import { toAdvertisedUrl } from '#service/advertised-url.ts'
import { readRunFiles } from '#service/run-file.ts'

import { Command, openDataFolder } from './platform-command.ts'

test.each([
  ['http://127.0.0.1:9101', 'gateway', 'http://127.0.0.1:9101'],
  ['mqtt://192.168.1.9:1883', 'gateway', 'mqtt://192.168.1.9:1883'],
  ['mqtt://0.0.0.0:1883', 'gateway', 'mqtt://gateway:1883'],
  ['http://[::]:8080', 'api', 'http://api:8080'],
  ['http://0.0.0.0:8080', '', 'http://127.0.0.1:8080'],
  ['http://[::]:8080', '', 'http://[::1]:8080'],
])('%s is advertised with %j as %s', (url, host, advertised) => {
  expect(toAdvertisedUrl(url, host)).toBe(advertised)
})

/** The run files of a gateway that listens everywhere. */
async function announced(env: Readonly<Record<string, string>>) {
  await using folder = await openDataFolder()
  const everywhere = { NGUON_MQTT_HOST: '0.0.0.0', NGUON_STATUS_HOST: '0.0.0.0' }
  await using gateway = new Command(['gateway'], {
    NGUON_DATA: folder.data,
    ...everywhere,
    ...env,
  })
  await gateway.untilSays('"msg":"ready"')
  const [file] = await readRunFiles(folder.data)
  if (file === undefined) throw new Error('the gateway has not announced itself')
  const answered = await fetch(`${file.statusUrl}/healthz`).catch(() => undefined)
  return { ...file, status: answered?.status }
}

test('a service that listens everywhere announces the name it is given', async () => {
  const { statusUrl, addresses } = await announced({ NGUON_ADVERTISED_HOST: 'gateway' })
  expect(statusUrl).toMatch(/^http:\/\/gateway:\d+$/)
  expect(addresses['mqtt']).toMatch(/^mqtt:\/\/gateway:\d+$/)
})

test('without a name it announces this machine, where it is reached', async () => {
  const { statusUrl, status } = await announced({})
  expect([statusUrl, status]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), 200])
})

test('what runs in a container of its own is asked under its name', async () => {
  const { status } = await announced({ NGUON_ADVERTISED_HOST: 'localhost' })
  expect(status).toBe(200)
})
