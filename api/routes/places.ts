import { z } from 'zod'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { bilingualText, id, placeKind, placeKinds, placeName, siteName } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { text } from '../shapes.ts'

const placeShape = z
  .object({ id: placeName, site: siteName, kind: placeKind, name: text })
  .meta({ description: 'Where things stand within a site.' })

const newPlace = z
  .strictObject({ id, site: id, kind: placeKind, name: bilingualText }, 'a JSON object')
  .meta({
    examples: [
      {
        id: 'vat-house-2',
        site: 'phu-khuong',
        kind: 'vat',
        name: { vi: 'Thùng chượp số 2', en: 'Vat no. 2' },
      },
    ],
  })
const placeChange = z
  .strictObject({ kind: placeKind, name: bilingualText }, 'a JSON object')
  .partial()
  .meta({ examples: [{ kind: 'vat' }] })

const tags = ['places']
const params = z.strictObject({ id: placeName })

const list = {
  operationId: 'listPlaces',
  tags,
  summary: 'Places, by id: all, those of a site, those of some kinds',
  querystring: z.strictObject({
    site: siteName.optional(),
    kind: placeKinds.optional(),
    ...pageParameters,
  }),
  response: { 200: pageOf(placeShape), ...problemResponses('bad-request') },
}
const create = {
  operationId: 'createPlace',
  tags,
  summary: 'Add a place to a site',
  body: newPlace,
  response: { 201: placeShape, ...problemResponses('bad-request', 'not-found', 'conflict') },
}
const get = {
  operationId: 'getPlace',
  tags,
  summary: 'One place',
  params,
  response: { 200: placeShape, ...problemResponses('bad-request', 'not-found') },
}
const update = {
  operationId: 'updatePlace',
  tags,
  summary: 'Change a place',
  params,
  body: placeChange,
  response: { 200: placeShape, ...problemResponses('bad-request', 'not-found') },
}

export function registerPlaces(app: App, { registry: { places } }: ApiOptions): void {
  app.get('/api/v1/places', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    const found = await places.list({ ...page, ...given({ site: query.site, kind: query.kind }) })
    return toPage(found, page.limit, (place) => place.id)
  })
  app.post('/api/v1/places', { schema: create }, async ({ body }, reply) => {
    const place = await places.create(body)
    reply.code(201).header('location', `/api/v1/places/${place.id}`)
    return place
  })
  app.get('/api/v1/places/:id', { schema: get }, async ({ params: { id: name } }) =>
    requireFound(await places.get(name), 'place', name),
  )
  app.patch('/api/v1/places/:id', { schema: update }, async ({ params: { id: name }, body }) =>
    places.update(name, given(body)),
  )
}
