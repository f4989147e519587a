import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

export type GatewayMetrics = ReturnType<typeof createMetrics>

export function createMetrics(registry: Registry) {
  const registers = [registry]
  const counter = (name: string, help: string) =>
    new Counter({ name: `nguon_gateway_${name}`, help, registers })
  return {
    accepted: counter('accepted_total', 'Messages of devices that are on disk'),
    acceptedBytes: counter('accepted_bytes_total', 'Payload bytes of those messages'),
    refused: new Counter({
      name: 'nguon_gateway_refused_total',
      help: 'Connections, publishes and subscriptions that were refused',
      labelNames: ['reason'] as const,
      registers,
    }),
    throttled: counter(
      'throttled_total',
      'Times a device was read more slowly: too many messages per second',
    ),
    commitSeconds: new Histogram({
      name: 'nguon_gateway_commit_seconds',
      help: 'Time to put one batch of entries on disk',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
      registers,
    }),
    commitFailures: new Counter({
      name: 'nguon_gateway_commit_failures_total',
      help: 'Attempts to append to the journal that failed and are repeated',
      labelNames: ['code'] as const,
      registers,
    }),
  }
}

/** What is counted elsewhere, asked when somebody looks. */
export interface GaugeReadings {
  readonly connectionCount: () => number
  readonly withheldCount: () => number
  readonly inFlightBytes: () => number
}

export function registerGauges(registry: Registry, readings: GaugeReadings): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `nguon_gateway_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  gauge('connections', 'Open connections, authenticated or not', readings.connectionCount)
  gauge(
    'withheld',
    'Entries accepted and not yet on disk: their senders wait for the acknowledgement',
    readings.withheldCount,
  )
  gauge('in_flight_bytes', 'Bytes of those entries', readings.inFlightBytes)
}
