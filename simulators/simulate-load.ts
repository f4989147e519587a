import { NguonError } from '#domain/error.ts'

import { createApiClient } from './api-client.ts'
import { findEndpoints } from './endpoints.ts'
import { enrolDevices } from './enrol.ts'
import { runLoad, type LoadReport } from './load.ts'
import type { LoadArguments } from './options.ts'
import type { Say } from './progress.ts'
import type { Surroundings } from './simulate-sites.ts'
import { openSimulatorFile } from './simulator-file.ts'

/** Not `simulator.json`: that one says that the data folder shows the simulated sites. */
export const LOAD_FILE = 'load.json'

/** Enrols the load devices, loads, reports. Rejects with `LOAD_LOST` when a message was not acknowledged. */
export async function simulateLoad(
  { deviceCount, rate, seconds, valueCount, connectionCount }: LoadArguments,
  { configuration, signal, say }: Surroundings,
): Promise<void> {
  warnOfLimit(rate / deviceCount, configuration.mqtt.messagesPerSecondMax, say)
  const endpoints = await findEndpoints(configuration)
  const file = await openSimulatorFile(configuration.data, LOAD_FILE)
  const enrolments = Array.from({ length: deviceCount }, (_, i) => {
    const id = `load-${String(i + 1).padStart(5, '0')}`
    return { id, name: id, model: 'load generator' }
  })
  say(`enrolling ${deviceCount} devices`)
  await enrolDevices(createApiClient(endpoints.apiUrl, endpoints.adminToken), enrolments, file)
  const logins = enrolments.map(({ id }) => ({ device: id, secret: file.secretOf(id) ?? '' }))
  const { hostname, port } = new URL(endpoints.mqttUrl)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const address = { host, port: Number(port || '1883') }
  say(`${connectionCount} connections, ${rate} messages/s, ${valueCount} values each, ${seconds} s`)
  report(
    await runLoad({ ...address, logins, connectionCount, rate, seconds, valueCount, signal }),
    say,
  )
}

function warnOfLimit(perDevice: number, max: number, say: Say): void {
  if (perDevice <= max) return
  say(
    `${perDevice.toFixed(0)} messages/s a device are above NGUON_MESSAGES_PER_SECOND_MAX (${max}): the gateway will slow them down. Use more devices, or raise it.`,
  )
}

function report({ sent, acknowledged, lost, seconds, ackP50, ackP99 }: LoadReport, say: Say): void {
  say(`sent          ${sent} (${Math.round(sent / seconds)}/s)`)
  say(`acknowledged  ${acknowledged}`)
  say(`lost          ${lost}`)
  say(`ack latency   p50 ${ackP50.toFixed(2)} ms, p99 ${ackP99.toFixed(2)} ms`)
  if (lost === 0) return
  const detail = `${lost} of ${sent} messages were not acknowledged; the log of the gateway says why`
  throw new NguonError('LOAD_LOST', detail)
}
