import { z } from 'zod'

import { NguonError, toMessage } from '#domain/error.ts'

/** The HTTP API as an installer uses it. */
export interface ApiClient {
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>
  /** The answer of `/healthz`, which is 503 while something is wrong or late. */
  getHealth<T>(shape: z.ZodType<T>): Promise<T>
  /** `undefined` when the thing exists already (409). */
  create<T>(path: string, body: object, shape: z.ZodType<T>): Promise<T | undefined>
  post<T>(path: string, shape: z.ZodType<T>): Promise<T>
  patch(path: string, body: object): Promise<void>
}

const CONFLICT = 409
const problemShape = z.object({ detail: z.string() })

export function createApiClient(apiUrl: string, adminToken: string): ApiClient {
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await fetch(`${apiUrl}${path}`, request).catch((error: unknown) => {
      throw unreachable(apiUrl, error)
    })
    return { status: response.status, ok: response.ok, text: await response.text() }
  }
  const expect = async (method: string, path: string, body?: object) => {
    const answer = await ask(method, path, body)
    if (!answer.ok) throw refused(`${method} ${path}`, answer)
    return answer.text
  }
  return {
    get: async (path, shape) => shape.parse(JSON.parse(await expect('GET', path))),
    getHealth: async (shape) => shape.parse(JSON.parse((await ask('GET', '/healthz')).text)),
    post: async (path, shape) => shape.parse(JSON.parse(await expect('POST', path, {}))),
    patch: async (path, body) => void (await expect('PATCH', path, body)),
    create: async (path, body, shape) => {
      const answer = await ask('POST', path, body)
      if (answer.status === CONFLICT) return undefined
      if (!answer.ok) throw refused(`POST ${path}`, answer)
      return shape.parse(JSON.parse(answer.text))
    },
  }
}

function unreachable(apiUrl: string, cause: unknown): NguonError {
  // fetch says only 'fetch failed'; what happened is one level below.
  const reason = cause instanceof Error ? (cause.cause ?? cause) : cause
  const detail = `the api at ${apiUrl} cannot be reached (${toMessage(reason)}). Is it running (nguon start)?`
  return new NguonError('SIMULATOR_API_UNREACHABLE', detail, { retry: true, cause })
}

function refused(what: string, { status, text }: { status: number; text: string }): NguonError {
  const detail = `${what} was answered ${status}: ${readDetail(text)}`
  return new NguonError('SIMULATOR_API_REFUSED', detail, { retry: status >= 500 })
}

function readDetail(text: string): string {
  try {
    return problemShape.parse(JSON.parse(text)).detail
  } catch {
    return text.slice(0, 200)
  }
}
