import { NguonError } from '#domain/error.ts'

/**
 * - CHANNEL_REFUSED: this message, or this address, will not be taken in.
 * - CHANNEL_CONFIGURATION: nothing will be taken in until somebody changes a setting or pays.
 * - CHANNEL_UNREACHABLE: nobody answered; whether the message was taken in is not known.
 * - CHANNEL_NOT_NOW: the other side asks to try again.
 */
export type ChannelErrorCode =
  | 'CHANNEL_REFUSED'
  | 'CHANNEL_CONFIGURATION'
  | 'CHANNEL_UNREACHABLE'
  | 'CHANNEL_NOT_NOW'

/** Why a message was not taken in. `retry`: the same may be taken in later. */
export class ChannelError extends NguonError {
  declare readonly code: ChannelErrorCode
  /** How long the other side asks to be left alone, milliseconds. */
  readonly retryAfter: number | undefined

  // There is no cause: what libraries throw may hold what the other side echoed, and with it secrets.
  constructor(
    code: ChannelErrorCode,
    message: string,
    options: { readonly retryAfter?: number | undefined } = {},
  ) {
    const retry = code === 'CHANNEL_UNREACHABLE' || code === 'CHANNEL_NOT_NOW'
    super(code, message, { retry })
    this.retryAfter = options.retryAfter
  }
}
