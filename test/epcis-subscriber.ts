import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { vi } from 'vitest'

import type { JsonObject } from '#trace/epcis/json.ts'

import { toEvents } from './epcis-gs1.ts'

export interface Report {
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly document: JsonObject
}

/** A server that takes reports; `answer` says with which status, by the number of the report and what is in it. */
export async function openSubscriber(
  answer: (count: number, events: JsonObject[]) => number = () => 200,
  port = 0,
) {
  const reports: Report[] = []
  const taken: JsonObject[] = []
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const document = JSON.parse(body) as JsonObject
    reports.push({ headers: request.headers, text: body, document })
    const status = answer(reports.length, toEvents(document))
    if (status === 200) taken.push(...toEvents(document))
    response.writeHead(status).end()
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: used } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${used}/reports`,
    port: used,
    reports,
    /** Events of reports that were answered with 200. */
    taken,
    until: (isRight: () => boolean) =>
      vi.waitFor(
        () => {
          if (!isRight())
            throw new Error(`not yet: ${taken.length} events, ${reports.length} reports`)
        },
        { timeout: 20_000, interval: 20 },
      ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
