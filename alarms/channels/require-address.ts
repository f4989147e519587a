import { ChannelError } from './error.ts'

/** Throws CHANNEL_REFUSED when there is a flaw: an address may have been kept since the rules were others. */
export function requireAddress(flaw: string | undefined): void {
  if (flaw === undefined) return
  throw new ChannelError('CHANNEL_REFUSED', `nothing can be sent to this address: ${flaw}`)
}
