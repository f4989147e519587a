import { findAddressFlaw } from '#domain/notification/address.ts'
import type { ChannelName } from '#domain/notification/notice.ts'

import { ChannelError } from './error.ts'

/** Throws CHANNEL_REFUSED when there is a flaw: an address may have been kept since the rules were others. */
export function requireAddress(channel: ChannelName, address: string): void {
  const flaw = findAddressFlaw(channel, address)
  if (flaw !== undefined) throw refuseAddress(`accepted is ${flaw.en}`)
}

export function refuseAddress(flaw: string): ChannelError {
  return new ChannelError('CHANNEL_REFUSED', `nothing can be sent to this address: ${flaw}`)
}
