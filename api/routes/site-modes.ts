import { z } from 'zod'

import { SITE_MODE_NAMES, SITE_MODES, type SiteMode } from '#domain/site-mode.ts'
import { HOUR } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'
import type { SiteModeRecord } from '#store/registry/contract-site-modes.ts'

import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { durationParameter, shortText, siteName, timezone } from '../parameters.ts'
import { FieldsProblem, problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { instant, text } from '../shapes.ts'
import { zoneOf } from '../zone-of.ts'

const LONGEST = SITE_MODE_NAMES.map(
  (name) => `${name} ${SITE_MODES[name].durationMax / HOUR} hours`,
).join(', ')
const modeName = z
  .enum(SITE_MODE_NAMES, `one of ${SITE_MODE_NAMES.join(', ')}`)
  .meta({ examples: ['typhoon'] })

const modeShape = z
  .object({
    id: z.number().int(),
    site: siteName,
    mode: modeName,
    name: text,
    from: instant,
    until: instant.meta({ description: 'When it ends by itself.' }),
    by: z.string(),
    reason: z.string(),
    ended: z
      .object({ at: instant, by: z.string(), reason: z.string() })
      .nullable()
      .meta({ description: 'Who ended it before its time; null: nobody.' }),
  })
  .meta({ description: 'A time in which fewer alarms of a site are told.' })

const by = shortText.meta({ description: 'Who does it.', examples: ['Lan'] })
const reason = shortText.meta({ description: 'Why.', examples: ['Bão số 5'] })
const beginning = z.strictObject(
  {
    mode: modeName,
    by,
    reason,
    duration: durationParameter({ description: `At most ${LONGEST}.`, examples: ['PT12H'] }),
  },
  'a JSON object',
)

const tags = ['sites']
const params = z.strictObject({ id: siteName })
const querystring = z.strictObject({ timezone })

const get = {
  operationId: 'getSiteMode',
  tags,
  summary: 'The mode that a site is in',
  params,
  querystring,
  response: {
    200: z
      .object({ mode: modeShape.nullable() })
      .meta({ description: 'The mode in force; null: the site is as usual.' }),
    ...problemResponses('bad-request', 'not-found'),
  },
}
const put = {
  operationId: 'beginSiteMode',
  tags,
  summary: 'Hear of less for a time: from now on, and in place of the mode in force',
  params,
  querystring,
  body: beginning,
  response: { 200: modeShape, ...problemResponses('bad-request', 'not-found') },
}
const end = {
  operationId: 'endSiteMode',
  tags,
  summary: 'The site is as usual again',
  params,
  // What a DELETE carries in its body may be lost on the way (RFC 9110 §9.3.5).
  querystring: z.strictObject({ by, reason, timezone }),
  response: { 200: modeShape, ...problemResponses('bad-request', 'not-found') },
}
const history = {
  operationId: 'listSiteModes',
  tags,
  summary: 'All modes that a site was in, in the order in which they were set',
  params,
  querystring: z.strictObject(pageParameters),
  response: { 200: pageOf(modeShape), ...problemResponses('bad-request', 'not-found') },
}

export function registerSiteModes(app: App, options: ApiOptions): void {
  const { sites, siteModes } = options.registry
  const find = async (site: string) => requireFound(await sites.get(site), 'site', site)
  const url = '/api/v1/sites/:id/mode'

  app.get(url, { schema: get }, async ({ params: { id: site }, query }) => {
    await find(site)
    const [mode] = await siteModes.inForce(Date.now(), site)
    return { mode: mode === undefined ? null : toView(mode, zoneOf(options, query)) }
  })
  app.put(url, { schema: put }, async ({ params: { id: site }, query, body }) =>
    toView(await siteModes.begin(toMode(site, body)), zoneOf(options, query)),
  )
  app.delete(url, { schema: end }, async ({ params: { id: site }, query }) => {
    const { by: who, reason: why } = query
    const ended = await siteModes.end(site, { at: Date.now(), by: who, reason: why })
    return toView(ended, zoneOf(options, query))
  })
  app.get(
    '/api/v1/sites/:id/modes',
    { schema: history },
    async ({ params: { id: site }, query }) => {
      await find(site)
      const page = toPageQuery(query, z.number())
      const found = await siteModes.history({ ...page, site })
      const { items, next } = toPage(found, page.limit, (mode) => mode.id)
      return { items: items.map((mode) => toView(mode, zoneOf(options, query))), next }
    },
  )
}

function toMode(site: string, body: z.output<typeof beginning>): SiteMode {
  const { duration, ...rest } = body
  const { durationMax } = SITE_MODES[body.mode]
  if (duration > durationMax) {
    const detail = {
      vi: `Trường 'duration' là ${duration / HOUR} giờ; với ${body.mode} nhiều nhất ${durationMax / HOUR} giờ.`,
      en: `Field 'duration' is ${duration / HOUR} hours; accepted is at most ${durationMax / HOUR} hours for ${body.mode}.`,
    }
    throw new FieldsProblem('REQUEST_INVALID', [{ in: 'body', name: 'duration', detail }])
  }
  const from = Date.now()
  return { site, from, until: from + duration, ...rest }
}

function toView(record: SiteModeRecord, zone: string): z.output<typeof modeShape> {
  const { ended } = record
  return {
    ...record,
    name: SITE_MODES[record.mode].name,
    from: formatInstant(zone, record.from),
    until: formatInstant(zone, record.until),
    ended: ended && { ...ended, at: formatInstant(zone, ended.at) },
  }
}
