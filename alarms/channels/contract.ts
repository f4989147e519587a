import type { Message } from '#domain/notification/message.ts'
import type { ChannelName } from '#domain/notification/notice.ts'

/** What the other side said when it took the message in. */
export interface Receipt {
  /** Its own name for it, by which it can be asked later. */
  readonly providerId?: string
}

/**
 * One way to tell people. Sending ends in one of three ways: accepted (resolves); refused for good (a NguonError with `retry`
 * false: the address is wrong, the template is not approved); not now (a NguonError with `retry` true, perhaps with `retryAfter`: see
 * `ChannelError`). Its message says what was received and what to do, for a manager reads it; it holds no secret.
 */
export interface Channel extends AsyncDisposable {
  readonly name: ChannelName
  /** Whether the other side takes in a message with the same key once only. */
  readonly isIdempotent: boolean
  /** What is wrong with an address, as a sentence that says what is accepted; undefined: nothing. */
  findAddressFlaw(address: string): string | undefined
  /** Several may be under way at once. Gives up when the signal says so. */
  send(address: string, message: Message, signal: AbortSignal): Promise<Receipt>
}
