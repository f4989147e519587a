import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'

import { expect, test } from 'vitest'

import { DAY, MINUTE } from '#domain/time.ts'
import { createApiClient } from '#simulators/api-client.ts'
import { enrolDevices, enrolSites, expectChannels } from '#simulators/enrol.ts'
import { createFleet } from '#simulators/fleet.ts'
import { openSimulatorFile } from '#simulators/simulator-file.ts'
import { PLACES } from '#simulators/sites.ts'

import { ADMIN_TOKEN, openApi } from './api-fixture.ts'
import { openFolder } from './simulators-fixture.ts'

const PAGE = { limit: 1_000 }
const FILE = 'simulator.json'

test('enrolling makes the sites, and a second time changes nothing', async () => {
  await using api = await openApi()
  const client = createApiClient(api.url, ADMIN_TOKEN)
  const fleet = createFleet(1)
  const enrol = async () => {
    const file = await openSimulatorFile(api.data, FILE)
    await enrolSites(client, fleet, file)
    const { sites, places, devices, installations } = api.registry
    const lists = [
      sites.list(PAGE),
      places.list(PAGE),
      devices.list(PAGE),
      installations.list(PAGE),
    ]
    return { secrets: file.content.secrets, lists: await Promise.all(lists) }
  }
  const first = await enrol()
  expect(first.lists.map(({ length }) => length)).toEqual([3, PLACES.length, 41, 41])
  expect(await enrol()).toEqual(first)
})

test('every device can log in with the secret that was kept, and stood at its place a year ago', async () => {
  await using api = await openApi()
  const fleet = createFleet(1).slice(0, 3)
  const file = await openSimulatorFile(api.data, FILE)
  await enrolSites(createApiClient(api.url, ADMIN_TOKEN), fleet, file)
  for (const { id, place } of fleet) {
    expect(await api.registry.credentials.verify(id, file.secretOf(id) ?? '')).toBe(true)
    const at = Date.now() - 365 * DAY
    const [installation] = await api.registry.installations.list({ ...PAGE, device: id, at })
    expect(installation?.place).toBe(place)
  }
})

test('a device whose secret was lost gets a new one', async () => {
  await using api = await openApi()
  const client = createApiClient(api.url, ADMIN_TOKEN)
  const enrolments = [{ id: 'pk-vat-01', name: 'Bể 01', model: 'test' }]
  const before = await openSimulatorFile(api.data, FILE)
  await enrolDevices(client, enrolments, before)
  const after = await openSimulatorFile(api.data, 'other.json')
  await enrolDevices(client, enrolments, after)
  const isRight = (file: typeof before) =>
    api.registry.credentials.verify('pk-vat-01', file.secretOf('pk-vat-01') ?? '')
  expect(await isRight(before)).toBe(false)
  expect(await isRight(after)).toBe(true)
})

test('every channel is expected at the rate of its device, once it is there', async () => {
  await using api = await openApi()
  const client = createApiClient(api.url, ADMIN_TOKEN)
  const fleet = createFleet(1).slice(0, 2)
  await api.enrol('pk-vat-01', ['temperature/top', 'level'])
  expect(await expectChannels(client, fleet)).toBe(1)
  const channels = await api.registry.channels.list({ ...PAGE, device: 'pk-vat-01' })
  expect(channels.map(({ expectedEvery }) => expectedEvery)).toEqual([10 * MINUTE, 10 * MINUTE])
})

test('what the api refuses is said in its own words', async () => {
  await using api = await openApi()
  const file = await openSimulatorFile(api.data, FILE)
  const client = createApiClient(api.url, 'a-wrong-token-of-some-length')
  await expect(enrolSites(client, [], file)).rejects.toThrow(/answered 401: A wrong token/)
  const nobody = createApiClient('http://127.0.0.1:9', ADMIN_TOKEN)
  await expect(enrolSites(nobody, [], file)).rejects.toThrow(/cannot be reached .*nguon start/)
})

test('the simulator file keeps secrets from other users, and says when it cannot be read', async () => {
  await using folder = await openFolder()
  const file = await openSimulatorFile(folder.path, FILE)
  file.keepSecret('pk-vat-01', 'x')
  file.keepProgress(7, 1_000)
  await Promise.all([file.save(), file.save()])
  const full = path.join(folder.path, FILE)
  expect((await stat(full)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(full, 'utf8'))).toEqual({
    seed: 7,
    simulatedUntil: 1_000,
    secrets: { 'pk-vat-01': 'x' },
  })
  const again = await openSimulatorFile(folder.path, FILE)
  expect(again.content).toEqual(file.content)
})
