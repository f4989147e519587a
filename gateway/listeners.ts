import { once } from 'node:events'
import { createServer as createHttpServer, Server as HttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'

import { acceptWebSockets } from './web-socket.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 = any free one; the same for the others. */
  readonly port: number
  readonly wsPort: number
  /** Its own, so that TLS may be open to the network while the two without it are not. */
  readonly tlsHost: string
  readonly tlsPort: number
  /** PEM texts; without them there is no TLS listener. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

/** What comes in, and what to do with it: the TCP socket, and the stream that speaks MQTT on it. */
export interface ListenerEvents {
  /** False hangs up. */
  readonly onSocket: (socket: Socket) => boolean
  /** Milliseconds in which an HTTP request must have come; what follows is the broker's to watch. */
  readonly connectTimeout: number
  readonly onStream: (socket: Socket, stream: Duplex) => void
}

/** The addresses by scheme: `mqtt`, `ws` and, when there is a certificate, `mqtts`. */
export type Addresses = Readonly<Record<string, string>>

// A radio gateway that lost its power says nothing; TCP itself asks after a minute.
const SOCKET_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }

/** Opens every listener, or none. */
export async function openListeners(
  options: ListenOptions,
  events: ListenerEvents,
  resources: AsyncDisposableStack,
): Promise<Addresses> {
  const { host, port, wsPort, tls } = options
  // A certificate that does not fit its key must fail before anything listens.
  const secure = tls && readSecureContext(tls)
  const addresses: Record<string, string> = {}
  addresses['mqtt'] = await listen(resources, openTcp(events), { scheme: 'mqtt', host, port })
  addresses['ws'] = await listen(resources, openWs(events), { scheme: 'ws', host, port: wsPort })
  if (secure !== undefined) {
    const where = { scheme: 'mqtts', host: options.tlsHost, port: options.tlsPort }
    addresses['mqtts'] = await listen(resources, openTls(events, secure), where)
  }
  return addresses
}

function readSecureContext({ key, cert }: { key: string; cert: string }): SecureContext {
  try {
    return createSecureContext({ key, cert, minVersion: 'TLSv1.2' })
  } catch (error) {
    throw new NguonError(
      'CONFIGURATION',
      `the TLS key and certificate cannot be used (${toMessage(error)}): give the PEM texts of a certificate chain and of its own key`,
      { cause: error },
    )
  }
}

function openTcp({ onSocket, onStream }: ListenerEvents): Server {
  return createServer(SOCKET_OPTIONS, (socket) => {
    if (onSocket(socket)) onStream(socket, socket)
    else socket.destroy()
  })
}

function openTls({ onSocket, onStream }: ListenerEvents, secureContext: SecureContext): Server {
  return createServer(SOCKET_OPTIONS, (socket) => {
    if (onSocket(socket)) onStream(socket, new TLSSocket(socket, { isServer: true, secureContext }))
    else socket.destroy()
  })
}

function openWs({ onSocket, onStream, connectTimeout: headersTimeout }: ListenerEvents): Server {
  // Node looks for late ones each half minute unless told otherwise.
  const options = { ...SOCKET_OPTIONS, headersTimeout, connectionsCheckingInterval: SECOND }
  const server = createHttpServer(options, (_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' })
    response.end('This port speaks MQTT over WebSocket (subprotocol mqtt).\n')
  })
  server.on('connection', (socket) => {
    if (!onSocket(socket)) socket.destroy()
  })
  acceptWebSockets(server, onStream)
  return server
}

interface Where {
  readonly scheme: string
  readonly host: string
  readonly port: number
}

async function listen(resources: AsyncDisposableStack, server: Server, where: Where) {
  const { scheme, host, port } = where
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (error) {
    throw new NguonError(
      'LISTEN',
      `cannot listen on ${scheme}://${host}:${port} (${toMessage(error)}): choose another port, or stop the program that uses it`,
      { cause: error },
    )
  }
  resources.defer(() => closeServer(server))
  // address() is a string only for pipes.
  const bound = server.address() as AddressInfo
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
}

/** No new sockets come. Those that speak MQTT are the broker's to close; those that speak plain HTTP nobody else's. */
function closeServer(server: Server): void {
  server.close()
  if (server instanceof HttpServer) server.closeAllConnections()
}
