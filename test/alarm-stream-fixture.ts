import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

import { type AlarmedVats } from './api-alarmed-vats.ts'
import { ADMIN_TOKEN } from './api-fixture.ts'
import { openEventStream, type ServerSentEvent } from './server-sent-events.ts'

const WRITER = path.resolve(import.meta.dirname, 'alarm-process.ts')

export function listen(api: AlarmedVats, query = '', lastId?: string) {
  const target = new URL(`/api/v1/alarms/stream?${query}`, api.url)
  return openEventStream(target, {
    authorization: `Bearer ${ADMIN_TOKEN}`,
    ...(lastId !== undefined && { 'last-event-id': lastId }),
  })
}

/** Another process raises and ends the first alarm so many times; three events each but for the first. */
export async function write(api: AlarmedVats, rounds: number, pause = 0): Promise<number> {
  const file = path.join(api.data, 'registry.db')
  const args = [WRITER, file, String(rounds), String(pause)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return Number(stdout)
}

export const idsOf = (events: readonly ServerSentEvent[]) => events.map(({ id }) => Number(id))
export const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
