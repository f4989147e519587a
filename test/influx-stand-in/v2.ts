import { z } from 'zod'

import { readForm, type StandInAnswer, type StandInRequest, type StandInVersion } from './answer.ts'
import { findSyntaxError, type Shelf } from './shelf.ts'

export interface StandInV2Options {
  readonly token: string
  readonly organization: string
  /** False: a token that may write and read buckets but make none. */
  readonly mayManage: boolean
}

interface Bucket {
  readonly id: string
  readonly name: string
  readonly orgID: string
  retentionRules: unknown
}

const ORG_ID = '0a0a0a0a0a0a0a0a'
const PRECISIONS = new Set(['ns', 'us', 'ms', 's'])
const newBucket = z.object({ orgID: z.string(), name: z.string(), retentionRules: z.unknown() })
const newMapping = z.object({ database: z.string(), retention_policy: z.string() })

/** InfluxDB 2.x, as its API specification and its handlers say. */
export class StandInV2 implements StandInVersion {
  readonly #shelf: Shelf
  readonly #options: StandInV2Options
  readonly #buckets: Bucket[] = []
  readonly #mappings = new Set<string>()

  constructor(shelf: Shelf, options: StandInV2Options) {
    this.#shelf = shelf
    this.#options = options
  }

  async answer(request: StandInRequest): Promise<StandInAnswer> {
    const answer = await this.#route(request)
    const always = { 'x-influxdb-version': 'v2.7.11', 'x-influxdb-build': 'OSS' }
    return { ...answer, headers: { ...answer.headers, ...always } }
  }

  async #route(request: StandInRequest): Promise<StandInAnswer> {
    const { method, path } = request
    if (path === '/ping') return { status: 204 }
    if (request.headers['authorization'] !== `Token ${this.#options.token}`) {
      return fail(401, 'unauthorized', 'unauthorized access')
    }
    if (path === '/query') return this.#query(request)
    if (method === 'POST' && path === '/api/v2/write') return this.#write(request)
    if (!this.#options.mayManage) return fail(403, 'forbidden', 'insufficient permissions')
    if (method === 'GET' && path === '/api/v2/orgs') return this.#listOrganizations(request)
    if (path.startsWith('/api/v2/buckets')) return this.#manageBuckets(request)
    if (path === '/api/v2/dbrps') return this.#manageMappings(request)
    return fail(404, 'not found', 'path not found')
  }

  #listOrganizations({ parameters }: StandInRequest): StandInAnswer {
    const name = parameters.get('org')
    if (name === this.#options.organization)
      return { status: 200, body: { orgs: [{ id: ORG_ID, name }] } }
    return fail(404, 'not found', `organization name "${name}" not found`)
  }

  async #manageBuckets({ method, parameters, path, body }: StandInRequest): Promise<StandInAnswer> {
    if (method === 'GET') {
      const buckets = this.#buckets.filter(({ name }) => name === parameters.get('name'))
      return { status: 200, body: { buckets } }
    }
    const wanted = newBucket.partial().parse(JSON.parse(body))
    if (method === 'PATCH') {
      const bucket = this.#buckets.find(({ id }) => path.endsWith(`/${id}`))
      if (bucket) bucket.retentionRules = wanted.retentionRules
      return bucket ? { status: 200, body: bucket } : fail(404, 'not found', 'bucket not found')
    }
    return this.#makeBucket(newBucket.parse(wanted))
  }

  async #makeBucket({
    name,
    orgID,
    retentionRules,
  }: z.infer<typeof newBucket>): Promise<StandInAnswer> {
    if (this.#find(name)) return fail(422, 'conflict', `bucket with name ${name} already exists`)
    const bucket = { id: `${this.#buckets.length}`.padStart(16, '0'), name, orgID, retentionRules }
    this.#buckets.push(bucket)
    await this.#shelf.prepare(name)
    return { status: 201, body: bucket }
  }

  #manageMappings({ method, parameters, body }: StandInRequest): StandInAnswer {
    if (method === 'GET') {
      const name = `${parameters.get('db')}/${parameters.get('rp')}`
      return { status: 200, body: { content: this.#mappings.has(name) ? [{ name }] : [] } }
    }
    const { database, retention_policy: policy } = newMapping.parse(JSON.parse(body))
    this.#mappings.add(`${database}/${policy}`)
    return { status: 201, body: {} }
  }

  async #write({ parameters, body }: StandInRequest): Promise<StandInAnswer> {
    const org = parameters.get('org')
    const bucket = parameters.get('bucket') ?? ''
    if (org !== this.#options.organization)
      return fail(404, 'not found', `organization name "${org}" not found`)
    if (!this.#find(bucket)) return fail(404, 'not found', `bucket "${bucket}" not found`)
    if (!PRECISIONS.has(parameters.get('precision') ?? 'ns')) {
      return fail(400, 'invalid', 'invalid precision; valid precision units are ns, us, ms, and s')
    }
    const lines = body.split('\n')
    const syntaxError = lines.map(findSyntaxError).find((error) => error !== undefined)
    if (syntaxError !== undefined) return fail(400, 'invalid', syntaxError)
    const problem = await this.#shelf.write(bucket, lines)
    if (problem === undefined) return { status: 204 }
    return fail(422, 'unprocessable entity', `failure writing points to database: ${problem}`)
  }

  async #query(request: StandInRequest): Promise<StandInAnswer> {
    const form = readForm(request)
    const q = form.get('q') ?? ''
    // The policy before a measurement is stronger than the one of the request.
    const policy = /\bFROM "(\w+)"\."/.exec(q)?.[1] ?? form.get('rp')
    const name = `${form.get('db')}/${policy}`
    if (this.#mappings.has(name)) return this.#shelf.query(name, q)
    const error = `database not found: ${form.get('db')}`
    return { status: 200, body: { results: [{ statement_id: 0, error }] } }
  }

  #find(name: string): Bucket | undefined {
    return this.#buckets.find((bucket) => bucket.name === name)
  }
}

function fail(status: number, code: string, message: string): StandInAnswer {
  return { status, body: { code, message } }
}
