import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Registry as Metrics } from 'prom-client'

/** How a service is, for `/healthz`, the API and people. */
export interface Health {
  readonly ok: boolean
  /** Facts worth knowing; when `ok` is false, `problem` says what is wrong and what to do. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface StatusListenerOptions {
  readonly host: string
  readonly port: number
  readonly metrics: Metrics
  readonly health: () => Promise<Health>
}

/** Serves `/healthz` (200 or 503) and `/metrics` of one service. Bind it to loopback: it asks for no password. */
export async function openStatusListener(
  options: StatusListenerOptions,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', options).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      (error: unknown) =>
        response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error)),
    )
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  // address() is a string only for pipes.
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return { url: `http://${host}:${port}`, [Symbol.asyncDispose]: () => close(server) }
}

async function answer(url: string, { metrics, health }: StatusListenerOptions) {
  if (url === '/metrics') {
    return { status: 200, type: metrics.contentType, body: await metrics.metrics() }
  }
  if (url === '/healthz') {
    const report = await health()
    return { status: report.ok ? 200 : 503, type: 'application/json', body: JSON.stringify(report) }
  }
  return { status: 404, type: 'text/plain', body: 'here are /healthz and /metrics\n' }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
