import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'

import type { Conduct } from './contracts/channels.ts'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: Buffer
}

export interface ProviderAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

type Answering = (request: Received) => ProviderAnswer

export interface ProviderOptions {
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly accept: Answering
  /** As its documentation says; what was sent comes back in it, as unkind servers do. */
  readonly refuse: (echo: string) => ProviderAnswer
}

const BABBLE = '250 this is not HTTP\r\n\r\n'

/** The other side of a channel over HTTP: a real server that answers as a provider is documented to, or does not. */
export class HttpProvider implements AsyncDisposable {
  readonly requests: Received[] = []
  readonly #options: ProviderOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #planned: ProviderAnswer[] = []
  #conduct: Conduct = 'accept'

  static async open(options: ProviderOptions): Promise<HttpProvider> {
    const provider = new HttpProvider(options)
    provider.#server.listen(0, '127.0.0.1')
    await once(provider.#server, 'listening')
    return provider
  }

  private constructor(options: ProviderOptions) {
    this.#options = options
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.#answer(request, response)
    const { tls } = options
    this.#server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener)
    this.#server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      if (this.#conduct === 'babble') socket.end(BABBLE)
    })
  }

  get host(): string {
    // address() is a string only for pipes.
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get url(): string {
    return `${this.#options.tls === undefined ? 'http' : 'https'}://${this.host}`
  }

  /** The text of the last request. */
  get lastBody(): string {
    return this.requests.at(-1)?.body.toString() ?? ''
  }

  async behave(conduct: Conduct): Promise<void> {
    this.#conduct = conduct
    if (conduct === 'die') await this.#close()
  }

  /** The next requests are answered so, one each. */
  plan(...answers: ProviderAnswer[]): void {
    this.#planned.push(...answers)
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming
    const request = { method, path, headers, body: await buffer(incoming) }
    this.requests.push(request)
    if (this.#conduct === 'silent') return
    if (this.#conduct === 'babble') return void response.socket?.end(BABBLE)
    const {
      status = 200,
      headers: said = {},
      body = '',
    } = this.#planned.shift() ?? this.#say(request)
    response.writeHead(status, said).end(body)
  }

  #say(request: Received): ProviderAnswer {
    const echo = `${request.path} ${JSON.stringify(request.headers)} ${request.body.toString()}`
    if (this.#conduct === 'later')
      return { status: 503, headers: { 'retry-after': '7' }, body: echo }
    return this.#conduct === 'refuse' ? this.#options.refuse(echo) : this.#options.accept(request)
  }

  async #close(): Promise<void> {
    this.#server.closeAllConnections()
    for (const socket of this.#sockets) socket.destroy()
    if (this.#server.listening) await new Promise((closed) => this.#server.close(closed))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close()
  }
}
