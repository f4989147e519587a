import { z } from 'zod'

import type { Device } from '#domain/device.ts'
import { formatReadingsTopic } from '#domain/topic.ts'
import { formatInstant } from '#domain/zone.ts'

import { listOfBatch, readBatchSpan } from '../devices-of-batch.ts'
import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import {
  deviceName,
  id,
  idOrNone,
  placeNames,
  shortText,
  siteName,
  timeParameter,
  timezone,
} from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { formatOptional, instant } from '../shapes.ts'
import { zoneOf } from '../zone-of.ts'

const deviceShape = z
  .object({
    id: deviceName,
    name: z.string(),
    model: z.string().nullable(),
    state: z.enum(['enrolled', 'revoked']),
    enrolledAt: instant,
    presence: z.enum(['online', 'offline', 'unknown']),
    presenceAt: instant.nullable().meta({ description: 'Since when; null while unknown.' }),
    topic: z.string().meta({
      description: 'Where the device publishes its readings (MQTT).',
      examples: ['nguon/v1/vat-01/readings'],
    }),
  })
  .meta({ description: 'A box with sensors.' })
const secretField = z.string().meta({
  description: 'The device’s MQTT password; its user name is its id. Shown this once.',
})
const enrolledShape = deviceShape
  .extend({ secret: secretField })
  .meta({ description: 'The device and its secret.' })

const newDevice = z
  .strictObject(
    {
      id,
      name: shortText.optional(),
      model: shortText.nullable().default(null),
      place: id.optional(),
    },
    'a JSON object',
  )
  .meta({ examples: [{ id: 'vat-02', name: 'Thùng số 2', model: 'ESP32 + DS18B20' }] })

const tags = ['devices']
const params = z.strictObject({ id: deviceName })
const querystring = z.strictObject({ timezone })
const problems = problemResponses('bad-request', 'not-found', 'conflict')

const list = {
  operationId: 'listDevices',
  tags,
  summary: 'Devices, by id: all, or those that stand at some places or a site now',
  description:
    'With `batch`: those that stood where the batch was, while it was there. Example: `GET /api/v1/devices?batch=chuop-07-2026&from=2026-10-01&until=2026-10-02`',
  querystring: z.strictObject({
    site: siteName.optional(),
    place: placeNames.optional(),
    batch: idOrNone.optional().meta({
      description: 'Id of a batch; empty names none, and none is answered.',
      examples: ['chuop-07-2026'],
    }),
    from: timeParameter({
      description: 'With `batch`: inclusive. Since it was made when not given.',
      examples: ['2026-10-01T00:00:00+07:00'],
    }).optional(),
    until: timeParameter({
      description: 'With `batch`: exclusive. Now when not given.',
      examples: ['2026-10-02'],
    }).optional(),
    ...pageParameters,
  }),
  response: { 200: pageOf(deviceShape), ...problemResponses('bad-request', 'not-found') },
}
const enrol = {
  operationId: 'enrolDevice',
  tags,
  summary: 'Enrol a device; the answer shows its secret, this once',
  description: 'With `place` it is also installed there, from now on.',
  querystring,
  body: newDevice,
  response: { 201: enrolledShape, ...problems },
}
const get = {
  operationId: 'getDevice',
  tags,
  summary: 'One device',
  params,
  querystring,
  response: { 200: deviceShape, ...problems },
}
const rotate = {
  operationId: 'rotateDevice',
  tags,
  summary: 'Give a device a new secret; the old one stops working',
  params,
  querystring,
  response: { 200: enrolledShape, ...problems },
}
const revoke = {
  operationId: 'revokeDevice',
  tags,
  summary: 'Revoke a device: it may not connect any more, its readings stay',
  params,
  querystring,
  response: { 200: deviceShape, ...problems },
}

const remove = { ...revoke, operationId: 'deleteDevice', summary: 'The same as revoke' }

export function registerDevices(app: App, options: ApiOptions): void {
  const { devices } = options.registry

  app.get('/api/v1/devices', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    const zone = zoneOf(options, query)
    const ofBatch = readBatchSpan(query, zone)
    const where = given({ site: query.site, place: query.place })
    const listed =
      ofBatch === undefined
        ? await devices.list({ ...page, ...where })
        : await listOfBatch(options, ofBatch, page)
    const found = toPage(listed, page.limit, (one) => one.id)
    return { ...found, items: found.items.map((device) => toView(device, zone)) }
  })
  app.post('/api/v1/devices', { schema: enrol }, async ({ body, query }, reply) => {
    const { device, secret } = await enrolDevice(options, body)
    reply.code(201).header('location', `/api/v1/devices/${device.id}`)
    return { ...toView(device, zoneOf(options, query)), secret }
  })
  app.get('/api/v1/devices/:id', { schema: get }, async ({ params: { id: name }, query }) =>
    toView(requireFound(await devices.get(name), 'device', name), zoneOf(options, query)),
  )
  app.post('/api/v1/devices/:id/rotate', { schema: rotate }, async ({ params: at, query }) => {
    const { device, secret } = await devices.rotate(at.id)
    return { ...toView(device, zoneOf(options, query)), secret }
  })
  app.post('/api/v1/devices/:id/revoke', { schema: revoke }, async ({ params: at, query }) =>
    toView(await devices.revoke(at.id, Date.now()), zoneOf(options, query)),
  )
  app.delete('/api/v1/devices/:id', { schema: remove }, async ({ params: at, query }) =>
    toView(await devices.revoke(at.id, Date.now()), zoneOf(options, query)),
  )
}

/** The place is looked up first, so that a wrong one enrols nothing and no secret is lost. */
async function enrolDevice({ registry }: ApiOptions, body: z.output<typeof newDevice>) {
  const { id: name, place, model } = body
  if (place !== undefined) requireFound(await registry.places.get(place), 'place', place)
  const now = Date.now()
  const enrolment = { id: name, name: body.name ?? name, model, enrolledAt: now }
  const enrolled = await registry.devices.enrol(enrolment)
  if (place !== undefined) await registry.installations.install({ device: name, place, from: now })
  return enrolled
}

function toView(device: Device, zone: string): z.output<typeof deviceShape> {
  return {
    ...device,
    enrolledAt: formatInstant(zone, device.enrolledAt),
    presenceAt: formatOptional(zone, device.presenceAt),
    topic: formatReadingsTopic(device.id),
  }
}
