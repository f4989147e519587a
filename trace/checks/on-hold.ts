import { itemsOf, type Draft, type Finding } from '../check.ts'
import { findHolds } from '../holds.ts'

/** What is on hold, or came out of something that is, does not leave. Nobody overrides it: a release does. */
export async function onHold(draft: Draft): Promise<Finding[]> {
  const items = itemsOf(draft, 'dispatched').map(({ item }) => item)
  const found = await findHolds(draft.store, items)
  return found.map(({ item, hold }) => {
    const by = item === hold.item ? '' : ` (${hold.item})`
    return {
      check: 'hold',
      canOverride: false,
      text: {
        vi: `Lô "${item}" đang bị tạm giữ${by}: ${hold.reason}. Phải bỏ tạm giữ trước khi gửi.`,
        en: `"${item}" is on hold${by}: ${hold.reason}. Release it before it is shipped.`,
      },
    }
  })
}
