import { SECOND } from '#domain/time.ts'

import { withDeadline } from './deadline.ts'
import { readJournalLag } from './journal-lag.ts'
import type { ApiOptions } from './options.ts'
import { askHealth, OTHER_SERVICES, type ServiceHealth } from './service-status.ts'

/** Time for a store to answer; then it counts as not reachable. */
const STORE_MS_MAX = 2 * SECOND

export type Health = ServiceHealth
export type HealthReport = { readonly ok: boolean; readonly parts: Record<string, Health> }

/** How everything is: the other services, and what this one works with. */
export async function checkAll(options: ApiOptions): Promise<HealthReport> {
  const services = OTHER_SERVICES.map(async (service) => {
    return [service, await askHealth(options.data, service)] as const
  })
  const [own, ...others] = await Promise.all([checkOwn(options), ...services])
  const parts = { ...Object.fromEntries(others), ...own.parts }
  return { ok: Object.values(parts).every((part) => part.ok), parts }
}

/** How what this service works with is: registry, readings, journal. */
export async function checkOwn(options: ApiOptions): Promise<HealthReport> {
  const { registry, readings, journal, log } = options
  const check = (name: string, look: () => Promise<Record<string, unknown>>) =>
    checkPart(look, (error) => log.warn({ err: error, part: name }, 'part not reachable'))
  const channels = () => registry.channels.list({ limit: 1 })
  const parts = {
    registry: await check('registry', async () => ({ hasChannels: (await channels()).length > 0 })),
    readings: await check('readings', async () => {
      await readings.latest(await channels())
      return {}
    }),
    journal: await check('journal', async () => ({ ...(await readJournalLag(journal)) })),
  }
  return { ok: Object.values(parts).every((part) => part.ok), parts }
}

/** Why something cannot be reached goes to the log: the page is open, and messages may hold addresses. */
async function checkPart(
  look: () => Promise<Record<string, unknown>>,
  onError: (error: unknown) => void,
): Promise<Health> {
  try {
    return { ok: true, detail: await withDeadline(look(), STORE_MS_MAX) }
  } catch (error) {
    onError(error)
    return { ok: false, detail: { problem: 'cannot be reached; the log of the api says why' } }
  }
}
