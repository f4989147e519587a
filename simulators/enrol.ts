import { z } from 'zod'

import { DAY, SECOND } from '#domain/time.ts'

import type { ApiClient } from './api-client.ts'
import { forEachConcurrently } from './concurrency.ts'
import type { DeviceSheet } from './fleet.ts'
import type { SimulatorFile } from './simulator-file.ts'
import { PLACES, SITES } from './sites.ts'

/** Requests under way at once. */
const REQUESTS_MAX = 16
/** A fresh platform learns that its devices stand where they stand since so long, so that a year of history belongs to the places. */
const INSTALLED_BEFORE = 400 * DAY

const anyShape = z.unknown()
const secretShape = z.object({ secret: z.string() })
const installationsShape = z.object({ items: z.array(z.unknown()) })
const channelsShape = z.object({
  items: z.array(z.object({ id: z.number(), expectedEvery: z.string().nullable() })),
})

/** Makes the three sites through the API, as an installer would. Idempotent: what exists is kept as it is. */
export async function enrolSites(
  api: ApiClient,
  devices: readonly DeviceSheet[],
  file: SimulatorFile,
): Promise<void> {
  await forEachConcurrently(SITES, REQUESTS_MAX, async (site) => {
    await api.create('/api/v1/sites', site, anyShape)
  })
  await forEachConcurrently(PLACES, REQUESTS_MAX, async (place) => {
    await api.create('/api/v1/places', place, anyShape)
  })
  await enrolDevices(api, devices.map(toEnrolment), file)
  await forEachConcurrently(devices, REQUESTS_MAX, (device) => install(api, device))
}

export interface Enrolment {
  readonly id: string
  readonly name: string
  readonly model: string
}

/** Every device has a secret in `file` afterwards. One that exists but whose secret we do not know gets a new one. */
export async function enrolDevices(
  api: ApiClient,
  enrolments: readonly Enrolment[],
  file: SimulatorFile,
): Promise<void> {
  const unknown = enrolments.filter(({ id }) => file.secretOf(id) === undefined)
  const enrol = async (enrolment: Enrolment) => {
    const made = await api.create('/api/v1/devices', enrolment, secretShape)
    const known = made ?? (await api.post(`/api/v1/devices/${enrolment.id}/rotate`, secretShape))
    file.keepSecret(enrolment.id, known.secret)
  }
  try {
    await forEachConcurrently(unknown, REQUESTS_MAX, enrol)
  } finally {
    // A secret is shown once: what was received is kept even when a later device fails.
    await file.save()
  }
}

/**
 * Says how often each channel should report, so that silence is noticed. Channels come into being with their first
 * reading: returns how many of the devices have none yet.
 */
export async function expectChannels(
  api: ApiClient,
  devices: readonly DeviceSheet[],
): Promise<number> {
  let missing = 0
  await forEachConcurrently(devices, REQUESTS_MAX, async ({ id, every }) => {
    const { items } = await api.get(`/api/v1/channels?device=${id}&limit=100`, channelsShape)
    if (items.length === 0) missing += 1
    const expectedEvery = `${every / SECOND}s`
    const silent = items.filter((channel) => channel.expectedEvery === null)
    for (const channel of silent)
      await api.patch(`/api/v1/channels/${channel.id}`, { expectedEvery })
  })
  return missing
}

function toEnrolment({ id, name, model }: DeviceSheet): Enrolment {
  return { id, name: name.vi, model }
}

async function install(api: ApiClient, { id, place }: DeviceSheet): Promise<void> {
  const { items } = await api.get(`/api/v1/installations?device=${id}&limit=1`, installationsShape)
  if (items.length > 0) return
  const from = new Date(Date.now() - INSTALLED_BEFORE).toISOString()
  await api.create('/api/v1/installations', { device: id, place, from }, anyShape)
}
