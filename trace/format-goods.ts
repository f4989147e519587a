import type { Text } from '#domain/text.ts'
import type { ItemRole, OperationItem } from '#domain/trace/operation.ts'

import { formatAmount } from './format-amount.ts'

/** What an operation does to an item, in a word before its name. */
export const ROLE_NAMES: Readonly<Record<ItemRole, Text>> = {
  input: { vi: 'dùng', en: 'used' },
  output: { vi: 'làm ra', en: 'made' },
  subject: { vi: 'của', en: 'of' },
  parent: { vi: 'kiện', en: 'unit' },
  packed: { vi: 'đóng vào', en: 'packed' },
  unpacked: { vi: 'lấy ra', en: 'unpacked' },
  dispatched: { vi: 'gửi đi', en: 'dispatched' },
  returned: { vi: 'trả lại', en: 'returned' },
}

/** Items of one line; how many more there are is said. */
const ITEMS_MAX = 12

/** `dùng ca-1 3.000 kg; làm ra chuop-07 3.900 kg` for Vietnamese eyes, and in English. */
export function formatGoods(items: readonly OperationItem[]): Text {
  return { vi: write(items, 'vi'), en: write(items, 'en') }
}

function write(items: readonly OperationItem[], language: keyof Text): string {
  const told = items.slice(0, ITEMS_MAX).map(({ role, item, amount }) => {
    const much = amount === null ? '' : ` ${formatAmount(amount)[language]}`
    return `${ROLE_NAMES[role][language]} ${item}${much}`
  })
  const more = items.length - told.length
  const rest = { vi: `và ${more} món nữa`, en: `and ${more} more` }
  return [...told, ...(more > 0 ? [rest[language]] : [])].join('; ')
}
