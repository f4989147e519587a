import type { AlarmLimit } from '../alarm/limit.ts'
import { DAY, HOUR } from '../time.ts'

type Usual = 'maxTimeShelved' | 'deadband' | 'offDelay'

/** A limit of the starting set, without what is the same for most. */
export type Draft = Omit<AlarmLimit, Usual> & Partial<Pick<AlarmLimit, Usual>>

export function complete(drafts: readonly Draft[]): AlarmLimit[] {
  const usual = { maxTimeShelved: 7 * DAY, deadband: 0, offDelay: HOUR }
  return drafts.map((draft) => Object.assign({}, usual, draft))
}
