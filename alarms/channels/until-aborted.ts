import { ChannelError } from './error.ts'

/** Rejects when the signal says to give up. To be raced with what is waited for. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  if (!signal.aborted) await promise
  throw new ChannelError('CHANNEL_UNREACHABLE', 'there was no answer in time; it is tried again')
}
