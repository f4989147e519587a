import { z } from 'zod'

import type { RecordLeaf } from '../leaf.ts'

const eventShape = z.looseObject({ body: z.looseObject({ event: z.record(z.string(), z.json()) }) })

/** The EPCIS event that a record is; undefined when it is something else. */
export function eventOfRecord({ kind, value }: Pick<RecordLeaf, 'kind' | 'value'>) {
  return kind === 'event' ? eventShape.safeParse(value).data?.body.event : undefined
}
