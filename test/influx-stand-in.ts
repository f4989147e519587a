import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

import type { StandInAnswer, StandInRequest, StandInVersion } from './influx-stand-in/answer.ts'
import { Shelf } from './influx-stand-in/shelf.ts'
import { StandInV2 } from './influx-stand-in/v2.ts'
import { StandInV3 } from './influx-stand-in/v3.ts'
import type { Influxd } from './influxd.ts'

export interface StandInOptions {
  readonly version: '2' | '3'
  /** Keeps what is accepted and answers InfluxQL. */
  readonly behind: Influxd
  readonly mayManage?: boolean
  readonly databasesMax?: number
  readonly filesMax?: number
}

/** Answers as InfluxDB 2.x or 3.x is documented to, where neither can be installed. */
export interface InfluxStandIn extends AsyncDisposable {
  readonly url: string
  readonly token: string
  readonly organization: string
  /** `POST /api/v2/write`, in the order in which they came. */
  readonly requests: readonly string[]
  /** The next requests to this path are answered so, and nothing is done. */
  answerNext(path: string, answers: readonly StandInAnswer[]): void
}

const TOKEN = 'a-token-for-tests'
const ORGANIZATION = 'nguon'

export async function startInfluxStandIn(options: StandInOptions): Promise<InfluxStandIn> {
  const version = createVersion(options)
  const planned = new Map<string, StandInAnswer[]>()
  const requests: string[] = []
  const server = createServer((incoming, response) => {
    void (async () => {
      const request = await readRequest(incoming)
      requests.push(`${request.method} ${request.path}`)
      send(response, planned.get(request.path)?.shift() ?? (await version.answer(request)))
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    token: TOKEN,
    organization: ORGANIZATION,
    requests,
    answerNext: (path, answers) => planned.set(path, [...answers]),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function createVersion(options: StandInOptions): StandInVersion {
  const { version, behind, mayManage = true, databasesMax = 5, filesMax = 432 } = options
  const shelf = new Shelf(behind)
  return version === '2'
    ? new StandInV2(shelf, { token: TOKEN, organization: ORGANIZATION, mayManage })
    : new StandInV3(shelf, { token: TOKEN, databasesMax, filesMax })
}

async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const bytes = await buffer(incoming)
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stand-in')
  const isCompressed = incoming.headers['content-encoding'] === 'gzip'
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    parameters: searchParams,
    headers: incoming.headers,
    body: (isCompressed ? gunzipSync(bytes) : bytes).toString('utf8'),
  }
}

function send(response: ServerResponse, { status, headers, body }: StandInAnswer): void {
  const isText = typeof body === 'string' || body === undefined
  response.writeHead(status, {
    ...(isText ? {} : { 'content-type': 'application/json' }),
    ...headers,
  })
  response.end(isText ? body : JSON.stringify(body))
}
