import { randomUUID } from 'node:crypto'

import { HttpProvider, type ProviderAnswer, type Received } from './channel-provider.ts'

export const APP = { appId: '4291763606161179100', secret: 'zalo-app-secret-1' }
const DAY_SECONDS = 90_000

/**
 * Answers as the pages of Zalo document it: 200 always, the code in the body; a refresh token opens once. With which number it refuses one
 * they do not say.
 */
export class ZaloPlatform implements AsyncDisposable {
  readonly http: HttpProvider
  /** The one that opens; others have been used or were never given. */
  refreshToken = `first-refresh-${randomUUID()}`
  /** What is accepted; asked for with another it is refused. */
  accessToken = 'none yet'
  refreshCount = 0
  #refusal: { readonly error: number; readonly message: string } | undefined

  static async open(): Promise<ZaloPlatform> {
    const platform: ZaloPlatform = new ZaloPlatform(
      await HttpProvider.open({
        accept: (request) => platform.#answer(request),
        refuse: (echo) => platform.#refuse(echo),
      }),
    )
    return platform
  }

  private constructor(http: HttpProvider) {
    this.http = http
  }

  get url(): string {
    return this.http.url
  }

  /** What was posted to send messages, the last one last. */
  get messages(): Record<string, unknown>[] {
    return this.http.requests
      .filter(({ path }) => !path.startsWith('/v4/oa'))
      .map(({ body }) => JSON.parse(body.toString()))
  }

  /** All messages are answered so from now on. */
  refuseWith(error: number, message: string): void {
    this.#refusal = { error, message }
  }

  /** Zalo ends all access tokens, as when an administrator changes a password. */
  endAccess(): void {
    this.accessToken = 'none any more'
  }

  #answer(request: Received): ProviderAnswer {
    return request.path === '/v4/oa/access_token' ? this.#grant(request) : this.#take(request)
  }

  /** Refuses messages, not refreshes: those are the keeper's own tests. */
  #refuse(echo: string): ProviderAnswer {
    const [path = ''] = echo.split(' ')
    if (path === '/v4/oa/access_token') return this.#answer(this.#last)
    return say({ error: -118, message: `Zalo account not existed ${echo}` })
  }

  get #last(): Received {
    const last = this.http.requests.at(-1)
    if (last === undefined) throw new Error('nothing was asked')
    return last
  }

  #grant({ headers, body }: Received): ProviderAnswer {
    const form = Object.fromEntries(new URLSearchParams(body.toString()))
    if (headers['secret_key'] !== APP.secret || form['app_id'] !== APP.appId) {
      return say({ error: -14_002, error_name: 'Invalid app id or secret key' })
    }
    if (form['grant_type'] !== 'refresh_token' || form['refresh_token'] !== this.refreshToken) {
      return say({ error: -14_014, error_name: 'Invalid refresh token.' })
    }
    this.refreshCount++
    this.refreshToken = `refresh-${this.refreshCount}-${randomUUID()}`
    this.accessToken = `access-${this.refreshCount}-${randomUUID()}`
    const { accessToken: access_token, refreshToken: refresh_token } = this
    return say({ access_token, refresh_token, expires_in: String(DAY_SECONDS) })
  }

  #take({ path, headers }: Received): ProviderAnswer {
    const isOa = path === '/v3.0/oa/message/cs'
    if (headers['access_token'] !== this.accessToken) {
      return say({ error: isOa ? -216 : -124, message: 'Access token is invalid' })
    }
    if (this.#refusal !== undefined) return say(this.#refusal)
    const data = isOa ? { message_id: 'oa-1', user_id: 'x' } : { msg_id: 'zns-1', sent_time: '1' }
    return say({ error: 0, message: 'Success', data })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.http[Symbol.asyncDispose]()
  }
}

function say(body: object): ProviderAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}
