import { NguonError } from '#domain/error.ts'

/** Why a message was not taken in. `retry`: the same may be taken in later. */
export class ChannelError extends NguonError {
  /** How long the other side asks to be left alone, milliseconds. */
  readonly retryAfter: number | undefined

  constructor(
    code: 'CHANNEL_REFUSED' | 'CHANNEL_UNREACHABLE' | 'CHANNEL_NOT_NOW' | 'CHANNEL_CONFIGURATION',
    message: string,
    options: { readonly retryAfter?: number | undefined; readonly cause?: unknown } = {},
  ) {
    const retry = code === 'CHANNEL_UNREACHABLE' || code === 'CHANNEL_NOT_NOW'
    super(code, message, { retry, cause: options.cause })
    this.retryAfter = options.retryAfter
  }
}
