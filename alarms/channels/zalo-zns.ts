import type { Message } from '#domain/notification/message.ts'
import type { Notice } from '#domain/notification/notice.ts'
import { parseVietnamesePhone } from '#domain/notification/phone.ts'
import type { ZnsField, ZnsFieldName } from '#domain/notification/zns-fields.ts'

import type { Channel } from './contract.ts'
import { cutCharacters, toLine } from './cut.ts'
import type { Provider } from './http.ts'
import { requireAddress } from './require-address.ts'
import type { ZaloToken } from './zalo-token.ts'
import { postToZalo, type ZaloCodes } from './zalo.ts'

export interface ZaloZnsOptions {
  readonly token: ZaloToken
  /** https://business.openapi.zalo.me, or what stands for it. */
  readonly url: string
  readonly template: string
  /** The parameters of the template and how many characters each takes; Zalo refuses a message that lacks one. */
  readonly fields: readonly ZnsField[]
}

const FIELDS: Readonly<Record<ZnsFieldName, (worst: Notice, message: Message) => string>> = {
  subject: (_, { subject }) => subject,
  site: ({ site }) => site,
  place: ({ place }) => place,
  name: ({ name }) => name,
  value: ({ value }) => value ?? NOTHING,
  limit: ({ limit }) => limit,
  since: ({ sinceText }) => sinceText,
  ended: ({ end }) => end?.atText ?? NOTHING,
  lasted: ({ end }) => end?.lastedText ?? NOTHING,
  response: ({ response }) => response,
  count: (_, { notices }) => String(notices.length),
  link: ({ acknowledgeUrl }) => acknowledgeUrl ?? NOTHING,
}

/** Zalo refuses an empty parameter. */
const NOTHING = '-'
const PROVIDER: Provider = { name: 'Zalo ZNS', secrets: [] }
const ADVICE =
  'check NGUON_ZALO_ZNS_TEMPLATE, its parameters against NGUON_ZALO_ZNS_FIELDS, and the balance and permissions of the OA'

const CODES: ZaloCodes = {
  token: [-124, -216, -220],
  notNow: [-100],
  // At night, for a template that Zalo has not let through for it; quotas of a day.
  later: [-133, -144, -147],
  configuration: [
    -101, -102, -103, -104, -105, -109, -111, -112, -1121, -1122, -1123, -1124, -113, -1131, -115,
    -117, -120, -121, -122, -1241, -125, -126, -127, -128, -130, -131, -132, -135, -1351, -136,
    -137, -138, -1381, -145, -146,
  ],
}

/** Tells a phone number in Zalo, by a template that Zalo has approved. */
export function createZaloZns(options: ZaloZnsOptions): Channel {
  return {
    name: 'zalo-zns',
    isIdempotent: false,
    async send(address, message, signal) {
      requireAddress('zalo-zns', address)
      const phone = parseVietnamesePhone(address) ?? address
      const { token, url, template } = options
      const data = toTemplateData(message, options.fields)
      const to = { phone, template_id: template }
      const body = { ...to, template_data: data, tracking_id: message.key }
      const request = { provider: PROVIDER, url: `${url}/message/template`, body }
      return postToZalo(token, { ...request, codes: CODES, advice: ADVICE, signal })
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

function toTemplateData(message: Message, fields: readonly ZnsField[]): Record<string, string> {
  const [worst] = message.notices
  if (worst === undefined) throw new Error('a message without a notice')
  return Object.fromEntries(
    fields.map(({ name, charactersMax }) => {
      const text = toLine(FIELDS[name](worst, message))
      return [
        name,
        name === 'link' ? fitLink(text, charactersMax) : cutCharacters(text, charactersMax),
      ]
    }),
  )
}

/** Half a link leads nowhere. */
function fitLink(link: string, charactersMax: number): string {
  return link.length <= charactersMax ? link : NOTHING
}
