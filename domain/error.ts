/**
 * The world's errors (a disk is full, a server is down, a payload is wrong). Each has a stable code and
 * says whether the same call may succeed later. Our own mistakes are plain `Error`s and crash.
 */
export class NguonError extends Error {
  readonly code: string
  /** True when the same call may succeed later without anybody changing anything. */
  readonly retry: boolean

  constructor(code: string, message: string, options: { retry?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'NguonError'
    this.code = code
    this.retry = options.retry ?? false
  }
}

/** Narrows any thrown value to its message, for logs and problem documents. */
export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
