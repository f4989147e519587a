import { z } from 'zod'

import type { Installation } from '#domain/installation.ts'
import type { Instant } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { deviceName, numberedId, placeName, timeParameter, timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import type { App } from '../server.ts'
import { formatOptional, instant } from '../shapes.ts'
import { resolveTime, type WrittenTime } from '../written-time.ts'
import { zoneOf } from '../zone-of.ts'

const installationShape = z
  .object({
    id: z.number().int(),
    device: deviceName,
    place: placeName,
    from: instant,
    until: instant.nullable().meta({ description: 'Exclusive; null = it still stands there.' }),
  })
  .meta({ description: 'A device stands at a place for a time.' })

const fromField = timeParameter({ description: 'Now when not given.', examples: ['2026-10-01'] })
const newInstallation = z.strictObject(
  { device: deviceName, place: placeName, from: fromField.optional() },
  'a JSON object',
)
const untilField = timeParameter({ description: 'Now when not given.', examples: ['2026-10-02'] })
const ending = z.strictObject({ until: untilField.optional() }, 'a JSON object')

const tags = ['installations']
const querystring = z.strictObject({ timezone })
const params = z.strictObject({ id: numberedId('an installation') })
const problems = problemResponses('bad-request', 'not-found', 'conflict')

const list = {
  operationId: 'listInstallations',
  tags,
  summary: 'Which device stood where and when, in the order in which it was recorded',
  querystring: z.strictObject({
    device: deviceName.optional(),
    place: placeName.optional(),
    at: timeParameter({
      description: 'Only those in force at this time.',
      examples: ['2026-10-01'],
    }).optional(),
    ...pageParameters,
  }),
  response: { 200: pageOf(installationShape), ...problemResponses('bad-request') },
}
const install = {
  operationId: 'installDevice',
  tags,
  summary: 'A device stands at a place from now on, or from a time',
  description: 'Ends the installation that the device has, at the same instant.',
  querystring,
  body: newInstallation,
  response: { 201: installationShape, ...problems },
}
const end = {
  operationId: 'endInstallation',
  tags,
  summary: 'A device stands at its place no more, since now or since a time',
  params,
  querystring,
  body: ending,
  response: { 200: installationShape, ...problems },
}
const remove = {
  operationId: 'removeInstallation',
  tags,
  summary: 'Take back an installation that was a mistake',
  description:
    'The answer shows what was removed. The installation of the device that it had ended goes on.',
  params,
  querystring,
  response: { 200: installationShape, ...problemResponses('bad-request', 'not-found') },
}

export function registerInstallations(app: App, options: ApiOptions): void {
  const { installations } = options.registry
  const at = (time: WrittenTime | undefined, zone: string) => time && resolveTime(time, zone)

  app.get('/api/v1/installations', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.number())
    const zone = zoneOf(options, query)
    const where = given({ device: query.device, place: query.place, at: at(query.at, zone) })
    const found = await installations.list({ ...page, ...where })
    const { items, next } = toPage(found, page.limit, (installation) => installation.id)
    return { items: items.map((installation) => toView(installation, zone)), next }
  })
  app.post('/api/v1/installations', { schema: install }, async ({ body, query }, reply) => {
    const zone = zoneOf(options, query)
    const { device, place } = body
    const from = refuseFuture('from', at(body.from, zone), zone) ?? Date.now()
    const installation = await installations.install({ device, place, from })
    reply.code(201)
    return toView(installation, zone)
  })
  app.post(
    '/api/v1/installations/:id/end',
    { schema: end },
    async ({ params: { id: number }, query, body }) => {
      const zone = zoneOf(options, query)
      const until = refuseFuture('until', at(body.until, zone), zone) ?? Date.now()
      return toView(await installations.end(number, until), zone)
    },
  )
  app.delete('/api/v1/installations/:id', { schema: remove }, async ({ params: one, query }) =>
    toView(await installations.remove(one.id), zoneOf(options, query)),
  )
}

/** Nobody knows where a device will stand, and until then it would stand nowhere. */
function refuseFuture(field: string, time: Instant | undefined, zone: string): Instant | undefined {
  if (time === undefined || time <= Date.now()) return time
  const detail = {
    vi: `Trường '${field}' là ${formatInstant(zone, time)}; phải là thời điểm không nằm trong tương lai.`,
    en: `Field '${field}' is ${formatInstant(zone, time)}; accepted is a time that is not in the future.`,
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}

function toView(installation: Installation, zone: string): z.output<typeof installationShape> {
  const { from, until } = installation
  return { ...installation, from: formatInstant(zone, from), until: formatOptional(zone, until) }
}
