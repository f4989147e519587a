import { z } from 'zod'

import { MINUTE } from '#domain/time.ts'

import { readForm, type StandInAnswer, type StandInRequest, type StandInVersion } from './answer.ts'
import { findSyntaxError, type Shelf } from './shelf.ts'

export interface StandInV3Options {
  readonly token: string
  /** Core: 5. */
  readonly databasesMax: number
  /** Core: 432 files of ten minutes each, 72 hours without a gap. */
  readonly filesMax: number
}

const PRECISION = /^(auto|nanosecond|microsecond|millisecond|second|ns|us|ms|s)$/
const DATABASE = /^[A-Za-z0-9][A-Za-z0-9_-]*(\/[A-Za-z0-9_-]+)?$/
const UNSUPPORTED = /\b(SHOW SERIES|CREATE|ALTER|DROP|DELETE|INTO|SLIMIT|SOFFSET|CARDINALITY)\b/
const FILE = 10 * MINUTE
const newDatabase = z.object({ db: z.string(), retention_period: z.string().optional() })

/** InfluxDB 3 Core, as its API specification and its source say. */
export class StandInV3 implements StandInVersion {
  readonly #shelf: Shelf
  readonly #options: StandInV3Options
  /** For each database the ten-minute slots that hold points: a file each, as nothing is compacted. */
  readonly #files = new Map<string, Set<number>>()

  constructor(shelf: Shelf, options: StandInV3Options) {
    this.#shelf = shelf
    this.#options = options
  }

  async answer(request: StandInRequest): Promise<StandInAnswer> {
    const answer = await this.#route(request)
    const always = { 'cluster-uuid': 'b1a4b0a8-2f5e-4a55-9a4e-8a3b8a1d6c11' }
    // Errors are JSON, but 3.x does not say so.
    const body = typeof answer.body === 'object' ? JSON.stringify(answer.body) : answer.body
    return { ...answer, body, headers: { ...answer.headers, ...always } }
  }

  async #route(request: StandInRequest): Promise<StandInAnswer> {
    const { token } = this.#options
    const { authorization } = request.headers
    if (authorization !== `Bearer ${token}` && authorization !== `Token ${token}`) {
      return { status: 401, body: '' }
    }
    const headers = { 'x-influxdb-version': '3.11.2', 'x-influxdb-build': 'Core' }
    if (request.path === '/ping') return { status: 200, headers, body: { version: '3.11.2' } }
    if (request.path === '/query') return this.#query(request)
    if (request.method === 'POST' && request.path === '/api/v3/write_lp')
      return this.#write(request)
    if (request.method === 'POST' && request.path === '/api/v3/configure/database') {
      return this.#configure(newDatabase.parse(JSON.parse(request.body)).db)
    }
    return { status: 404, body: '' }
  }

  async #configure(db: string): Promise<StandInAnswer> {
    if (!DATABASE.test(db))
      return { status: 400, body: { error: 'invalid database name', data: null } }
    if (this.#files.has(db))
      return { status: 409, body: 'attempted to create a resource that already exists' }
    return (await this.#make(db)) ?? { status: 200, body: '' }
  }

  async #make(db: string): Promise<StandInAnswer | undefined> {
    const max = this.#options.databasesMax
    if (this.#files.size >= max) {
      const error = `Adding a new database would exceed limit of ${max} databases`
      return { status: 422, body: { error, data: null } }
    }
    this.#files.set(db, new Set())
    await this.#shelf.prepare(db)
    return undefined
  }

  async #write({ parameters, body }: StandInRequest): Promise<StandInAnswer> {
    const db = parameters.get('db') ?? ''
    if (!DATABASE.test(db))
      return { status: 400, body: { error: 'invalid database name', data: null } }
    if (!PRECISION.test(parameters.get('precision') ?? 'auto')) {
      return { status: 400, body: 'serde error: unknown variant of precision' }
    }
    const refused = this.#files.has(db) ? undefined : await this.#make(db)
    if (refused) return refused
    const lines = body.split('\n')
    if (parameters.get('accept_partial') === 'false') return this.#writeAll(db, lines)
    const data = await this.#writeEach(db, lines)
    if (data.length === 0) return { status: 204 }
    return { status: 400, body: { error: 'partial write of line protocol occurred', data } }
  }

  async #writeAll(db: string, lines: readonly string[]): Promise<StandInAnswer> {
    const error = lines.map(findSyntaxError).find((one) => one !== undefined)
    if (error === undefined && (await this.#put(db, lines)) === undefined) return { status: 204 }
    return { status: 400, body: { error: 'parsing failed for write_lp endpoint', data: null } }
  }

  async #writeEach(db: string, lines: readonly string[]) {
    const isGood = lines.every((line) => findSyntaxError(line) === undefined)
    if (isGood && (await this.#put(db, lines)) === undefined) return []
    const data: object[] = []
    for (const [i, line] of lines.entries()) {
      const error = findSyntaxError(line) ?? (await this.#put(db, [line]))
      if (error === undefined) continue
      data.push({ original_line: line, line_number: i + 1, error_message: error })
    }
    return data
  }

  async #put(db: string, lines: readonly string[]): Promise<string | undefined> {
    const error = await this.#shelf.write(db, lines)
    const times = lines.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)))
    for (const time of times) this.#files.get(db)?.add(Math.floor(time / FILE))
    return error
  }

  async #query(request: StandInRequest): Promise<StandInAnswer> {
    const form = readForm(request)
    const db = form.get('db') ?? ''
    // A policy without a database before it is left out, and `rp` is not heeded: the request's database is meant as it stands.
    const q = (form.get('q') ?? '').replaceAll(/\bFROM "\w+"\.(?="\w+"(?!\.))/g, 'FROM ')
    const error = this.#findQueryError(db, q)
    if (error === undefined) return this.#shelf.query(db, q)
    return { status: 200, body: { results: [{ statement_id: 0, error }] } }
  }

  #findQueryError(db: string, q: string): string | undefined {
    const files = this.#files.get(db)
    if (files === undefined) return `Database ${db} not found`
    if (UNSUPPORTED.test(q)) return `datafusion error: This feature is not implemented: ${q}`
    const max = this.#options.filesMax
    const isTooWide = q.split(';').some((statement) => countFiles(files, statement) > max)
    return isTooWide
      ? `datafusion error: External error: Query would process more than ${max} parquet files`
      : undefined
  }
}

function countFiles(files: ReadonlySet<number>, statement: string): number {
  const [, from = 0, until = Infinity] =
    /time >= (\d+)ms AND time <=? (\d+)ms/.exec(statement) ?? []
  const [first, end] = [Math.floor(Number(from) / FILE), Number(until) / FILE]
  return [...files].filter((file) => file >= first && file < end).length
}
