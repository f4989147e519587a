import type { z } from 'zod'

import { openApi } from './api-fixture.ts'

export type Schema = z.core.JSONSchema.JSONSchema & { properties?: Record<string, Schema> }
interface Media {
  readonly schema: Schema
  readonly example?: unknown
}
interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path'
  readonly required: boolean
  readonly example?: string
  readonly examples?: Record<string, { value: string }>
}
interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: string[]
  readonly parameters?: Parameter[]
  readonly requestBody?: { readonly content: Record<string, Media> }
  readonly responses: Record<string, { description: string; content?: Record<string, Media> }>
}
interface Document {
  readonly openapi: string
  readonly tags: { name: string }[]
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, Schema> }
}
export interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The document that the API serves, and its operations one by one. */
export async function readDocument(): Promise<{ document: Document; routes: Route[] }> {
  await using api = await openApi()
  const read = (await (await api.ask('/openapi.json')).json()) as Document
  const all = Object.entries(read.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method, path, operation })),
  )
  return { document: read, routes: all }
}

/** These need a device or a place, which a list of parameters cannot say. */
const DEVICE_OR_PLACE = new Set(['/api/v1/readings', '/api/v1/legs'])
const DEVICES = '/api/v1/devices'
const TIMES = new Set(['from', 'until'])
const COVERAGE = '/api/v1/readings/coverage'

/** The request with only what it needs, with each example of each parameter beside that, and those of its description. */
export function toTargets({ path, method, operation }: Route): string[] {
  const parameters = operation.parameters ?? []
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(exampleOf(parameters.find((one) => one.name === name))),
  )
  const query = parameters.filter((one) => one.in === 'query')
  const needed = new URLSearchParams()
  for (const one of query) {
    const isNeeded = one.required || (DEVICE_OR_PLACE.has(path) && one.name === 'device')
    if (isNeeded) needed.set(one.name, String(exampleOf(one)))
  }
  // What changes something is done once.
  const optional = method === 'get' ? query.filter((one) => exampleOf(one) !== undefined) : []
  const targets = optional.map((one) => {
    const search = new URLSearchParams(needed)
    search.set(one.name, String(exampleOf(one)))
    // Of devices, times are asked of a batch.
    if (path === DEVICES && TIMES.has(one.name)) search.set('batch', 'chuop-07-2026')
    // A time between which and the default nothing lies needs its other end.
    if (one.name === 'from') search.set('until', '2026-10-02')
    if (path === COVERAGE) search.set('every', '30s')
    return `${filled}?${search.toString()}`
  })
  const described = operation.description?.match(/(?<=`GET )[^`]+/g) ?? []
  const bare = path === COVERAGE ? [] : [`${filled}?${needed.toString()}`]
  return [...bare, ...targets, ...described]
}

export function toInit({ method, path, operation }: Route): RequestInit {
  if (path === '/api/v1/attachments') {
    return { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'a picture' }
  }
  const [media] = Object.values(operation.requestBody?.content ?? {})
  if (media === undefined) return { method: method.toUpperCase() }
  const properties = Object.entries(media.schema.properties ?? {})
  const example = Object.fromEntries(properties.map(([key, schema]) => [key, findExample(schema)]))
  const body = JSON.stringify(media.example ?? example)
  return { method: method.toUpperCase(), headers: { 'content-type': 'application/json' }, body }
}

/** The first example of a schema or of what it may be. */
function findExample(schema: Schema): unknown {
  if (schema.examples !== undefined) return schema.examples[0]
  return schema.anyOf?.map((one) => findExample(one as Schema)).find((one) => one !== undefined)
}

export function exampleOf(parameter: Parameter | undefined): string | undefined {
  return parameter?.example ?? Object.values(parameter?.examples ?? {})[0]?.value
}
