import type { Message } from '#domain/notification/message.ts'
import type { ChannelName } from '#domain/notification/notice.ts'

/** What the other side said when it took the message in. */
export interface Receipt {
  /** Its own name for it, by which it can be asked later. */
  readonly providerId?: string
}

/**
 * One way to tell people. Sending ends in one of three ways: accepted (resolves); refused for good (a ChannelError with `retry`
 * false: the address is wrong, or the channel itself until somebody changes a setting); not now (`retry` true, perhaps with
 * `retryAfter`). Its message says what was received and what to do, for a manager reads it; it holds no secret and no cause.
 */
export interface Channel extends AsyncDisposable {
  readonly name: ChannelName
  /** Whether the other side takes in a message with the same key once only. */
  readonly isIdempotent: boolean
  /**
   * Several may be under way at once. Gives up when the signal says so (CHANNEL_UNREACHABLE), and by itself after some minutes; the
   * message may have been taken in all the same.
   */
  send(address: string, message: Message, signal: AbortSignal): Promise<Receipt>
}
