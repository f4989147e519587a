import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import type { Logger } from 'pino'
import { z } from 'zod'

import { HOUR, MINUTE, SECOND, type Instant } from '#domain/time.ts'
import { replaceFile } from '#service/replace-file.ts'

import { ChannelError } from './error.ts'
import { untilAborted } from './until-aborted.ts'
import { requestZaloToken, type ZaloApp } from './zalo-oauth.ts'

export interface ZaloTokenOptions extends ZaloApp {
  /** Where the tokens are kept, mode 0600. */
  readonly file: string
  /** The one that a person got for us; the file knows which came after it. */
  readonly refreshToken: string
  readonly log: Logger
}

const keptShape = z.object({
  /** Hash of the refresh token that a person gave: another one begins anew. */
  given: z.string(),
  refreshToken: z.string(),
  accessToken: z.string(),
  accessUntil: z.number(),
  /** A refresh was asked for, and its answer is not on disk. */
  unansweredAt: z.number().nullable(),
})
type Kept = z.infer<typeof keptShape>

/** Before it expires, so that no alarm waits for it; and so a grant that nobody renews is noticed before it is needed. */
const RENEW_BEFORE = 3 * HOUR
const LOOK_EVERY = 30 * MINUTE
/** A token about to expire is not used. */
const EXPIRY_MARGIN = MINUTE
/** How long a refusal stands before Zalo is asked again. */
const REFUSAL_STANDS = 10 * MINUTE

/**
 * Keeps the access to a Zalo OA. An access token lives 25 hours. It is renewed by a refresh token that lives three months, can be
 * used once, and is answered with the next one: whoever loses that answer has lost the access, and a person must grant it anew. So:
 *
 * - before Zalo is asked, the file says that a refresh is under way; if the answer is lost, that stays there;
 * - the next refresh token is on disk (replaced whole) before the access token that came with it is used;
 * - one refresh is under way at a time, and everybody who finds the token expired waits for it;
 * - who gives up waiting does not stop it, and closing waits for it.
 */
export class ZaloToken implements AsyncDisposable {
  readonly #options: ZaloTokenOptions
  #kept: Kept
  #isSaved = true
  #renewal: Promise<string> | undefined
  #refusal: { readonly error: ChannelError; readonly until: Instant } | undefined
  readonly #timer: NodeJS.Timeout

  static async open(options: ZaloTokenOptions): Promise<ZaloToken> {
    await mkdir(path.dirname(options.file), { recursive: true, mode: 0o700 })
    return new ZaloToken(options, await readKept(options))
  }

  private constructor(options: ZaloTokenOptions, kept: Kept) {
    this.#options = options
    this.#kept = kept
    this.#timer = setInterval(() => void this.#renewEarly(), LOOK_EVERY).unref()
  }

  /** A refresh that is under way is waited for: its answer would be lost with the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewal?.catch(() => {})
  }

  /** An access token that should be good. */
  async get(signal: AbortSignal): Promise<string> {
    return this.#isGood(EXPIRY_MARGIN) ? this.#kept.accessToken : this.#renew(EXPIRY_MARGIN, signal)
  }

  /** Zalo does not take this one, whatever its time says; resolves with another. */
  async replace(refused: string, signal: AbortSignal): Promise<string> {
    if (refused === this.#kept.accessToken) this.#kept = { ...this.#kept, accessUntil: 0 }
    return this.get(signal)
  }

  #isGood(margin: number): boolean {
    return this.#isSaved && this.#kept.accessUntil - margin > Date.now()
  }

  async #renew(margin: number, signal: AbortSignal): Promise<string> {
    this.#renewal ??= this.#refresh(margin).finally(() => (this.#renewal = undefined))
    return Promise.race([this.#renewal, untilAborted(signal)])
  }

  async #renewEarly(): Promise<void> {
    if (this.#isGood(RENEW_BEFORE)) return
    try {
      await this.#renew(RENEW_BEFORE, new AbortController().signal)
    } catch (error) {
      this.#options.log.error({ err: error }, 'access to zalo cannot be renewed')
    }
  }

  async #refresh(margin: number): Promise<string> {
    // What came last time and could not be written: nothing else is asked for before it is.
    if (!this.#isSaved) await this.#save(this.#kept)
    if (this.#isGood(margin)) return this.#kept.accessToken
    if (this.#refusal !== undefined && this.#refusal.until > Date.now()) throw this.#refusal.error
    const { unansweredAt, refreshToken } = this.#kept
    await this.#save({ ...this.#kept, unansweredAt: unansweredAt ?? Date.now() })
    try {
      const { expiresIn, ...tokens } = await requestZaloToken(this.#options, {
        refreshToken,
        unansweredAt,
      })
      const accessUntil = Date.now() + expiresIn * SECOND
      await this.#save({ ...this.#kept, ...tokens, accessUntil, unansweredAt: null })
      return tokens.accessToken
    } catch (error) {
      this.#remember(error)
      throw error
    }
  }

  #remember(error: unknown): void {
    if (!(error instanceof ChannelError) || error.retry) return
    this.#refusal = { error, until: Date.now() + REFUSAL_STANDS }
  }

  /** Kept in memory first: if the disk is full, the tokens are not lost, and not used either. */
  async #save(kept: Kept): Promise<void> {
    this.#kept = kept
    this.#isSaved = false
    try {
      await replaceFile(this.#options.file, JSON.stringify(kept))
    } catch (error) {
      this.#options.log.error({ err: error }, 'zalo tokens cannot be written')
      throw new ChannelError(
        'CHANNEL_NOT_NOW',
        'the tokens of Zalo cannot be written to disk; make room in NGUON_DATA, it is tried again',
      )
    }
    this.#isSaved = true
  }
}

async function readKept({ file, refreshToken }: ZaloTokenOptions): Promise<Kept> {
  const given = createHash('sha256').update(refreshToken).digest('base64url')
  const text = await readFile(file, 'utf8').catch(() => '')
  const parsed = text === '' ? undefined : keptShape.parse(JSON.parse(text))
  if (parsed?.given === given) return parsed
  return { given, refreshToken, accessToken: '', accessUntil: 0, unansweredAt: null }
}
