import type { Subscription } from '#store/trace/events-contract.ts'

import { scheduleShape, toSchedule, type Schedule } from './schedule.ts'

/** Undefined: it is a stream. */
export function readSchedule({ body }: Pick<Subscription, 'body'>): Schedule | undefined {
  const { schedule } = body
  return schedule === undefined ? undefined : toSchedule(scheduleShape.parse(schedule))
}
