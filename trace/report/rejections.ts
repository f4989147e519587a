import { REJECTION_CODES } from '#domain/rejection.ts'
import type { RejectionKey } from '#store/registry/contract.ts'

import type { ReportContext } from './context.ts'
import type { ReportedRejection } from './shape.ts'
import type { StayScene } from './stays.ts'

const PAGE = 500

/** What the devices sent while they stood there, or around that time, that could not be used. Equal ones are one row. */
export async function findRejections(
  { registry, write }: ReportContext,
  { standing }: StayScene,
): Promise<ReportedRejection[]> {
  const devices = [...new Set(standing.map(({ device }) => device))]
  const found: ReportedRejection[] = []
  if (devices.length === 0) return found
  const list = (after?: RejectionKey) =>
    registry.rejections.list({
      device: devices,
      limit: PAGE,
      ...(after !== undefined && { after: { id: after.id, lastAt: after.lastAt } }),
    })
  for (let page = await list(); page.length > 0; page = await list(page.at(-1))) {
    for (const { device, channel, code, count, firstAt, lastAt } of page) {
      const isThen = standing.some(
        (one) => one.device === device && firstAt < one.until && lastAt >= one.from,
      )
      if (!isThen) continue
      const times = { firstAt: write(firstAt), lastAt: write(lastAt) }
      found.push({ device, channel, code, name: REJECTION_CODES[code], count, ...times })
    }
    if (page.length < PAGE) break
  }
  return found
}
