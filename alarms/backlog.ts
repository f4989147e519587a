import { MINUTE, type Instant } from '#domain/time.ts'
import type { Health } from '#service/status-listener.ts'
import type { Backlog, Notifications } from '#store/registry/contract-notifications.ts'

/** A message that is not accepted for so long is trouble that a manager should know of. */
const WAIT_MAX = 5 * MINUTE

/** How the process is: whether what was to be said was said. */
export async function readBacklog(
  notifications: Notifications,
  trouble: string | undefined,
  now: Instant,
): Promise<Health> {
  const backlog = await notifications.backlog()
  const { events } = await notifications.unread(1)
  const unreadSince = events[0]?.recordedAt ?? null
  const problem = trouble ?? findProblem(backlog, unreadSince, now)
  const detail = { unreadSince, backlog, ...(problem !== undefined && { problem }) }
  return { ok: problem === undefined, detail }
}

function findProblem(
  backlog: readonly Backlog[],
  unreadSince: Instant | null,
  now: Instant,
): string | undefined {
  if (unreadSince !== null && now - unreadSince > WAIT_MAX) {
    return 'alarms are not worked through; the log of the alarms service says why'
  }
  const dead = backlog.find(({ state }) => state === 'dead')
  if (dead !== undefined) {
    return `${dead.count} messages were given up on ${dead.channel}; GET /api/v1/messages?state=dead says why; send them again or dismiss them`
  }
  const stuck = backlog.find(({ oldestAt }) => now - oldestAt > WAIT_MAX)
  if (stuck === undefined) return undefined
  const minutes = Math.floor((now - stuck.oldestAt) / MINUTE)
  return `messages wait for ${minutes} min on ${stuck.channel}; GET /api/v1/messages?state=waiting says why`
}
