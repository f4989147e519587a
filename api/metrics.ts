import type { FastifyReply, FastifyRequest } from 'fastify'
import { Gauge, Histogram, type Registry as Metrics } from 'prom-client'

import { AlarmMeter } from './alarm-meter.ts'
import { readJournalLag } from './journal-lag.ts'
import type { ApiOptions } from './options.ts'
import { askMetrics, OTHER_SERVICES } from './service-status.ts'

/** A hook that counts answers and how long they took. */
export function createRequestMeter(metrics: Metrics) {
  const seconds = new Histogram({
    name: 'nguon_api_request_seconds',
    help: 'Time until an answer was sent whole',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [metrics],
  })
  return async ({ method, routeOptions }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const route = routeOptions.url ?? 'none'
    seconds.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
  }
}

/**
 * Returns what makes the text of all metrics: ours, and those of gateway and ingest behind them, whose names begin
 * with their own. `nguon_up` says who could be asked.
 */
export function createMetricsText({
  data,
  registry,
  journal,
  metrics,
  log,
}: ApiOptions): () => Promise<string> {
  const registers = [metrics]
  const up = new Gauge({ name: 'nguon_up', help: '1 = answers', labelNames: ['part'], registers })
  const depth = new Gauge({ name: 'nguon_journal_depth', help: 'Entries not used yet', registers })
  const age = new Gauge({
    name: 'nguon_journal_age_seconds',
    help: 'Age of the oldest entry not used yet',
    registers,
  })
  const bytes = new Gauge({ name: 'nguon_journal_bytes', help: 'Size of the journal', registers })

  const measureJournal = async () => {
    const lag = await readJournalLag(journal).catch((error: unknown) => {
      log.warn({ err: error, part: 'journal' }, 'part not reachable')
    })
    up.set({ part: 'journal' }, lag ? 1 : 0)
    depth.set(lag?.depth ?? Number.NaN)
    age.set(lag?.ageSeconds ?? Number.NaN)
    bytes.set(lag?.bytes ?? Number.NaN)
  }

  const alarms = new AlarmMeter(registry, metrics)
  const measureAlarms = async () => {
    await alarms.measure().catch((error: unknown) => {
      log.warn({ err: error, part: 'registry' }, 'part not reachable')
    })
  }

  return async () => {
    const asked = OTHER_SERVICES.map((service) => askMetrics(data, service))
    const [texts] = await Promise.all([Promise.all(asked), measureJournal(), measureAlarms()])
    for (const [index, part] of OTHER_SERVICES.entries()) {
      up.set({ part }, texts[index] === undefined ? 0 : 1)
    }
    const all = [await metrics.metrics(), ...texts.filter((text) => text !== undefined)]
    return all.map((text) => `${text.trimEnd()}\n`).join('')
  }
}
