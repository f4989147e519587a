import { HttpError } from '@influxdata/influxdb-client'
import { z } from 'zod'

import { type Dialect, type Tier, TIERS, toRetentionSeconds } from './dialect.ts'
import { type HttpRequest, type InfluxHttp, toQuery } from './http.ts'
import { type InfluxOptions, toConfigurationError } from './options.ts'

/**
 * InfluxDB 2.x: a bucket `<database>/<tier>` for each tier, written by /api/v2/write and read by InfluxQL through a
 * DBRP mapping (which 2.x derives from such a name, and which is made when it did not).
 */
export function createDialectV2(options: InfluxOptions): Dialect {
  const { database, organization, token } = options
  if (token === '')
    throw toConfigurationError('NGUON_INFLUX_TOKEN is empty; InfluxDB 2.x needs a token.')
  const headers = { authorization: `Token ${token}` }
  const path = { org: organization, precision: 'ms' }
  return {
    version: '2',
    headers,
    toWritePath: (tier) => `/api/v2/write?${toQuery({ ...path, bucket: `${database}/${tier}` })}`,
    toScope: (tier) => ({ db: database, rp: tier }),
    prepare: (http) => prepareWhereAllowed(createCaller(http, headers), options),
    // A parse error refuses the whole batch, a 422 names nothing: the batch is divided.
    findRefused: () => undefined,
  }
}

/** What a token without the right, or an organization that is not there, is answered. */
const REFUSED = new Set([401, 403, 404])

type Call = (method: HttpRequest['method'], path: string, body?: object) => Promise<unknown>

function createCaller(http: InfluxHttp, headers: Dialect['headers']): Call {
  return async (method, path, body) => {
    const { text } = await http.send({
      method,
      path: `/api/v2${path}`,
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
    })
    return text === '' ? {} : JSON.parse(text)
  }
}

const orgsAnswer = z.object({ orgs: z.array(z.object({ id: z.string() })).optional() })
const rule = z.object({ everySeconds: z.number() })
const bucketAnswer = z.object({ id: z.string(), retentionRules: z.array(rule).optional() })
const bucketsAnswer = z.object({ buckets: z.array(bucketAnswer).optional() })
const mappingsAnswer = z.object({ content: z.array(z.unknown()).nullish() })

/** A token for two buckets may do none of this and need none of it: then the first write or query tells what is wrong. */
async function prepareWhereAllowed(call: Call, options: InfluxOptions): Promise<void> {
  try {
    const organization = toQuery({ org: options.organization })
    const { orgs = [] } = orgsAnswer.parse(await call('GET', `/orgs?${organization}`))
    for (const { id } of orgs.slice(0, 1)) {
      for (const tier of TIERS) await prepareTier(call, { orgID: id, tier, options })
    }
  } catch (error) {
    if (!(error instanceof HttpError && REFUSED.has(error.statusCode))) throw error
  }
}

interface Place {
  readonly orgID: string
  readonly tier: Tier
  readonly options: InfluxOptions
}

async function prepareTier(call: Call, place: Place): Promise<void> {
  const bucketID = await prepareBucket(call, place)
  const { orgID, tier, options } = place
  const mapping = { orgID, db: options.database, rp: tier }
  const { content } = mappingsAnswer.parse(await call('GET', `/dbrps?${toQuery(mapping)}`))
  if ((content ?? []).length > 0) return
  const body = { orgID, bucketID, database: options.database, retention_policy: tier }
  await call('POST', '/dbrps', { ...body, default: tier === 'raw' })
}

async function prepareBucket(call: Call, { orgID, tier, options }: Place): Promise<string> {
  const name = `${options.database}/${tier}`
  const answer = await call('GET', `/buckets?${toQuery({ orgID, name })}`)
  const found = bucketsAnswer.parse(answer).buckets?.[0]
  const everySeconds = Math.ceil(toRetentionSeconds(tier, options.retention))
  const retentionRules = [{ type: 'expire', everySeconds }]
  if (found === undefined) {
    return bucketAnswer.parse(await call('POST', '/buckets', { orgID, name, retentionRules })).id
  }
  if ((found.retentionRules?.[0]?.everySeconds ?? 0) !== everySeconds) {
    await call('PATCH', `/buckets/${found.id}`, { retentionRules })
  }
  return found.id
}
