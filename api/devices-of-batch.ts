import type { Device } from '#domain/device.ts'
import type { Text } from '#domain/text.ts'
import type { Span } from '#store/readings/contract.ts'
import type { PageQuery } from '#store/registry/contract.ts'
import { findStanding, overlap } from '#trace/report/standing.ts'

import type { ApiOptions } from './options.ts'
import { RequestProblem } from './problem.ts'
import { requireFound } from './require-found.ts'
import { requireOrder } from './span.ts'
import { resolveTime, type WrittenTime } from './written-time.ts'

interface Asked {
  readonly batch?: string | undefined
  readonly site?: string | undefined
  readonly place?: readonly string[] | undefined
  readonly from?: WrittenTime | undefined
  readonly until?: WrittenTime | undefined
}

/** Undefined: no batch is asked about. Refuses what says nothing beside a batch, and what says nothing without one. */
export function readBatchSpan(asked: Asked, zone: string): (Span & { batch: string }) | undefined {
  const { batch, from, until } = asked
  if (batch === undefined) {
    refuse(asked, ['from', 'until'], {
      vi: "chỉ dùng cùng với 'batch'; hãy nêu lô, hoặc bỏ tham số này.",
      en: "goes with 'batch' alone; name a batch, or leave it out.",
    })
    return undefined
  }
  refuse(asked, ['site', 'place'], {
    vi: "không dùng cùng với 'batch', vì hỏi thiết bị đang đứng ở đâu bây giờ; hãy bỏ một trong hai.",
    en: "does not go with 'batch', since it asks what stands somewhere now; leave one of them out.",
  })
  const now = Date.now()
  const span = {
    from: from === undefined ? 0 : resolveTime(from, zone),
    until: until === undefined ? now : resolveTime(until, zone),
  }
  return { batch, ...requireOrder(span, zone) }
}

function refuse(asked: Asked, names: readonly (keyof Asked)[], why: Text): void {
  const name = names.find((one) => asked[one] !== undefined)
  if (name === undefined) return
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', {
    vi: `Tham số '${name}' ${why.vi}`,
    en: `Query parameter '${name}' ${why.en}`,
  })
}

/** Devices that stood where the batch was, while it was there, in the span; by id. */
export async function listOfBatch(
  options: ApiOptions,
  { batch, ...span }: Span & { readonly batch: string },
  { after = '', limit }: PageQuery<string>,
): Promise<Device[]> {
  if (batch === '') return []
  const { trace, registry } = options
  requireFound(await trace.batch(batch), 'batch', batch)
  const beside = new Set<string>()
  for (const { place, ...stay } of await trace.stays({ item: batch })) {
    const part = overlap({ ...span, until: Math.min(span.until, Date.now()) }, stay)
    const standing = part === undefined ? [] : await findStanding({ registry }, { place, ...part })
    for (const { device } of standing) beside.add(device)
  }
  const ids = [...beside].filter((id) => id > after).toSorted()
  const found = await Promise.all(ids.slice(0, limit).map((id) => registry.devices.get(id)))
  return found.flatMap((device) => device ?? [])
}
