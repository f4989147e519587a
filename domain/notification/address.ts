import type { ChannelName } from './notice.ts'
import { parsePhone, parseVietnamesePhone } from './phone.ts'

interface AddressRule {
  readonly accepted: string
  readonly isAddress: (text: string) => boolean
}

const EMAIL_CHARACTERS_MAX = 254
/** One mailbox. Line ends would begin a header of their own, commas and angle brackets a second recipient. */
const EMAIL = /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]+\.[^\s@<>(),;:"\\[\]]{2,}$/

const RULES: Readonly<Record<ChannelName, AddressRule>> = {
  email: {
    accepted: 'one e-mail address such as lan@example.vn',
    isAddress: (text) => EMAIL.test(text) && text.length <= EMAIL_CHARACTERS_MAX,
  },
  'web-push': {
    accepted: 'the JSON of a PushSubscription of a browser',
    isAddress: isSubscription,
  },
  'zalo-zns': {
    accepted: 'a mobile number of Vietnam such as 0912345678',
    isAddress: (text) => parseVietnamesePhone(text) !== undefined,
  },
  'zalo-oa': {
    accepted: 'the id that Zalo gives a follower of the OA, such as 2512523625412515',
    isAddress: (text) => /^\d{6,24}$/.test(text),
  },
  sms: {
    accepted: 'a mobile number such as 0912345678, or with its country such as +8562055555555',
    isAddress: (text) => parsePhone(text) !== undefined,
  },
  telegram: {
    accepted: 'a chat id such as 123456789 or -1001234567890, or a public @channel',
    isAddress: (text) => /^(-?\d{1,20}|@[A-Za-z]\w{3,31})$/.test(text),
  },
  webhook: {
    accepted: 'an http:// or https:// address without user and password',
    isAddress: isWebhook,
  },
}

/** What is wrong with an address on a channel, as `accepted is …`; undefined: nothing that can be seen. */
export function findAddressFlaw(channel: ChannelName, address: string): string | undefined {
  const { accepted, isAddress } = RULES[channel]
  return isAddress(address) ? undefined : `accepted is ${accepted}`
}

function isWebhook(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.username === '' && url.password === ''
}

/** What `PushSubscription.toJSON()` says; whether its service and its keys are good, the channel sees. */
function isSubscription(text: string): boolean {
  try {
    const { endpoint, keys } = JSON.parse(text) as { endpoint?: unknown; keys?: object | null }
    return (
      typeof endpoint === 'string' &&
      endpoint.startsWith('https://') &&
      typeof keys === 'object' &&
      keys !== null &&
      'p256dh' in keys &&
      'auth' in keys
    )
  } catch {
    return false
  }
}
