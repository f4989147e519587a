import { z } from 'zod'

import { SECOND } from '#domain/time.ts'
import { readRunFiles } from '#service/run-file.ts'

/** Time for another service to say how it is; then it counts as not answering. */
const ANSWER_MS_MAX = 1.5 * SECOND

/** The services that make up a Nguồn, besides this one. */
export const OTHER_SERVICES = ['gateway', 'ingest', 'alarms'] as const
export type OtherService = (typeof OTHER_SERVICES)[number]

const healthShape = z.object({ ok: z.boolean(), detail: z.record(z.string(), z.unknown()) })
export type ServiceHealth = z.output<typeof healthShape>

/** What `/healthz` of another service says; when it cannot be asked, `detail.problem` says why. */
export async function askHealth(data: string, service: OtherService): Promise<ServiceHealth> {
  const response = await ask(data, service, '/healthz').catch(() => undefined)
  if (response === undefined) return toProblem(`${service} does not run or does not answer`)
  const parsed = healthShape.safeParse(await response.json().catch(() => undefined))
  return parsed.success ? parsed.data : toProblem(`${service} answers what is not understood`)
}

/** The metrics of another service as text, or undefined when it cannot be asked. */
export async function askMetrics(data: string, service: OtherService): Promise<string | undefined> {
  const response = await ask(data, service, '/metrics').catch(() => undefined)
  return response?.ok === true ? await response.text().catch(() => undefined) : undefined
}

/** Rejects when the service has not announced itself or does not answer in time. */
async function ask(data: string, service: OtherService, path: string): Promise<Response> {
  const files = await readRunFiles(data)
  const file = files.find((one) => one.service === service)
  if (file === undefined) throw new Error(`${service} has not announced itself`)
  return await fetch(`${file.statusUrl}${path}`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
}

function toProblem(problem: string): ServiceHealth {
  return { ok: false, detail: { problem } }
}
