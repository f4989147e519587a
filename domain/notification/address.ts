import type { Text } from '../text.ts'
import type { ChannelName } from './notice.ts'
import { parsePhone, parseVietnamesePhone } from './phone.ts'

interface AddressRule {
  readonly accepted: Text
  readonly isAddress: (text: string) => boolean
}

const EMAIL_CHARACTERS_MAX = 254
/** One mailbox. Line ends would begin a header of their own, commas and angle brackets a second recipient. */
const EMAIL = /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]+\.[^\s@<>(),;:"\\[\]]{2,}$/

const RULES: Readonly<Record<ChannelName, AddressRule>> = {
  email: {
    accepted: {
      vi: 'một địa chỉ thư như lan@example.vn',
      en: 'one e-mail address such as lan@example.vn',
    },
    isAddress: (text) => EMAIL.test(text) && text.length <= EMAIL_CHARACTERS_MAX,
  },
  'web-push': {
    accepted: {
      vi: 'JSON của một PushSubscription do trình duyệt tạo',
      en: 'the JSON of a PushSubscription of a browser',
    },
    isAddress: isSubscription,
  },
  'zalo-zns': {
    accepted: {
      vi: 'số di động Việt Nam như 0912345678',
      en: 'a mobile number of Vietnam such as 0912345678',
    },
    isAddress: (text) => parseVietnamesePhone(text) !== undefined,
  },
  'zalo-oa': {
    accepted: {
      vi: 'mã mà Zalo cấp cho người quan tâm OA, như 2512523625412515',
      en: 'the id that Zalo gives a follower of the OA, such as 2512523625412515',
    },
    isAddress: (text) => /^\d{6,24}$/.test(text),
  },
  sms: {
    accepted: {
      vi: 'số di động như 0912345678, hoặc kèm mã nước như +8562055555555',
      en: 'a mobile number such as 0912345678, or with its country such as +8562055555555',
    },
    isAddress: (text) => parsePhone(text) !== undefined,
  },
  telegram: {
    accepted: {
      vi: 'mã trò chuyện như 123456789 hoặc -1001234567890, hoặc một @kênh công khai',
      en: 'a chat id such as 123456789 or -1001234567890, or a public @channel',
    },
    isAddress: (text) => /^(-?\d{1,20}|@[A-Za-z]\w{3,31})$/.test(text),
  },
  webhook: {
    accepted: {
      vi: 'địa chỉ http:// hoặc https:// không kèm tên người dùng và mật khẩu',
      en: 'an http:// or https:// address without user and password',
    },
    isAddress: isWebhook,
  },
}

/** What is accepted in place of an address on a channel; undefined: there is nothing wrong with it that can be seen. */
export function findAddressFlaw(channel: ChannelName, address: string): Text | undefined {
  const { accepted, isAddress } = RULES[channel]
  return isAddress(address) ? undefined : accepted
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
