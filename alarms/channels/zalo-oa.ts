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
  // Quotas of the OA and of what this person receives; the hours of the night.
  later: [-211, -218, -234],
  configuration: [-204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321],
}

/**
 * Tells a follower of the OA, whose id in Zalo is the address; only for seven days after that person last wrote to the OA or tapped
 * its menu, and free for the first 48 hours of them. Who is to be told of alarms at any time needs ZNS beside it.
 */
export function createZaloOa({ token, url }: ZaloOaOptions): Channel {
  return {
    name: 'zalo-oa',
    isIdempotent: false,
    send: async (address, { text }, signal) => {
      requireAddress('zalo-oa', address)
      const words = { text: cutLines(text, TEXT_CHARACTERS_MAX) }
      const body = { recipient: { user_id: address }, message: words }
      const request = { provider: PROVIDER, url: `${url}/v3.0/oa/message/cs`, body }
      return postToZalo(token, { ...request, codes: CODES, advice: ADVICE, signal })
    },
    [Symbol.asyncDispose]: async () => {},
  }
}
