import { z } from 'zod'

import type { Site } from '#domain/site.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { bilingualText, id, siteName, zone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { text } from '../shapes.ts'

const siteShape = z
  .object({
    id: siteName,
    name: text,
    timezone: z.string().meta({ examples: ['Asia/Ho_Chi_Minh'] }),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
  })
  .meta({ description: 'A producer’s premises: a cooperative, an orchard.' })

const LATITUDE_RULE = 'degrees from -90 to 90, or null'
const LONGITUDE_RULE = 'degrees from -180 to 180, or null'
const fields = {
  name: bilingualText,
  timezone: zone,
  latitude: z.number(LATITUDE_RULE).min(-90, LATITUDE_RULE).max(90, LATITUDE_RULE).nullable(),
  longitude: z.number(LONGITUDE_RULE).min(-180, LONGITUDE_RULE).max(180, LONGITUDE_RULE).nullable(),
}
const newSite = z
  .strictObject(
    {
      id,
      ...fields,
      timezone: zone.optional(),
      latitude: fields.latitude.default(null),
      longitude: fields.longitude.default(null),
    },
    'a JSON object',
  )
  .meta({
    examples: [
      {
        id: 'cam-khe-xai',
        name: { vi: 'Cam Khe Xai', en: 'Khe Xai oranges' },
        latitude: 18.07,
        longitude: 106.29,
      },
    ],
  })
const siteChange = z
  .strictObject(fields, 'a JSON object')
  .partial()
  .meta({ examples: [{ latitude: 18.08 }] })

const tags = ['sites']
const params = z.strictObject({ id: siteName })

const list = {
  operationId: 'listSites',
  tags,
  summary: 'All sites, by id',
  querystring: z.strictObject(pageParameters),
  response: { 200: pageOf(siteShape), ...problemResponses('bad-request') },
}
const create = {
  operationId: 'createSite',
  tags,
  summary: 'Add a site',
  body: newSite,
  response: { 201: siteShape, ...problemResponses('bad-request', 'conflict') },
}
const get = {
  operationId: 'getSite',
  tags,
  summary: 'One site',
  params,
  response: { 200: siteShape, ...problemResponses('bad-request', 'not-found') },
}
const update = {
  operationId: 'updateSite',
  tags,
  summary: 'Change a site',
  params,
  body: siteChange,
  response: { 200: siteShape, ...problemResponses('bad-request', 'not-found') },
}

export function registerSites(app: App, { registry: { sites }, timezone }: ApiOptions): void {
  app.get('/api/v1/sites', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    return toPage(await sites.list(page), page.limit, (site) => site.id)
  })
  app.post('/api/v1/sites', { schema: create }, async ({ body }, reply): Promise<Site> => {
    const site = await sites.create({ ...body, timezone: body.timezone ?? timezone })
    reply.code(201).header('location', `/api/v1/sites/${site.id}`)
    return site
  })
  app.get('/api/v1/sites/:id', { schema: get }, async ({ params: { id: name } }) =>
    requireFound(await sites.get(name), 'site', name),
  )
  app.patch('/api/v1/sites/:id', { schema: update }, async ({ params: { id: name }, body }) =>
    sites.update(name, given(body)),
  )
}
