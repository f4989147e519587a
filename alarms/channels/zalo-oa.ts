import type { Channel } from './contract.ts'
import { cutLines } from './cut.ts'
import type { Provider } from './http.ts'
import { requireAddress } from './require-address.ts'
import type { ZaloToken } from './zalo-token.ts'
import { postToZalo, type ZaloCodes } from './zalo.ts'

export interface ZaloOaOptions {
  readonly token: ZaloToken
  /** https://openapi.zalo.me, or what stands for it. */
  readonly url: string
}

const TEXT_CHARACTERS_MAX = 2000
const PROVIDER: Provider = { name: 'Zalo OA', secrets: [] }
const ADVICE = 'check the OA, its package and what it allows the app to do'

const CODES: ZaloCodes = {
  token: [-216, -220],
  notNow: [-200, -32],
  // Quota of the OA or of this person, and the hours of the night.
  later: [-211, -234],
  configuration: [-202, -204, -205, -206, -207, -208, -209, -212, -221, -224, -235, -240],
}

/**
 * Tells a follower of the OA, whose id in Zalo is the address. Free, but only for a while after the person has last written: 48 hours,
 * eight messages. Who is to be told of alarms at any time needs ZNS beside it.
 */
export function createZaloOa({ token, url }: ZaloOaOptions): Channel {
  return {
    name: 'zalo-oa',
    isIdempotent: false,
    findAddressFlaw,
    send: async (address, { text }, signal) => {
      requireAddress(findAddressFlaw(address))
      const words = { text: cutLines(text, TEXT_CHARACTERS_MAX) }
      const body = { recipient: { user_id: address }, message: words }
      const request = { provider: PROVIDER, url: `${url}/v3.0/oa/message/cs`, body }
      return postToZalo(token, { ...request, codes: CODES, advice: ADVICE, signal })
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

function findAddressFlaw(address: string): string | undefined {
  return /^\d{6,24}$/.test(address)
    ? undefined
    : 'accepted is the id that Zalo gives a follower of the OA, such as 2512523625412515'
}
