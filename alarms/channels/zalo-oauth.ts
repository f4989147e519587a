import { z } from 'zod'

import { MINUTE, type Instant } from '#domain/time.ts'

import { call, fail, readJson, requireSuccess } from './http.ts'

export interface ZaloApp {
  /** https://oauth.zaloapp.com, or what stands for it. */
  readonly oauthUrl: string
  readonly appId: string
  readonly secret: string
}

export interface Grant {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds. */
  readonly expiresIn: number
}

/** Long: who gives up on this answer may have lost it. */
const GRANT_WAIT_MAX = 2 * MINUTE
const HOW =
  'if NGUON_ZALO_APP_ID and NGUON_ZALO_SECRET are right and the app is active, an administrator of the OA must grant the app anew at https://developers.zalo.me (API Explorer, OA access token) and put the refresh token that it shows into NGUON_ZALO_REFRESH_TOKEN'

/** Zalo answers 200 also where it refuses, and writes the seconds as a string. */
const answerShape = z.union([
  z.object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1),
    expires_in: z.coerce.number().positive(),
  }),
  z.object({ error: z.number(), error_name: z.string().default('') }),
])

/** Uses up the refresh token. `unansweredAt`: it may have been used up before, by a request whose answer nobody heard. */
export async function requestZaloToken(
  { oauthUrl, appId, secret }: ZaloApp,
  { refreshToken, unansweredAt }: { refreshToken: string; unansweredAt: Instant | null },
): Promise<Grant> {
  const provider = { name: 'Zalo', secrets: [secret, refreshToken] }
  const form = { app_id: appId, refresh_token: refreshToken, grant_type: 'refresh_token' }
  const answer = await call(provider, {
    url: `${oauthUrl}/v4/oa/access_token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: secret },
    body: new URLSearchParams(form).toString(),
    // Nobody who gives up waiting may stop it: the answer holds the only next token.
    signal: new AbortController().signal,
    waitMax: GRANT_WAIT_MAX,
  })
  if (answer.status >= 500 || answer.status === 429) requireSuccess(provider, answer)
  const said = readJson(provider, answer, answerShape)
  if ('access_token' in said) {
    const { access_token: accessToken, refresh_token: next, expires_in: expiresIn } = said
    return { accessToken, refreshToken: next, expiresIn }
  }
  const lost =
    unansweredAt === null
      ? ''
      : `, and the answer to the refresh of ${toText(unansweredAt)} was lost, perhaps with the next token`
  const what = `Zalo does not renew the access (${said.error}: ${said.error_name})${lost}`
  throw fail(provider, 'CHANNEL_CONFIGURATION', `${what}: ${HOW}`)
}

function toText(at: Instant): string {
  return new Date(at).toISOString()
}
