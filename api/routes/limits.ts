import { z } from 'zod'

import { formatInstant } from '#domain/zone.ts'
import type { LimitVersion } from '#store/registry/contract-alarms.ts'

import { limitFields, toLimit } from '../limit-shape.ts'
import { limitShape, toLimitView } from '../limit-view.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { id, shortText, timeParameter, timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { resolveTime } from '../written-time.ts'
import { zoneOf } from '../zone-of.ts'

const limitName = id.meta({ description: 'Id of a limit.', examples: ['vat-hot'] })
const versionShape = z
  .object({
    version: z.number().int(),
    approvedBy: z.string(),
    reason: z.string(),
    validFrom: instant,
    recordedAt: instant,
    withdrawn: z.boolean(),
    limit: limitShape,
  })
  .meta({ description: 'A limit as it was approved. A version never changes.' })

const approval = {
  approvedBy: shortText.meta({ description: 'Who approves it.', examples: ['Lan'] }),
  reason: shortText.meta({ description: 'Why.', examples: ['Mùa hè'] }),
  validFrom: timeParameter({
    description: 'Now when not given. What is in force from then on; no time in the past.',
    examples: ['2100-01-01'],
  }).optional(),
}
const tags = ['alarms']
const params = z.strictObject({ id: limitName })
const querystring = z.strictObject({ timezone })

const list = {
  operationId: 'listLimits',
  tags,
  summary: 'Limits in force now, by id',
  querystring: z.strictObject(pageParameters),
  response: { 200: pageOf(versionShape), ...problemResponses('bad-request') },
}
const versions = {
  operationId: 'listLimitVersions',
  tags,
  summary: 'All versions of a limit, the newest first',
  params,
  querystring,
  response: {
    200: z.object({ items: z.array(versionShape) }).meta({ description: 'All versions.' }),
    ...problemResponses('bad-request', 'not-found'),
  },
}
const put = {
  operationId: 'approveLimit',
  tags,
  summary: 'Approve a limit: a new one, or the next version of one',
  params,
  querystring,
  body: z.strictObject({ ...limitFields, ...approval }, 'a JSON object'),
  response: { 201: versionShape, ...problemResponses('bad-request', 'conflict') },
}
const withdraw = {
  operationId: 'withdrawLimit',
  tags,
  summary: 'Nothing is watched by a limit any more',
  params,
  querystring,
  body: z.strictObject(approval, 'a JSON object'),
  response: {
    200: versionShape.meta({
      description: 'It was withdrawn before; this is the version that did it.',
    }),
    201: versionShape,
    ...problemResponses('bad-request', 'not-found', 'conflict'),
  },
}

export function registerLimits(app: App, options: ApiOptions): void {
  const { limits } = options.registry

  app.get('/api/v1/limits', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    const found = await limits.list({ ...page, at: Date.now() })
    const { items, next } = toPage(found, page.limit, ({ limit }) => limit.id)
    return { items: items.map((version) => toView(version, zoneOf(options, query))), next }
  })
  app.get('/api/v1/limits/:id/versions', { schema: versions }, async ({ params: one, query }) => {
    const found = await requireVersions(options, one.id)
    return { items: found.map((version) => toView(version, zoneOf(options, query))) }
  })
  app.put('/api/v1/limits/:id', { schema: put }, async ({ params: one, query, body }, reply) => {
    const { approvedBy, reason, validFrom, ...fields } = body
    const limit = toLimit(one.id, fields)
    const recordedAt = Date.now()
    const from = toValidFrom(validFrom, { zone: zoneOf(options, query), now: recordedAt })
    const approved = { approvedBy, reason, recordedAt, validFrom: from, withdrawn: false }
    reply.code(201)
    return toView(await limits.add({ limit, ...approved }), zoneOf(options, query))
  })
  app.post(
    '/api/v1/limits/:id/withdraw',
    { schema: withdraw },
    async ({ params: one, query, body }, reply) => {
      const [newest] = await requireVersions(options, one.id)
      const recordedAt = Date.now()
      const from = toValidFrom(body.validFrom, { zone: zoneOf(options, query), now: recordedAt })
      const { approvedBy, reason } = body
      const approved = { approvedBy, reason, recordedAt, validFrom: from, withdrawn: true }
      const withdrawn = await limits.add({ limit: newest.limit, ...approved })
      reply.code(withdrawn.version > newest.version ? 201 : 200)
      return toView(withdrawn, zoneOf(options, query))
    },
  )
}

type WrittenFrom = Parameters<typeof resolveTime>[0] | undefined

/** What was in force is not changed afterwards. */
function toValidFrom(written: WrittenFrom, { zone, now }: { zone: string; now: number }): number {
  if (written === undefined) return now
  const from = resolveTime(written, zone)
  if (from >= now) return from
  const detail = {
    vi: `Trường 'validFrom' là ${formatInstant(zone, from)}; phải là thời điểm không nằm trong quá khứ.`,
    en: `Field 'validFrom' is ${formatInstant(zone, from)}; accepted is a time that is not in the past.`,
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}

async function requireVersions(
  { registry }: ApiOptions,
  limit: string,
): Promise<[LimitVersion, ...LimitVersion[]]> {
  const [newest, ...others] = await registry.limits.versions(limit)
  if (newest !== undefined) return [newest, ...others]
  throw new RequestProblem('not-found', 'NOT_FOUND', {
    vi: `Không có giới hạn '${limit}'.`,
    en: `There is no limit '${limit}'.`,
  })
}

function toView(version: LimitVersion, zone: string): z.output<typeof versionShape> {
  const { limit, validFrom, recordedAt } = version
  return {
    ...version,
    validFrom: formatInstant(zone, validFrom),
    recordedAt: formatInstant(zone, recordedAt),
    limit: toLimitView(limit),
  }
}
