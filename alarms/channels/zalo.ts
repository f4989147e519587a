import { z } from 'zod'

import { HOUR } from '#domain/time.ts'

import type { Receipt } from './contract.ts'
import { call, excerpt, fail, notNow, readJson, requireSuccess, type Provider } from './http.ts'
import type { ZaloToken } from './zalo-token.ts'

/** What the codes of one of Zalo's interfaces mean; a code that is in none refuses this message or this person. */
export interface ZaloCodes {
  /** The access token is no good, though it should be. */
  readonly token: readonly number[]
  readonly notNow: readonly number[]
  /** Over the quota, or at night: it is of no use to ask each minute. */
  readonly later: readonly number[]
  readonly configuration: readonly number[]
}

export interface ZaloRequest {
  readonly provider: Provider
  readonly url: string
  readonly body: unknown
  readonly codes: ZaloCodes
  /** What a person checks when it is our settings that are refused. */
  readonly advice: string
  readonly signal: AbortSignal
}

const LATER = HOUR

/** Zalo answers 200 whatever happened; `error` 0 is success. */
const answerShape = z.object({
  error: z.number(),
  message: z.string().default(''),
  data: z.object({ msg_id: z.string().optional(), message_id: z.string().optional() }).optional(),
})
type Said = z.infer<typeof answerShape>

/** Posts with an access token; with a new one once more where Zalo says that it is no good. */
export async function postToZalo(token: ZaloToken, request: ZaloRequest): Promise<Receipt> {
  const first = await token.get(request.signal)
  const said = await post(first, request)
  if (!request.codes.token.includes(said.error)) return readReceipt(said, guard(request, first))
  const second = await token.replace(first, request.signal)
  return readReceipt(await post(second, request), guard(request, second))
}

/** No error may show the token either. */
function guard(request: ZaloRequest, accessToken: string): ZaloRequest {
  const { name, secrets } = request.provider
  return { ...request, provider: { name, secrets: [...secrets, accessToken] } }
}

async function post(accessToken: string, request: ZaloRequest): Promise<Said> {
  const { provider, url, body, signal } = guard(request, accessToken)
  const headers = { 'content-type': 'application/json', access_token: accessToken }
  const answer = await call(provider, { url, headers, body: JSON.stringify(body), signal })
  requireSuccess(provider, answer)
  return readJson(provider, answer, answerShape)
}

function readReceipt({ error, message, data }: Said, request: ZaloRequest): Receipt {
  const { provider, codes, advice } = request
  const providerId = data?.msg_id ?? data?.message_id
  if (error === 0) return providerId === undefined ? {} : { providerId }
  const words = `${provider.name} refused the message (${error}${excerpt(provider, message)})`
  if (codes.later.includes(error)) throw notNow(provider, words, LATER)
  if (codes.notNow.includes(error)) throw notNow(provider, words)
  const isOurs = codes.configuration.includes(error) || codes.token.includes(error)
  if (isOurs) throw fail(provider, 'CHANNEL_CONFIGURATION', `${words}; ${advice}`)
  throw fail(provider, 'CHANNEL_REFUSED', words)
}
